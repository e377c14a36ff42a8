import { FakeComm } from '../testing/fakecomm';
import { Channel } from './channel';
import { learn } from './incoming';
import type { FixApplied, ModelsListed, RunDone } from './messages';
import { viewValidators } from './viewvalidators';

learn(viewValidators);

describe('Channel', () => {
  let requests: FakeComm;
  let pushes: FakeComm;
  let channel: Channel;

  beforeEach(() => {
    jest.useFakeTimers();
    requests = new FakeComm();
    pushes = new FakeComm();
    channel = new Channel({ requests, pushes });
  });

  afterEach(() => {
    channel.dispose();
    jest.useRealTimers();
  });

  const list = () =>
    channel.request<ModelsListed>({ kind: 'models.list' }, 'models.listed');
  const fix = () =>
    channel.request<FixApplied>({ kind: 'fix.apply' }, 'fix.applied');
  const listed = (id: string) => ({
    kind: 'models.listed',
    id,
    models: [],
    selected: null
  });

  it('gives the reply with the id of the request', async () => {
    const answer = list();
    requests.receive(listed(requests.sent[0].id));
    await expect(answer).resolves.toEqual(listed(requests.sent[0].id));
  });

  it('sends the first request with the opening of its comm', async () => {
    const answer = channel.open<ModelsListed>(
      { kind: 'models.list' },
      { client: 'page' },
      'models.listed'
    );
    expect([requests.opened, pushes.opened]).toEqual([true, true]);
    expect(pushes.sent).toEqual([]);
    const [{ kind, id }] = requests.sent;
    expect(kind).toBe('models.list');
    requests.receive(listed(id));
    await expect(answer).resolves.toEqual(listed(id));
  });

  it('reads a reply that came as one packed buffer', async () => {
    const answer = list();
    const { id } = requests.sent[0];
    const json = new TextEncoder().encode(JSON.stringify(listed(id)));
    requests.receive({ kind: 'models.listed', id, packed: true }, [json]);
    await expect(answer).resolves.toEqual(listed(id));
  });

  it('rejects with the words of the companion', async () => {
    const answer = list();
    requests.fail('internal error (ValueError)');
    await expect(answer).rejects.toThrow('internal error (ValueError)');
    const [{ id }] = requests.sent;
    const other = fix();
    const { id: second } = requests.sent[1];
    expect(second).not.toBe(id);
    requests.receive({ kind: 'unsupported', id: second, asked: 'fix.apply' });
    await expect(other).rejects.toThrow('unsupported: fix.apply');
    expect(channel.numRejected).toBe(0);
  });

  it('ends a request that could not be sent, and goes on with the next', async () => {
    const send = jest.spyOn(requests, 'send').mockImplementationOnce(() => {
      throw new Error('Canceled');
    });
    await expect(list()).rejects.toThrow('Cancelled');
    const next = list();
    expect(send).toHaveBeenCalledTimes(2);
    requests.receive(listed(requests.sent[0].id));
    await expect(next).resolves.toEqual(listed(requests.sent[0].id));
  });

  it.each([
    ['another kind', { kind: 'fix.applied', done: true, message: '' }],
    ['a missing member', { kind: 'models.listed', models: [] }],
    ['one member too many', { ...listed(''), extra: 1 }],
    ['a list that is none', { ...listed(''), models: 'all' }]
  ])('rejects an answer with %s', async (_, data) => {
    const answer = list();
    requests.receive({ ...data, id: requests.sent[0].id });
    await expect(answer).rejects.toThrow('malformed');
    expect(channel.numRejected).toBe(1);
  });

  it('drops a message that answers nothing, and waits on for what does', async () => {
    const told = jest.fn();
    channel.runDone.connect(told);
    const answer = list();
    [listed('unknown'), listed(''), null, 'x', []].forEach(data =>
      requests.receive(data)
    );
    expect(requests.sent).toHaveLength(1);
    [{ kind: 'run.done' }, listed('unknown'), null].forEach(data =>
      pushes.receive(data)
    );
    expect(told).not.toHaveBeenCalled();
    // What nobody asked for is no fault of a known message; a bad push is one.
    expect(channel.numRejected).toBe(3);
    requests.receive(listed(requests.sent[0].id));
    await expect(answer).resolves.toEqual(listed(requests.sent[0].id));
  });

  it('keeps one request of a kind in flight', async () => {
    const first = list();
    const second = list();
    expect(requests.sent).toHaveLength(1);
    requests.receive(listed(requests.sent[0].id));
    await first;
    expect(requests.sent).toHaveLength(2);
    requests.receive(listed(requests.sent[1].id));
    await second;
  });

  it('sends what is of another kind past what waits', () => {
    void list().catch(() => undefined);
    void list().catch(() => undefined);
    void fix().catch(() => undefined);
    expect(requests.sent.map(({ kind }) => kind)).toEqual([
      'models.list',
      'fix.apply'
    ]);
  });

  it('sends at most four requests in any second', async () => {
    for (let i = 0; i < 6; i++) {
      const answer = list();
      if (requests.sent[i]) {
        requests.receive(listed(requests.sent[i].id));
        await answer;
      } else {
        answer.catch(() => undefined);
      }
    }
    expect(requests.sent).toHaveLength(4);
    jest.advanceTimersByTime(1000);
    expect(requests.sent).toHaveLength(5);
  });

  it('does not count what was sent more than a second ago', () => {
    const send = (kind: string): void => {
      void channel.request({ kind }, 'models.listed').catch(() => undefined);
    };
    send('first');
    jest.advanceTimersByTime(1100);
    ['a', 'b', 'c', 'd', 'e'].forEach(send);
    expect(requests.sent).toHaveLength(5);
  });

  it('says that an answer is late, asks no second time, and uses it', async () => {
    const first = list();
    const queued = list();
    jest.advanceTimersByTime(1999);
    expect(channel.isLate('models.list')).toBe(false);
    jest.advanceTimersByTime(1);
    expect(channel.isLate('models.list')).toBe(true);
    expect(channel.isLate('fix.apply')).toBe(false);
    jest.advanceTimersByTime(8000);
    expect(requests.sent).toHaveLength(1);
    requests.receive(listed(requests.sent[0].id));
    await expect(first).resolves.toEqual(listed(requests.sent[0].id));
    expect(channel.isLate('models.list')).toBe(false);
    expect(requests.sent).toHaveLength(2);
    requests.receive(listed(requests.sent[1].id));
    await expect(queued).resolves.toEqual(listed(requests.sent[1].id));
  });

  it('gives up an answer that is lost, and asks again then', async () => {
    const told = jest.fn();
    const first = list();
    const queued = list();
    jest.advanceTimersByTime(599_999);
    expect(requests.sent).toHaveLength(1);
    channel.paceChanged.connect(told);
    jest.advanceTimersByTime(1);
    expect(told).toHaveBeenCalledTimes(1);
    await expect(first).rejects.toThrow('not answering');
    expect(channel.isLate('models.list')).toBe(false);
    expect(requests.sent).toHaveLength(2);
    requests.receive(listed(requests.sent[0].id));
    requests.receive(listed(requests.sent[1].id));
    await expect(queued).resolves.toEqual(listed(requests.sent[1].id));
  });

  it('waits for the opening like for anything else', async () => {
    const opened = channel.open<ModelsListed>(
      { kind: 'models.list' },
      {},
      'models.listed'
    );
    jest.advanceTimersByTime(9999);
    expect(channel.isLate('models.list')).toBe(false);
    jest.advanceTimersByTime(1);
    expect(channel.isLate('models.list')).toBe(true);
    requests.receive(listed(requests.sent[0].id));
    await expect(opened).resolves.toEqual(listed(requests.sent[0].id));
  });

  /** Asks, and answers after a while. */
  async function take(ms: number): Promise<void> {
    const answer = list();
    jest.advanceTimersByTime(ms);
    requests.receive(listed(requests.sent[requests.sent.length - 1].id));
    await answer;
    jest.advanceTimersByTime(1000);
  }

  /** After how many seconds the next answer is late. */
  async function patience(): Promise<number> {
    void list().catch(() => undefined);
    let seconds = 0;
    while (!channel.isLate('models.list') && seconds < 100) {
      jest.advanceTimersByTime(1000);
      seconds += 1;
    }
    requests.receive(listed(requests.sent[requests.sent.length - 1].id));
    await Promise.resolve();
    return seconds;
  }

  it('learns how long answers take, and forgets it when they are quick', async () => {
    expect(channel.answerMs('models.list')).toBeNull();
    await take(5000);
    expect(channel.answerMs('models.list')).toBe(5000);
    expect(await patience()).toBe(10);
    for (let i = 0; i < 3; i += 1) {
      await take(100);
    }
    expect(channel.answerMs('models.list')).toBe(100);
    expect(await patience()).toBe(2);
  });

  it('expects of a new kind what a slow connection costs all kinds', async () => {
    await take(5000);
    void fix().catch(() => undefined);
    jest.advanceTimersByTime(9000);
    expect(channel.isLate('fix.apply')).toBe(false);
    jest.advanceTimersByTime(1000);
    expect(channel.isLate('fix.apply')).toBe(true);
  });

  it('tells when an answer is late, when it came, and what it took', async () => {
    const told = jest.fn();
    channel.paceChanged.connect(told);
    await take(300);
    expect(told).not.toHaveBeenCalled();
    const answer = list();
    jest.advanceTimersByTime(2000);
    expect(told).toHaveBeenCalledTimes(1);
    requests.receive(listed(requests.sent[1].id));
    await answer;
    expect(told).toHaveBeenCalledTimes(2);
  });

  it('counts no time in which the kernel could not answer', async () => {
    const answer = list();
    jest.advanceTimersByTime(1500);
    channel.held = true;
    jest.advanceTimersByTime(60_000);
    channel.held = false;
    jest.advanceTimersByTime(1900);
    expect(channel.isLate('models.list')).toBe(false);
    requests.receive(listed(requests.sent[0].id));
    await answer;
    expect(channel.answerMs('models.list')).toBe(3400);
  });

  it('does not blame a kernel that is held for an answer that was late', () => {
    void list().catch(() => undefined);
    jest.advanceTimersByTime(2000);
    channel.held = true;
    expect(channel.isLate('models.list')).toBe(false);
  });

  it('tells that it was held or let go, once', () => {
    const told = jest.fn();
    channel.paceChanged.connect(told);
    [true, true, false, false].forEach(held => (channel.held = held));
    expect(told).toHaveBeenCalledTimes(2);
  });

  it('lets no deadline of an opening pass while held', () => {
    channel.held = true;
    void channel
      .open<ModelsListed>({ kind: 'models.list' }, {}, 'models.listed')
      .catch(() => undefined);
    jest.advanceTimersByTime(60_000);
    expect(channel.isLate('models.list')).toBe(false);
    channel.held = false;
    jest.advanceTimersByTime(10_000);
    expect(channel.isLate('models.list')).toBe(true);
  });

  it('sends nothing and lets no deadline pass while held', async () => {
    const before = list();
    channel.held = true;
    const during = fix();
    jest.advanceTimersByTime(60_000);
    expect(requests.sent).toHaveLength(1);
    channel.held = false;
    expect(requests.sent).toHaveLength(2);
    requests.receive(listed(requests.sent[0].id));
    await before;
    channel.dispose();
    await expect(during).rejects.toThrow('Cancelled');
  });

  it('ends what is open as cancelled and closes both comms', async () => {
    const sent = list();
    const queued = list();
    channel.dispose();
    channel.dispose();
    await expect(sent).rejects.toThrow('Cancelled');
    await expect(queued).rejects.toThrow('Cancelled');
    await expect(list()).rejects.toThrow('Cancelled');
    expect([requests.closed, pushes.closed]).toEqual([true, true]);
    channel.held = true;
    channel.held = false;
    expect(requests.sent).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('lets go of comms that the lost connection cannot close', () => {
    for (const comm of [requests, pushes]) {
      comm.close = () => {
        throw new Error('Cannot close');
      };
    }
    channel.dispose();
    expect([requests.closed, pushes.closed]).toEqual([true, true]);
  });

  it.each(['abandon', 'discard'] as const)(
    'says nothing to the kernel when it ends by %s',
    async end => {
      const answers = [list(), list(), fix()];
      const close = [requests, pushes].map(comm => jest.spyOn(comm, 'close'));
      const dropped = jest.fn();
      channel.dropped.connect(dropped);
      channel[end]();
      for (const answer of answers) {
        await expect(answer).rejects.toThrow('Cancelled');
      }
      requests.onClose(null);
      expect(dropped).not.toHaveBeenCalled();
      close.forEach(told => expect(told).not.toHaveBeenCalled());
      const isDiscarded = end === 'discard';
      expect([requests.closed, pushes.closed]).toEqual([
        isDiscarded,
        isDiscarded
      ]);
      expect(jest.getTimerCount()).toBe(0);
    }
  );

  it('sends nothing that waited for its second once it has ended', () => {
    for (let i = 0; i < 5; i += 1) {
      void channel
        .request({ kind: `kind.${i}` }, 'models.listed')
        .catch(() => undefined);
    }
    expect(requests.sent).toHaveLength(4);
    channel.abandon();
    expect(jest.getTimerCount()).toBe(0);
    jest.runAllTimers();
    expect(requests.sent).toHaveLength(4);
  });

  it('passes on a push of the right shape only', () => {
    const seen: RunDone[] = [];
    channel.runDone.connect((_, push) => seen.push(push));
    const push = {
      kind: 'run.done',
      id: 'p1',
      cell: { cell_id: 'a', execution_count: 3 },
      changed: ['model'],
      session: { muted: [], paused: false, told: [] }
    };
    pushes.receive(push);
    pushes.receive({ ...push, changed: 'model' });
    expect(seen).toEqual([push]);
  });

  it('says when the kernel closes it', () => {
    const dropped = jest.fn();
    channel.dropped.connect(dropped);
    requests.onClose(null);
    expect(dropped).toHaveBeenCalledTimes(1);
  });
});
