import type { PartialJSONObject } from '@lumino/coreutils';

import { settled } from '../testing/fakecompanion';
import { FakeKernel, FakeSession } from '../testing/fakesession';
import type { CompanionState } from '../tokens';
import { Companion } from './companion';
import { EXPRESSION } from './expression';
import type { Autoload } from './settings';
import { CompanionSettings } from './settings';
import { learn } from '../protocol/incoming';
import { viewValidators } from '../protocol/viewvalidators';

learn(viewValidators);

describe('Companion', () => {
  let kernel: FakeKernel;
  let session: FakeSession;
  let settings: CompanionSettings;
  let companion: Companion;
  let states: CompanionState[];

  beforeEach(() => {
    sessionStorage.clear();
    kernel = new FakeKernel();
    session = new FakeSession(kernel);
  });

  afterEach(() => companion.dispose());

  function choose(enabled: boolean, autoload: Autoload): void {
    const values: PartialJSONObject = { enabled, autoload };
    settings.read({
      get: key => ({ composite: values[key], user: undefined })
    });
  }

  function connect(autoload: Autoload = 'on', enabled = true): void {
    settings = new CompanionSettings();
    choose(enabled, autoload);
    states = [];
    companion = new Companion({
      sessionContext: session.context,
      settings,
      version: '0.1.0'
    });
    companion.stateChanged.connect((_, state) => states.push(state));
  }

  it('says hello without leaving a trace, and opens two comms', async () => {
    connect();
    await kernel.answer();
    expect(kernel.greetings).toEqual([
      {
        code: '',
        silent: true,
        store_history: false,
        allow_stdin: false,
        stop_on_error: false,
        user_expressions: { hello: EXPRESSION }
      }
    ]);
    expect(kernel.comms.map(({ opened }) => opened)).toEqual([true, true]);
    expect(kernel.comms[1].commsOverSubshells).toBe('disabled');
    expect(kernel.requests.sent[0]).toMatchObject({
      kind: 'client.open',
      path: 'spiral.ipynb',
      version: '0.1.0',
      protocol: 1
    });
    expect(companion.state).toBe('ready');
    expect(companion.hello?.version).toBe('0.1.0');
  });

  it.each([
    ['absent', 'not-installed', ''],
    ['broken', 'broken', 'ImportError: no such name']
  ] as const)('tells a package that is %s', async (reply, state, error) => {
    connect();
    await kernel.answer(reply);
    expect([companion.state, companion.error]).toEqual([state, error]);
    session.setStatus('busy');
    session.setStatus('idle');
    expect(kernel.greetings).toHaveLength(1);
  });

  it('stays with an opening that is answered late', async () => {
    jest.useFakeTimers();
    connect();
    await kernel.greet();
    const told = jest.fn();
    companion.paceChanged.connect(told);
    jest.advanceTimersByTime(60_000);
    expect(companion.isLate('client.open')).toBe(true);
    expect(told).toHaveBeenCalled();
    session.setStatus('idle');
    await kernel.open();
    expect([companion.state, kernel.greetings.length]).toEqual(['ready', 1]);
    expect(companion.isLate('client.open')).toBe(false);
    expect(companion.answerMs('client.open')).toBe(60_000);
    jest.useRealTimers();
  });

  it('opens nothing before a subshell that starts slowly', async () => {
    jest.useFakeTimers();
    let start: () => void = () => undefined;
    kernel.subshellStarted = new Promise(resolve => (start = resolve));
    connect();
    await kernel.greet();
    jest.advanceTimersByTime(10_000);
    await settled();
    expect(kernel.requests.opened).toBe(false);
    start();
    await settled();
    await kernel.open();
    expect(companion.state).toBe('ready');
    jest.useRealTimers();
  });

  it('sends nothing to a kernel of another language', () => {
    kernel = new FakeKernel('ir');
    session = new FakeSession(kernel);
    connect();
    companion.beforeRun();
    expect(companion.state).toBe('other-language');
    expect(kernel.greetings).toEqual([]);
  });

  it('sends nothing before the user agreed', async () => {
    connect('ask');
    companion.beforeRun();
    expect([companion.state, kernel.greetings]).toEqual(['off', []]);
    void companion.connect();
    await kernel.answer();
    expect(companion.state).toBe('ready');
  });

  it('sends nothing while switched off, and begins when switched on', async () => {
    connect('on', false);
    expect([companion.state, kernel.greetings]).toEqual(['off', []]);
    choose(true, 'on');
    await kernel.answer();
    expect(companion.state).toBe('ready');
    choose(false, 'on');
    expect(companion.state).toBe('off');
    expect(kernel.requests.closed).toBe(true);
  });

  it('has no state without a kernel, and starts none', () => {
    session = new FakeSession(null);
    connect();
    expect(companion.state).toBe('none');
  });

  it('waits for a kernel that is busy at first', async () => {
    kernel.status = 'busy';
    connect();
    expect([companion.state, kernel.greetings]).toEqual(['waiting', []]);
    session.setStatus('idle');
    await kernel.answer();
    expect(companion.state).toBe('ready');
  });

  it('says hello before the first cell that runs', () => {
    kernel.status = 'starting';
    connect();
    companion.beforeRun();
    companion.beforeRun();
    expect(kernel.greetings).toHaveLength(1);
  });

  it('begins again at the first idle after a restart', async () => {
    connect();
    await kernel.answer();
    const restarted = jest.fn();
    companion.restarted.connect(restarted);
    const open = companion.listModels();
    session.setStatus('restarting');
    await expect(open).rejects.toThrow('Cancelled');
    expect(restarted).toHaveBeenCalledTimes(1);
    expect([companion.state, companion.hello]).toEqual(['none', null]);
    session.setStatus('starting');
    session.setStatus('busy');
    expect(kernel.greetings).toHaveLength(1);
    session.setStatus('idle');
    await kernel.answer();
    expect([companion.state, kernel.greetings.length]).toEqual(['ready', 2]);
  });

  it('begins again when another page restarted the kernel', async () => {
    connect();
    await kernel.answer();
    session.cell('busy');
    const restarted = jest.fn();
    companion.restarted.connect(restarted);
    const open = companion.listModels();
    session.say('shutdown_reply', { status: 'ok', restart: true });
    await expect(open).rejects.toThrow('Cancelled');
    expect([companion.state, companion.busySince]).toEqual(['none', null]);
    // Else the application gives the dead subshell of these to the next ones.
    expect(kernel.comms.map(({ closed }) => closed)).toEqual([true, true]);
    // The end of the cell that the restart interrupted, and a cell that comes too early.
    session.setStatus('idle');
    companion.beforeRun();
    expect(kernel.greetings).toHaveLength(1);
    session.life = 'second';
    session.say('iopub_welcome', { subscription: '' });
    session.setStatus('starting');
    session.say('status', { execution_state: 'starting' });
    await kernel.answer();
    session.cell('busy');
    session.cell('idle');
    expect([companion.state, kernel.greetings.length]).toEqual(['ready', 2]);
    expect(restarted).toHaveBeenCalledTimes(1);
  });

  it('gives up a hello to a process that is gone', async () => {
    kernel.status = 'busy';
    session.cell('busy');
    connect();
    session.say('iopub_welcome', { subscription: '' });
    companion.beforeRun();
    session.life = 'second';
    session.say('status', { execution_state: 'starting' });
    await kernel.answer('cancelled');
    await kernel.answer();
    expect([companion.state, kernel.greetings.length]).toEqual(['ready', 2]);
  });

  it('greets a process without the companion once, whatever it runs', async () => {
    connect();
    await kernel.answer('absent');
    for (let run = 0; run < 3; run += 1) {
      companion.beforeRun();
      session.cell('busy');
      session.cell('idle');
    }
    expect(kernel.greetings).toHaveLength(1);
    session.life = 'second';
    session.cell('busy');
    await kernel.answer('absent');
    session.cell('idle');
    companion.beforeRun();
    expect(kernel.greetings).toHaveLength(2);
  });

  it('takes up a hello that a restart cut short', async () => {
    connect();
    session.setStatus('restarting');
    await kernel.answer('cancelled');
    session.setStatus('idle');
    await kernel.answer();
    expect(companion.state).toBe('ready');
  });

  it('ignores a hello that came from the kernel before', async () => {
    connect();
    const next = new FakeKernel();
    session.setKernel(next);
    await kernel.answer();
    expect(kernel.comms).toEqual([]);
    await next.answer();
    expect([companion.state, next.comms.length]).toEqual(['ready', 2]);
  });

  it('voids live evidence when the kernel changes', async () => {
    connect();
    await kernel.answer();
    const restarted = jest.fn();
    companion.restarted.connect(restarted);
    session.setKernel(null);
    expect(companion.state).toBe('none');
    expect(restarted).toHaveBeenCalledTimes(1);
    session.setKernel(new FakeKernel('ir'));
    expect(companion.state).toBe('other-language');
    expect(restarted).toHaveBeenCalledTimes(1);
  });

  it('does not call again a kernel that died', async () => {
    connect();
    await kernel.answer();
    session.setStatus('dead');
    expect(companion.state).toBe('dead');
    await expect(companion.listModels()).rejects.toThrow('Cancelled');
    expect(kernel.greetings).toHaveLength(1);
  });

  it('voids live evidence when the kernel dies for good, and stays dead', async () => {
    connect();
    await kernel.answer();
    const restarted = jest.fn();
    companion.restarted.connect(restarted);
    session.setStatus('dead');
    expect(restarted).toHaveBeenCalledTimes(1);
    companion.begin();
    expect(companion.state).toBe('dead');
    session.setKernel(new FakeKernel());
    expect(companion.state).toBe('connecting');
  });

  it('voids it once where a kernel dies while it is restarted', async () => {
    connect();
    await kernel.answer();
    const restarted = jest.fn();
    companion.restarted.connect(restarted);
    session.setStatus('autorestarting');
    session.setStatus('dead');
    expect(restarted).toHaveBeenCalledTimes(1);
    expect(companion.state).toBe('dead');
  });

  it('says that it was dropped, and reconnects when asked to', async () => {
    connect();
    await kernel.answer();
    kernel.requests.onClose(null);
    expect(companion.state).toBe('dropped');
    session.setStatus('idle');
    expect(kernel.greetings).toHaveLength(1);
    void companion.connect();
    await kernel.answer();
    expect(companion.state).toBe('ready');
  });

  it('knows since when a cell runs, whatever comms do to the status', async () => {
    connect();
    await kernel.answer();
    expect(companion.busySince).toBeNull();
    session.cell('busy');
    session.setStatus('idle');
    expect(companion.busySince).toBeGreaterThan(0);
    session.cell('idle');
    expect(companion.busySince).toBeNull();
    expect(states).toEqual(['ready']);
  });

  it('asks nothing of a busy kernel without subshells', async () => {
    kernel.supportsSubshells = false;
    connect();
    await kernel.answer();
    session.cell('busy');
    expect(companion.state).toBe('waiting');
    const listed = companion.listModels();
    await settled();
    expect(kernel.requests.sent).toHaveLength(1);
    session.cell('idle');
    await settled();
    expect([companion.state, kernel.requests.sent.length]).toEqual([
      'ready',
      2
    ]);
    const { id } = kernel.requests.sent[1];
    const answer = { kind: 'models.listed', id, models: [], selected: null };
    kernel.requests.receive(answer);
    await expect(listed).resolves.toEqual(answer);
  });

  it('passes on what the kernel pushes', async () => {
    connect();
    await kernel.answer();
    const pushed = jest.fn();
    companion.runDone.connect(pushed);
    kernel.pushes.receive({
      kind: 'run.done',
      id: '1',
      cell: { cell_id: 'a', execution_count: 1 },
      changed: [],
      session: { muted: [], paused: false, told: [] }
    });
    expect(pushed).toHaveBeenCalledTimes(1);
  });

  it('asks nothing of a kernel that another notebook is linked to', async () => {
    kernel.handleComms = false;
    connect();
    companion.beforeRun();
    await settled();
    expect([companion.state, kernel.greetings]).toEqual(['shared', []]);
  });

  it('gives comms and thread back while the kernel still hears of it', async () => {
    connect();
    await kernel.answer();
    session.dispose();
    expect(kernel.comms.map(({ closed }) => closed)).toEqual([true, true]);
    expect(kernel.ended).toEqual(['a']);
  });

  it('closes its comms and ends what is open when disposed', async () => {
    connect();
    await kernel.answer();
    const open = companion.listModels();
    companion.dispose();
    companion.dispose();
    await expect(open).rejects.toThrow('Cancelled');
    expect(kernel.comms.map(({ closed }) => closed)).toEqual([true, true]);
  });
});
