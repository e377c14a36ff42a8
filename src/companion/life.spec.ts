import { FakeKernel, FakeSession } from '../testing/fakesession';
import { KernelLife } from './life';

describe('KernelLife', () => {
  let session: FakeSession;
  let life: KernelLife;
  let told: string[];

  beforeEach(() => {
    session = new FakeSession(new FakeKernel());
    life = new KernelLife(session.context);
    told = [];
    life.ended.connect(() => told.push('ended'));
    life.begun.connect(() => told.push('begun'));
  });

  afterEach(() => life.dispose());

  it('is silent while the same process speaks', () => {
    session.cell('busy');
    session.cell('idle');
    expect(told).toEqual([]);
  });

  it('tells of a restart from another page by the first word of the new process', () => {
    session.cell('busy');
    session.life = 'second';
    session.say('iopub_welcome', { subscription: '' });
    session.say('status', { execution_state: 'starting' });
    expect(told).toEqual(['ended', 'begun']);
    expect(life.isOver).toBe(false);
  });

  it('tells that a process ends when it says so itself', () => {
    session.say('shutdown_reply', { status: 'ok', restart: true });
    session.setStatus('idle');
    expect([told, life.isOver]).toEqual([['ended'], true]);
    session.life = 'second';
    session.say('status', { execution_state: 'starting' });
    expect([told, life.isOver]).toEqual([['ended', 'begun'], false]);
  });

  it('calls a new process whose first words were lost, until it speaks', () => {
    jest.useFakeTimers();
    const asked = (): number => session.kernel?.numAsked ?? -1;
    session.say('shutdown_reply', { status: 'ok', restart: true });
    jest.advanceTimersByTime(3000);
    expect(asked()).toBe(1);
    jest.advanceTimersByTime(6000);
    expect(asked()).toBe(2);
    session.life = 'second';
    session.say('status', { execution_state: 'busy' }, 'kernel_info_request');
    expect(told).toEqual(['ended', 'begun']);
    jest.runAllTimers();
    expect(asked()).toBe(2);
    jest.useRealTimers();
  });

  it('leaves it to the application to call a kernel that this page restarts', () => {
    jest.useFakeTimers();
    session.setStatus('restarting');
    session.say('shutdown_reply', { status: 'ok', restart: true });
    jest.runAllTimers();
    expect(session.kernel?.numAsked).toBe(0);
    jest.useRealTimers();
  });

  it('calls no kernel that says nothing for long, or that another replaced', () => {
    jest.useFakeTimers();
    const kernel = session.kernel;
    session.say('shutdown_reply', { status: 'ok', restart: true });
    jest.runAllTimers();
    expect(kernel?.numAsked).toBe(5);
    session.life = 'second';
    session.cell('busy');
    session.say('shutdown_reply', { status: 'ok', restart: true });
    session.setKernel(new FakeKernel());
    jest.runAllTimers();
    expect([kernel?.numAsked, session.kernel?.numAsked]).toEqual([5, 0]);
    jest.useRealTimers();
  });

  it('leaves a shutdown for good to the status', () => {
    session.say('shutdown_reply', { status: 'ok', restart: false });
    expect(told).toEqual([]);
  });

  it('tells of a restart from this page once, and leaves the rest to the status', () => {
    session.cell('idle');
    session.setStatus('restarting');
    session.setStatus('autorestarting');
    session.say('shutdown_reply', { status: 'ok', restart: true });
    session.life = 'second';
    session.say('status', { execution_state: 'starting' });
    session.setStatus('idle');
    expect(told).toEqual(['ended']);
    session.life = 'third';
    session.cell('busy');
    expect(told).toEqual(['ended', 'ended', 'begun']);
  });

  it('takes nothing from what the server says in the name of a kernel', () => {
    session.cell('busy');
    session.life = 'server';
    session.say('status', { execution_state: 'dead' });
    session.say('status', { execution_state: 'restarting' });
    expect(told).toEqual([]);
  });

  it('tells at most once of each who speaks, in whatever order they do', () => {
    for (const speaker of ['first', 'second', 'first', 'second', 'first']) {
      session.life = speaker;
      session.cell('busy');
    }
    expect(told).toEqual(['ended', 'begun']);
  });

  it('starts afresh with another kernel', () => {
    session.cell('busy');
    session.setKernel(new FakeKernel());
    session.life = 'other';
    session.cell('busy');
    expect(told).toEqual([]);
    session.life = 'third';
    session.cell('busy');
    expect(told).toEqual(['ended', 'begun']);
  });
});
