import type { WatchState } from '../../protocol/messages';
import { AnsweringCompanion, root } from '../../testing/answeringcompanion';
import { ModulesModel } from '../tree/model';
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

async function shown(answer: Partial<WatchState> | null): Promise<{
  watch: WatchModel;
  modules: ModulesModel;
  kernel: AnsweringCompanion;
}> {
  const kernel = new AnsweringCompanion();
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

  it('begins one recording, however often it is asked while the kernel is slow', async () => {
    const { watch, kernel } = await shown(state({ state: 'off', model: '' }));
    kernel.asked.length = 0;
    kernel.answers.set('watch.set', state({}));
    kernel.hold();
    const all = [1, 2, 3].map(() => watch.start('model.head'));
    kernel.release();
    await Promise.all(all);
    expect(kernel.asked).toHaveLength(1);
    expect(watch.isOn).toBe(true);
  });

  it('asks how things stand once more for all runs while an answer is late', async () => {
    const { kernel } = await shown(state({}));
    kernel.asked.length = 0;
    const looks = (): string[] =>
      kernel.asked.filter(text => text.startsWith('watch.set'));
    kernel.finishRun();
    await settle();
    kernel.asked.length = 0;
    const tree = kernel.getTree.bind(kernel);
    const list = kernel.listModels.bind(kernel);
    kernel.hold();
    // The panel reads the tree as before; only the recording is not told of.
    const answered = tree({
      model: 'model',
      fqn: '',
      member: 0,
      query: '',
      limit: 9
    });
    const listed = list();
    kernel.release();
    const rows = await answered;
    const models = await listed;
    kernel.getTree = async () => rows;
    kernel.listModels = async () => models;
    kernel.hold();
    for (let run = 0; run < 4; run += 1) {
      kernel.finishRun();
      await settle();
    }
    expect(looks()).toHaveLength(1);
    kernel.release();
    await settle();
    expect(looks()).toHaveLength(2);
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
