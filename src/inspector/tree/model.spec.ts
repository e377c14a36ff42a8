import {
  AnsweringCompanion,
  root,
  row
} from '../../testing/answeringcompanion';
import { ModulesModel } from './model';

/** Lets everything that is already answered arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) {
    await Promise.resolve();
  }
}

const made: ModulesModel[] = [];

function make(): ModulesModel {
  const modules = new ModulesModel();
  made.push(modules);
  return modules;
}

async function shown(
  ...names: readonly string[]
): Promise<{ modules: ModulesModel; kernel: AnsweringCompanion }> {
  const kernel = new AnsweringCompanion();
  names.forEach(name => kernel.addModel(name, [root(1), row(`${name}_head`)]));
  const modules = make();
  modules.active = true;
  modules.companion = kernel;
  await settle();
  return { modules, kernel };
}

describe('ModulesModel', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    made.splice(0).forEach(modules => modules.dispose());
    jest.useRealTimers();
  });

  it('shows the model that the kernel used last', async () => {
    const { modules } = await shown('teacher', 'model');
    expect(modules.model).toBe('model');
    expect(modules.tree.lines.map(line => line.key)).toContain(
      'module:model_head'
    );
  });

  it('shows the module that is to be revealed, of another model', async () => {
    const { modules } = await shown('teacher', 'model');
    await modules.reveal('teacher', 'teacher_head');
    expect(modules.model).toBe('teacher');
    expect(modules.tree.selected?.key).toBe('module:teacher_head');
    expect(modules.missing).toBeNull();
  });

  it('reveals below the model that a name leads into', async () => {
    const { modules } = await shown('model');
    await modules.reveal('model.model_head', '');
    expect(modules.tree.selected?.key).toBe('module:model_head');
  });

  it('reveals once the panel comes into view', async () => {
    const { modules } = await shown('model');
    modules.active = false;
    await modules.reveal('model', 'model_head');
    expect(modules.tree.selected).toBeNull();
    modules.active = true;
    await settle();
    expect(modules.tree.selected?.key).toBe('module:model_head');
  });

  it.each([
    ['model', 'gone'],
    ['ema', '']
  ])('says that %s %s is there no more', async (model, fqn) => {
    const { modules } = await shown('model');
    await modules.reveal(model, fqn);
    expect(modules.missing).toEqual({ model, fqn });
    expect(modules.model).toBe('model');
    expect(modules.tree.lines).toHaveLength(2);
    modules.forgetMissing();
    expect(modules.missing).toBeNull();
  });

  it('asks for nothing while it is hidden', async () => {
    const kernel = new AnsweringCompanion();
    const modules = make();
    modules.companion = kernel;
    kernel.finishRun();
    jest.runAllTimers();
    await settle();
    expect(kernel.asked).toEqual([]);
  });

  it('reads once it comes into view what it missed', async () => {
    const kernel = new AnsweringCompanion();
    kernel.addModel('model', [root(0)]);
    const modules = make();
    modules.companion = kernel;
    kernel.finishRun();
    modules.active = true;
    await settle();
    expect(kernel.asked).toEqual(['models.list', 'tree.get model']);
  });

  it('asks for nothing in a kernel that never named torch', async () => {
    const kernel = new AnsweringCompanion();
    kernel.hello = kernel.hello && { ...kernel.hello, torch: null };
    const modules = make();
    modules.active = true;
    modules.companion = kernel;
    await settle();
    expect(kernel.asked).toEqual([]);
  });

  it('asks a kernel that used a model, though it never named torch', async () => {
    const kernel = new AnsweringCompanion();
    kernel.hello = kernel.hello && { ...kernel.hello, torch: null };
    kernel.addModel('model', [root(0)]);
    const modules = make();
    modules.active = true;
    modules.companion = kernel;
    kernel.finishRun();
    jest.advanceTimersByTime(150);
    await settle();
    expect(modules.model).toBe('model');
  });

  it('asks nothing again when it comes into view and nothing happened', async () => {
    const { modules, kernel } = await shown('model');
    kernel.asked.length = 0;
    modules.active = false;
    modules.active = true;
    await settle();
    expect(kernel.asked).toEqual([]);
  });

  it('pins no model of another kernel', async () => {
    const { modules } = await shown('teacher', 'model');
    modules.togglePin();
    modules.companion = new AnsweringCompanion();
    expect(modules.pinned).toBeNull();
  });

  it('keeps for a kernel that restarts how its tree was left', async () => {
    const { modules, kernel } = await shown('model');
    const add = jest.fn();
    modules.shown.memory = { find: () => null, add };
    modules.tree.select('module:model_head');
    kernel.restart();
    expect(add.mock.calls).toMatchObject([
      ['model', { selected: 'module:model_head' }, undefined]
    ]);
  });

  it('reads after a run, once for cells that end close together', async () => {
    const { kernel } = await shown('model');
    kernel.asked.length = 0;
    kernel.finishRun();
    jest.advanceTimersByTime(100);
    kernel.finishRun();
    jest.advanceTimersByTime(100);
    expect(kernel.asked).toEqual([]);
    jest.advanceTimersByTime(100);
    await settle();
    expect(kernel.asked).toEqual(['models.list', 'tree.get model']);
  });

  it('reads at least every two seconds during a long queue', async () => {
    const { kernel } = await shown('model');
    kernel.asked.length = 0;
    for (let cell = 0; cell < 21; cell += 1) {
      kernel.finishRun();
      jest.advanceTimersByTime(100);
    }
    await settle();
    expect(kernel.asked).toContain('tree.get model');
  });

  it('stays as it is after a run if it does not follow', async () => {
    const { modules, kernel } = await shown('model');
    kernel.asked.length = 0;
    modules.follow = false;
    kernel.finishRun();
    jest.runAllTimers();
    await settle();
    expect(kernel.asked).toEqual([]);
  });

  describe('that does not follow', () => {
    /** Shows one model, then stops following as a run makes another. */
    async function left(): Promise<Awaited<ReturnType<typeof shown>>> {
      const both = await shown('model');
      both.modules.follow = false;
      both.kernel.addModel('later', [root(0)]);
      both.kernel.finishRun();
      both.kernel.asked.length = 0;
      return both;
    }

    it('forgets a run that has not settled', async () => {
      const { modules, kernel } = await shown('model');
      kernel.addModel('later', [root(0)]);
      kernel.finishRun();
      modules.follow = false;
      jest.runAllTimers();
      await settle();
      expect(modules.model).toBe('model');
      expect(modules.tree.lines).toHaveLength(2);
    });

    it('drops the models that a run asked for', async () => {
      const { modules, kernel } = await shown('model');
      kernel.addModel('later', [root(0)]);
      kernel.hold();
      kernel.finishRun();
      jest.runAllTimers();
      modules.follow = false;
      kernel.release();
      await settle();
      expect(modules.model).toBe('model');
      expect(modules.tree.lines).toHaveLength(2);
      modules.follow = true;
      await settle();
      expect(modules.model).toBe('later');
    });

    it('reads nothing more for a run during a read', async () => {
      const { modules, kernel } = await shown('model');
      modules.follow = false;
      kernel.hold();
      const reading = modules.refreshNow();
      await settle();
      kernel.addModel('later', [root(0)]);
      kernel.finishRun();
      kernel.release();
      await reading;
      expect(modules.model).toBe('model');
    });

    it('stays as it is when a kernel without subshells is idle', async () => {
      const { modules, kernel } = await left();
      kernel.setState('waiting');
      kernel.setState('ready');
      await settle();
      expect(kernel.asked).toEqual([]);
      expect(modules.model).toBe('model');
    });

    it('stays as it is when it comes into view again', async () => {
      const { modules, kernel } = await left();
      modules.active = false;
      modules.active = true;
      await settle();
      expect(kernel.asked).toEqual([]);
    });

    it('asks a kernel no more that did not answer', async () => {
      const { modules, kernel } = await shown('model');
      kernel.failure = Object.assign(new Error(), { name: 'TimeoutError' });
      await modules.refresh();
      kernel.asked.length = 0;
      modules.follow = false;
      jest.runAllTimers();
      await settle();
      expect(kernel.asked).toEqual([]);
    });

    it('reads what the user asked for before the kernel was idle', async () => {
      const { modules, kernel } = await left();
      kernel.setState('waiting');
      await modules.refreshNow();
      kernel.setState('ready');
      await settle();
      expect(modules.model).toBe('later');
    });

    it('reads on request although it was told so meanwhile', async () => {
      const { modules, kernel } = await shown('model');
      kernel.addModel('later', [root(0)]);
      kernel.hold();
      const reading = modules.refreshNow();
      modules.follow = false;
      kernel.release();
      await reading;
      expect(modules.model).toBe('later');
    });

    it('reads the models of a kernel that it has not seen', async () => {
      const { modules } = await shown('model');
      modules.follow = false;
      const other = new AnsweringCompanion();
      other.addModel('other', [root(0)]);
      modules.companion = other;
      await settle();
      expect(modules.model).toBe('other');
    });
  });

  it('keeps a chosen model until another one is used', async () => {
    const { modules, kernel } = await shown('teacher', 'model');
    await modules.choose('teacher');
    await modules.refresh();
    expect(modules.model).toBe('teacher');
    kernel.addModel('ema', [root(0)]);
    await modules.refresh();
    expect(modules.model).toBe('ema');
  });

  it('keeps a pinned model whatever is used', async () => {
    const { modules, kernel } = await shown('teacher', 'model');
    await modules.choose('teacher');
    modules.togglePin();
    kernel.addModel('ema', [root(0)]);
    await modules.refresh();
    expect(modules.model).toBe('teacher');
  });

  it('moves the pin along when another model is chosen', async () => {
    const { modules } = await shown('teacher', 'model');
    modules.togglePin();
    await modules.choose('teacher');
    expect(modules.pinned).toBe('teacher');
  });

  it('keeps the last tree of the only model after it is deleted', async () => {
    const { modules, kernel } = await shown('model');
    kernel.models = [];
    kernel.selected = null;
    await modules.refresh();
    expect(modules.isGone).toBe(true);
    expect(modules.tree.lines).not.toHaveLength(0);
  });

  it('forgets everything when the kernel restarts', async () => {
    const { modules, kernel } = await shown('model');
    kernel.restart();
    expect(modules.model).toBeNull();
    expect(modules.tree.lines).toHaveLength(0);
  });

  it('drops an answer of the kernel that it left', async () => {
    const { modules, kernel } = await shown('model');
    kernel.hold();
    void modules.refresh();
    const other = new AnsweringCompanion();
    other.addModel('other', [root(0)]);
    modules.companion = other;
    kernel.release();
    await settle();
    expect(modules.model).toBe('other');
    expect(modules.error).toBeNull();
  });

  it('waits with a request that the kernel cannot answer yet', async () => {
    const { modules, kernel } = await shown('model');
    kernel.setState('waiting');
    kernel.asked.length = 0;
    await modules.refreshNow();
    expect(modules.isQueued).toBe(true);
    expect(kernel.asked).toEqual([]);
    kernel.setState('ready');
    await settle();
    expect(kernel.asked).toContain('tree.get model');
    expect(modules.isQueued).toBe(false);
  });

  it('gives up a request that waits when the user cancels it', async () => {
    const { modules, kernel } = await shown('model');
    kernel.setState('waiting');
    await modules.refreshNow();
    modules.stop();
    expect(modules.isQueued).toBe(false);
  });

  it('says that it is slow after five seconds', async () => {
    const { modules, kernel } = await shown('model');
    kernel.hold();
    void modules.refresh();
    jest.advanceTimersByTime(5000);
    expect(modules.isSlow).toBe(true);
    kernel.release();
    await settle();
    expect(modules.isLoading).toBe(false);
  });

  it('ends the reading that the user stops, and drops its answer', async () => {
    const { modules, kernel } = await shown('model');
    kernel.hold();
    kernel.addModel('late', [root(0)]);
    void modules.refresh();
    jest.advanceTimersByTime(5000);
    modules.stop();
    expect([modules.isLoading, modules.isSlow]).toEqual([false, false]);
    kernel.release();
    await settle();
    expect(modules.model).toBe('model');
    await modules.refreshNow();
    expect(modules.model).toBe('late');
  });

  it('asks no second time while an answer is late, but after it', async () => {
    const { modules, kernel } = await shown('model');
    kernel.asked.length = 0;
    kernel.hold();
    for (let turn = 0; turn < 5; turn += 1) {
      void modules.refreshNow();
      modules.stop();
      kernel.finishRun();
      jest.advanceTimersByTime(10_000);
      await settle();
    }
    expect(kernel.asked).toEqual(['models.list']);
    kernel.release();
    await settle();
    expect(kernel.asked.filter(one => one === 'models.list')).toHaveLength(2);
    expect(modules.isLoading).toBe(false);
  });

  it('shows another kernel although the first one does not answer', async () => {
    const { modules, kernel } = await shown('model');
    kernel.hold();
    void modules.refresh();
    await settle();
    const other = new AnsweringCompanion();
    other.addModel('other', [root(0)]);
    modules.companion = other;
    await settle();
    expect(modules.model).toBe('other');
    expect(modules.isLoading).toBe(false);
    kernel.release();
    await settle();
    expect(modules.model).toBe('other');
  });

  it('asks a kernel nothing twice that is left and shown again', async () => {
    const { modules, kernel } = await shown('model');
    kernel.asked.length = 0;
    kernel.hold();
    void modules.refresh();
    for (let turn = 0; turn < 3; turn += 1) {
      modules.companion = new AnsweringCompanion();
      await settle();
      modules.companion = kernel;
      await settle();
    }
    expect(kernel.asked).toEqual(['models.list']);
    kernel.release();
    await settle();
    expect(modules.model).toBe('model');
  });

  it('says that the kernel does not answer until it does', async () => {
    const { modules, kernel } = await shown('model');
    kernel.setPace(['tree.get']);
    expect(modules.isLate).toBe(true);
    kernel.setPace(['init.get']);
    expect(modules.isLate).toBe(false);
  });

  it('keeps the tree and tells the error when a request fails', async () => {
    const { modules, kernel } = await shown('model');
    kernel.failure = new Error('ValueError');
    await modules.refresh();
    expect(modules.error?.message).toBe('ValueError');
    expect(modules.tree.lines).not.toHaveLength(0);
    kernel.failure = null;
    await modules.refresh();
    expect(modules.error).toBeNull();
  });

  it('asks a kernel that did not answer again', async () => {
    const { modules, kernel } = await shown('model');
    kernel.failure = Object.assign(new Error(), { name: 'TimeoutError' });
    await modules.refresh();
    expect(modules.error?.name).toBe('TimeoutError');
    kernel.failure = null;
    jest.advanceTimersByTime(2000);
    await settle();
    expect(modules.error).toBeNull();
  });

  it('asks a kernel that did not answer less and less often', async () => {
    const { modules, kernel } = await shown('model');
    kernel.failure = Object.assign(new Error(), { name: 'TimeoutError' });
    await modules.refresh();
    kernel.asked.length = 0;
    const counts: number[] = [];
    for (const seconds of [2, 2, 2, 4]) {
      jest.advanceTimersByTime(seconds * 1000);
      await settle();
      counts.push(kernel.asked.length);
    }
    expect(counts).toEqual([1, 1, 2, 2]);
  });

  it('gives up after some time', async () => {
    const { modules, kernel } = await shown('model');
    kernel.failure = Object.assign(new Error(), { name: 'TimeoutError' });
    await modules.refresh();
    kernel.asked.length = 0;
    for (let turn = 0; turn < 10; turn += 1) {
      jest.advanceTimersByTime(60_000);
      await settle();
    }
    expect(kernel.asked).toHaveLength(4);
  });

  it('keeps quiet about requests that were cancelled', async () => {
    const { modules, kernel } = await shown('model');
    kernel.failure = Object.assign(new Error(), { name: 'CancelledError' });
    await modules.refresh();
    expect(modules.error).toBeNull();
  });

  it('lets go of the kernel when it is disposed', async () => {
    const { modules, kernel } = await shown('model');
    kernel.asked.length = 0;
    modules.dispose();
    modules.dispose();
    kernel.finishRun();
    kernel.restart();
    jest.runAllTimers();
    await settle();
    expect(kernel.asked).toEqual([]);
  });
});
