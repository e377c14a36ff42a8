import { settled } from '../testing/fakecompanion';
import { FakeKernel, FakeSession, FakeSessions } from '../testing/fakesession';
import { GRADIENTS_MIME } from '../tokens';
import { SessionLink } from './sessionlink';

describe('SessionLink', () => {
  let session: FakeSession;
  let sessions: FakeSessions;
  let link: SessionLink;
  let asked: string[];
  /** What the kernel answers about any recording. */
  let isRecorded: boolean | null;

  const make = (): SessionLink =>
    new SessionLink({
      sessionContext: session.context,
      sessions: sessions.manager,
      isRecorded: async watch => {
        asked.push(watch);
        return isRecorded;
      }
    });

  const shown = (watch: string): object => ({ [GRADIENTS_MIME]: { watch } });

  beforeEach(() => {
    session = new FakeSession(new FakeKernel());
    sessions = new FakeSessions();
    asked = [];
    isRecorded = null;
    link = make();
  });

  afterEach(() => {
    link.dispose();
    link.dispose();
  });

  it('knows a recording from its first output on', () => {
    expect(link.of('token')).toBe('unsure');
    session.display('display_data', shown('token'));
    expect(link.of('token')).toBe('live');
    expect(link.of('another')).toBe('unsure');
  });

  it('knows from an update that a page which was reloaded missed nothing', () => {
    session.display('update_display_data', shown('token'));
    expect(link.of('token')).toBe('live');
  });

  it('asks once while the answer about a recording is late', async () => {
    void link.ask('token');
    link.askAgain();
    link.askAgain();
    expect(asked).toEqual(['token']);
    await settled();
    link.askAgain();
    expect(asked).toEqual(['token', 'token']);
  });

  it('learns nothing from other outputs', () => {
    session.display('display_data', { 'text/plain': 'token' });
    session.display('display_data', { [GRADIENTS_MIME]: 'token' });
    session.cell('busy');
    expect(link.of('token')).toBe('unsure');
  });

  for (const status of [
    'dead',
    'terminating',
    'restarting',
    'autorestarting'
  ] as const) {
    it(`says at once that a kernel is gone which is ${status}`, () => {
      session.display('display_data', shown('token'));
      const said: string[] = [];
      link.changed.connect(() => said.push(link.of('token')));
      session.setStatus(status);
      expect(said).toEqual(['gone']);
    });
  }

  it('does not take a restarted kernel for the one that recorded', () => {
    session.display('display_data', shown('token'));
    session.setStatus('restarting');
    session.setStatus('idle');
    expect(link.of('token')).toBe('gone');
    session.display('display_data', shown('next'));
    expect(link.of('next')).toBe('live');
    expect(link.of('token')).toBe('gone');
  });

  it('says so after the kernel was changed', () => {
    session.display('display_data', shown('token'));
    session.setKernel(new FakeKernel());
    expect(link.of('token')).toBe('gone');
  });

  it('says so where a notebook has no kernel', () => {
    session.kernel = null;
    expect(link.of('token')).toBe('gone');
    expect(link.of('')).toBe('gone');
  });

  it('says nothing while the first kernel starts', () => {
    session.kernel = null;
    session.isReady = false;
    expect(link.of('token')).toBe('unsure');
    session.setKernel(new FakeKernel());
    expect(link.of('token')).toBe('unsure');
  });

  it('says nothing before a kernel that runs is found, or known not to', () => {
    session.kernel = null;
    session.isReady = false;
    session.hasNoKernel = true;
    sessions.isReady = false;
    expect(link.of('token')).toBe('unsure');
    sessions.isReady = true;
    sessions.paths = [session.path];
    expect(link.of('token')).toBe('unsure');
    const said: string[] = [];
    link.changed.connect(() => said.push(link.of('token')));
    sessions.paths = ['other.ipynb'];
    sessions.runningChanged.emit(undefined);
    expect(said).toEqual(['gone']);
  });

  it('says nothing false while the page reconnects, nor once it gave up', () => {
    session.display('display_data', shown('token'));
    session.setConnection('connecting');
    expect(link.of('token')).toBe('unsure');
    session.setConnection('disconnected');
    expect(link.of('token')).toBe('cut');
    session.setConnection('connected');
    expect(link.of('token')).toBe('live');
  });

  it('asks the kernel about a recording that was saved', async () => {
    isRecorded = true;
    await link.ask('token');
    expect(link.of('token')).toBe('live');
    isRecorded = false;
    await link.ask('older');
    expect(link.of('older')).toBe('over');
    await link.ask('older');
    expect(asked).toEqual(['token', 'older']);
  });

  it('asks again once the kernel can answer', async () => {
    await link.ask('token');
    expect(link.of('token')).toBe('unsure');
    isRecorded = false;
    link.askAgain();
    await settled();
    expect(link.of('token')).toBe('over');
  });

  it('asks nobody about what it heard', async () => {
    session.display('display_data', shown('token'));
    session.setConnection('connecting');
    await link.ask('token');
    expect(asked).toEqual([]);
  });

  it('drops the answer of a kernel that was changed meanwhile', async () => {
    isRecorded = false;
    const answer = link.ask('token');
    session.setKernel(new FakeKernel());
    await answer;
    expect(link.of('token')).toBe('gone');
  });

  it('believes a recording that goes on more than an older answer', async () => {
    isRecorded = false;
    await link.ask('token');
    session.display('update_display_data', shown('token'));
    expect(link.of('token')).toBe('live');
  });

  it('is silent after its end', () => {
    const said: unknown[] = [];
    link.changed.connect(() => said.push(1));
    link.dispose();
    session.setStatus('dead');
    expect(said).toEqual([]);
  });
});
