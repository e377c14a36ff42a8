import type { WatchState } from '../protocol/messages';
import { FakeKernel, root } from '../testing/fakekernel';
import { ModulesModel } from './modules';
import { WatchModel } from './watchmodel';

/** Lets everything that is already answered arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) {
    jest.advanceTimersByTime(50);
    await Promise.resolve();
  }
}

function state(changes: Partial<WatchState>): Partial<WatchState> {
  return {
    kind: 'watch.state',
    watch: 'w1',
    state: 'waiting',
    model: 'model.head',
    steps: 0,
    message: '',
    ...changes
  };
}

async function shown(
  answer: Partial<WatchState> | null
): Promise<{ watch: WatchModel; modules: ModulesModel; kernel: FakeKernel }> {
  const kernel = new FakeKernel();
  kernel.addModel('model', [root(0)]);
  if (answer) {
    kernel.answers.set('watch.set', answer);
  }
  const modules = new ModulesModel();
  const watch = new WatchModel(modules);
  modules.active = true;
  modules.companion = kernel;
  await settle();
  return { watch, modules, kernel };
}

describe('WatchModel', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('finds a recording that an earlier page or a magic began', async () => {
    const { watch } = await shown(state({ state: 'recording', steps: 140 }));
    expect(watch.isOn).toBe(true);
    expect(watch.expression).toBe('model.head');
    expect(watch.steps).toBe(140);
  });

  it('records what an expression leads to', async () => {
    const { watch, kernel } = await shown(state({ state: 'off', model: '' }));
    expect(watch.isOn).toBe(false);
    kernel.answers.set('watch.set', state({}));
    kernel.asked.length = 0;
    await watch.start('model.head');
    expect(kernel.asked[0]).toMatch(/^watch\.set start +model\.head/);
    expect(watch.isOn).toBe(true);
  });

  it('tells what stands against a recording', async () => {
    const { watch, kernel } = await shown(state({ state: 'off' }));
    kernel.answers.set(
      'watch.set',
      state({ state: 'off', message: 'no torch' })
    );
    await watch.start('model');
    expect(watch.problem).toBe('no torch');
    expect(watch.isOn).toBe(false);
  });

  it('says nothing of a kernel that knows no recordings', async () => {
    const { watch } = await shown(null);
    expect(watch.isOn).toBe(false);
    expect(watch.problem).toBe('');
  });

  it('asks once after each run, and not when only the view changes', async () => {
    const { modules, kernel } = await shown(state({}));
    const asked = (): number =>
      kernel.asked.filter(text => text.startsWith('watch.set')).length;
    expect(asked()).toBe(1);
    kernel.finishRun();
    await settle();
    expect(asked()).toBe(2);
    await modules.tree.setQuery('head');
    await modules.refresh();
    await settle();
    expect(asked()).toBe(2);
  });

  it('forgets the recording of a kernel that restarts', async () => {
    const { watch, kernel } = await shown(state({}));
    kernel.restart();
    expect(watch.isOn).toBe(false);
  });
});
