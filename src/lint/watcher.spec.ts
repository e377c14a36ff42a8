import { CompanionError, TimeoutError } from '../protocol/errors';
import { FakeCompanion, settled } from '../testing/fakecompanion';
import { FakeNotebook } from '../testing/fakenotebook';
import type { ICheckSettings } from './checker';
import { Watcher } from './watcher';

describe('Watcher', () => {
  let code: FakeNotebook;
  let companion: FakeCompanion;
  let watcher: Watcher;
  let settings: ICheckSettings;
  const sink = { onAnswer: jest.fn(), onFailed: jest.fn() };

  beforeEach(() => {
    jest.useFakeTimers();
    jest.clearAllMocks();
    settings = { live: true, least: 'info', ignore: [], enable: [], muted: [] };
    open({ a: 'import torch', b: 'x = 1' });
  });

  afterEach(() => {
    watcher.dispose();
    jest.useRealTimers();
  });

  function open(sources: Record<string, string>): void {
    watcher?.dispose();
    code = new FakeNotebook(sources);
    companion = new FakeCompanion();
    watcher = new Watcher({ code, companion, sink, settings: () => settings });
  }

  async function pass(ms: number): Promise<void> {
    jest.advanceTimersByTime(ms);
    await settled();
  }

  /** Connects and lets the first check be answered. */
  async function connect(torch: string | null = null): Promise<void> {
    companion.connectWith(torch);
    await pass(0);
    await companion.answer();
    companion.checks.length = 0;
  }

  it('sends all cells once the companion is ready', async () => {
    companion.connectWith(null);
    await pass(0);
    expect(companion.checks).toEqual([
      {
        revision: 1,
        order: ['a', 'b'],
        cells: [
          { cell_id: 'a', source: 'import torch' },
          { cell_id: 'b', source: 'x = 1' }
        ],
        live: false,
        min_severity: 'info',
        ignore: [],
        enable: []
      }
    ]);
  });

  it('sends the cells of a notebook once it is trusted', async () => {
    code.isTrusted = false;
    companion.connectWith(null);
    await pass(5000);
    expect(companion.checks).toEqual([]);
    expect(watcher.clearance.hindrance).toBe('untrusted');
    code.trust();
    await pass(0);
    expect(companion.checks).toHaveLength(1);
  });

  it('sends nothing while nothing names torch', async () => {
    open({ a: 'import numpy', b: 'pytorch = 1' });
    companion.connectWith(null);
    await pass(0);
    code.type('b', 'x = 2');
    watcher.willRun('a');
    watcher.didRun('a');
    await pass(5000);
    expect(companion.checks).toEqual([]);
  });

  it('sends cells once the kernel turns out to have torch', async () => {
    open({ a: 'from mylib import model' });
    companion.connectWith(null);
    await pass(0);
    watcher.willRun('a');
    companion.push('a');
    watcher.didRun('a');
    await pass(150);
    expect(companion.checks).toMatchObject([
      { live: true, cells: [{ cell_id: 'a' }] }
    ]);
  });

  it('sends no text of an untrusted notebook before its user acts', async () => {
    code.isTrusted = false;
    companion.connectWith('2.13.0');
    await pass(5000);
    expect(companion.checks).toEqual([]);
    code.type('b', 'x = 2');
    await pass(400);
    expect(companion.checks).toHaveLength(1);
  });

  it('waits 400 ms after the last key and sends the changed cell only', async () => {
    await connect();
    code.type('b', 'x = 2');
    await pass(399);
    code.type('b', 'x = 23');
    await pass(399);
    expect(companion.checks).toEqual([]);
    await pass(1);
    expect(companion.checks).toMatchObject([
      { live: false, cells: [{ cell_id: 'b', source: 'x = 23' }] }
    ]);
  });

  it('waits while the user composes a word or chooses a completion', async () => {
    await connect();
    code.typing = true;
    code.type('b', 'x = 2');
    await pass(2000);
    expect(companion.checks).toEqual([]);
    code.typing = false;
    await pass(400);
    expect(companion.checks).toHaveLength(1);
  });

  it('checks live once, 150 ms after the last cell of the queue', async () => {
    await connect('2.13.0');
    watcher.willRun('a');
    watcher.willRun('b');
    companion.push('a');
    watcher.didRun('a');
    await pass(100);
    companion.push('b');
    watcher.didRun('b');
    await pass(149);
    expect(companion.checks).toEqual([]);
    await pass(1);
    expect(companion.checks).toMatchObject([{ live: true, cells: [] }]);
  });

  it('checks at most once in two seconds while many cells run', async () => {
    await connect('2.13.0');
    const ids = Array.from({ length: 60 }, (_, i) => `cell${i}`);
    ids.forEach(id => watcher.willRun(id));
    for (const id of ids.slice(0, 50)) {
      companion.push(id);
      watcher.didRun(id);
      await pass(100);
      await companion.answer();
    }
    expect(companion.checks.length).toBeGreaterThanOrEqual(2);
    expect(companion.checks.length).toBeLessThanOrEqual(3);
  });

  describe('after a sweep that was cut short', () => {
    /** Runs a cell, and answers the check after it. */
    async function run(slowed: boolean): Promise<void> {
      watcher.willRun('a');
      companion.push('a');
      watcher.didRun('a');
      await pass(150);
      await companion.answer({ slowed });
      companion.checks.length = 0;
    }

    beforeEach(() => connect('2.13.0'));

    it('asks for the rest once, also if that is cut short again', async () => {
      await run(true);
      await pass(1999);
      expect(companion.checks).toEqual([]);
      await pass(1);
      expect(companion.checks).toMatchObject([{ live: true, cells: [] }]);
      await companion.answer({ slowed: true });
      await pass(60_000);
      expect(companion.checks).toHaveLength(1);
    });

    it('asks for the rest once after each run', async () => {
      for (let i = 0; i < 2; i += 1) {
        await run(true);
        await pass(2000);
        expect(companion.checks).toHaveLength(1);
        await companion.answer({ slowed: true });
      }
    });

    it('asks for nothing if the next sweep was whole', async () => {
      await run(true);
      await pass(1000);
      void watcher.check();
      await companion.answer();
      companion.checks.length = 0;
      await pass(60_000);
      expect(companion.checks).toEqual([]);
    });

    it('waits until the kernel is idle', async () => {
      await run(true);
      watcher.willRun('b');
      companion.busySince = Date.now();
      await pass(60_000);
      expect(companion.checks).toEqual([]);
      watcher.didRun('b');
      await pass(60_000);
      expect(companion.checks).toEqual([]);
      companion.busySince = null;
      await pass(2000);
      expect(companion.checks).toHaveLength(1);
    });

    it('asks no kernel for what another one left', async () => {
      await run(true);
      companion.restart();
      companion.connectWith(null);
      await pass(0);
      await companion.answer();
      companion.checks.length = 0;
      await pass(60_000);
      expect(companion.checks).toEqual([]);
    });
  });

  it('asks nothing after a run that changed nothing', async () => {
    await connect('2.13.0');
    watcher.willRun('a');
    watcher.didRun('a');
    await pass(5000);
    expect(companion.checks).toEqual([]);
  });

  it('has one check in flight, and makes one more for what came meanwhile', async () => {
    await connect();
    for (const source of ['x = 2', 'x = 3', 'x = 4']) {
      code.type('b', source);
      await pass(400);
    }
    expect(companion.checks).toHaveLength(1);
    await companion.answer();
    await pass(0);
    expect(companion.checks).toMatchObject([
      { cells: [{ source: 'x = 2' }] },
      { cells: [{ source: 'x = 4' }] }
    ]);
  });

  it('checks again when an edit is taken back, since marks turned stale', async () => {
    await connect();
    code.type('b', 'x = 2');
    code.type('b', 'x = 1');
    await pass(400);
    expect(companion.checks).toMatchObject([{ cells: [] }]);
  });

  it('waits for an answer that is late, and shows it', async () => {
    await connect();
    code.type('b', 'x = 2');
    await pass(400);
    sink.onAnswer.mockClear();
    companion.setPace(['notebook.check']);
    await pass(60_000);
    expect(companion.checks).toHaveLength(1);
    await companion.answer();
    expect(sink.onAnswer).toHaveBeenCalledTimes(1);
    await pass(60_000);
    expect(companion.checks).toHaveLength(1);
  });

  it('sends one check for all that happens while an answer is late', async () => {
    await connect('2.13.0');
    code.type('b', 'x = 2');
    await pass(400);
    for (let i = 0; i < 10; i += 1) {
      companion.push('a');
      watcher.refresh();
      await pass(1000);
    }
    void watcher.check();
    expect(companion.checks).toHaveLength(1);
    await companion.answer();
    await pass(60_000);
    expect(companion.checks).toHaveLength(2);
    expect(companion.checks[1]).toMatchObject({ live: true, cells: [] });
  });

  it('does not ask for ever when all answers are lost', async () => {
    await connect();
    code.type('b', 'x = 2');
    await pass(400);
    for (let i = 0; i < 20; i += 1) {
      await companion.fail(new TimeoutError());
      await pass(60_000);
    }
    expect(companion.checks).toHaveLength(4);
    expect(sink.onFailed).toHaveBeenCalledWith('The kernel is not answering');
  });

  it('asks again after a check whose answer is lost', async () => {
    await connect();
    code.type('b', 'x = 2');
    await pass(400);
    await companion.fail(new TimeoutError());
    expect(companion.checks).toHaveLength(1);
    await pass(3000);
    // The kernel may have none of the texts.
    expect(companion.checks[1].cells).toHaveLength(2);
  });

  it('sends all cells again after a failed check', async () => {
    await connect();
    code.type('b', 'x = 2');
    await pass(400);
    await companion.fail(new CompanionError('NN102 (ValueError)'));
    expect(sink.onFailed).toHaveBeenCalledWith('NN102 (ValueError)');
    code.type('b', 'x = 3');
    await pass(400);
    expect(companion.checks[1].cells).toHaveLength(2);
  });

  it('sends all cells to a restarted kernel, and drops the answer of the old one', async () => {
    await connect('2.13.0');
    code.type('b', 'x = 2');
    await pass(400);
    companion.restart();
    await settled();
    expect(sink.onFailed).not.toHaveBeenCalled();
    companion.connectWith(null);
    await pass(0);
    expect(companion.checks[1]).toMatchObject({ live: false });
    expect(companion.checks[1].cells).toHaveLength(2);
  });

  it('does nothing while paused, hidden or off, and catches up afterwards', async () => {
    await connect();
    watcher.paused = true;
    code.type('b', 'x = 2');
    await pass(1000);
    watcher.paused = false;
    code.isVisible = false;
    await pass(1000);
    code.isVisible = true;
    code.isOff = true;
    code.shown.emit();
    await pass(1000);
    expect(companion.checks).toEqual([]);
    code.isOff = false;
    code.shown.emit();
    await pass(0);
    expect(companion.checks).toHaveLength(1);
  });

  it('tells what is muted, and whether the file keeps ids', async () => {
    const long = 'x'.repeat(301);
    code.muted = ['NN102', 'NN308@a:attr:Net:layers', long];
    code.keepsIds = false;
    settings = { ...settings, muted: ['NN501', 'NN102'] };
    companion.connectWith('2.13.0');
    await pass(0);
    expect(companion.checks).toMatchObject([
      {
        muted: ['NN102', 'NN308@a:attr:Net:layers', 'NN501'],
        keeps_ids: false
      }
    ]);
  });

  it('asks for no live sweep if the user does not want it', async () => {
    settings = {
      live: false,
      least: 'warning',
      ignore: ['NN308'],
      enable: ['NN309'],
      muted: []
    };
    companion.connectWith('2.13.0');
    await pass(0);
    expect(companion.checks).toMatchObject([
      {
        live: false,
        min_severity: 'warning',
        ignore: ['NN308'],
        enable: ['NN309']
      }
    ]);
  });

  it('does not send a cell that nobody wrote by hand', async () => {
    await connect();
    code.type('b', 'x'.repeat(300_000));
    await pass(400);
    expect(companion.checks).toMatchObject([{ cells: [] }]);
  });
});
