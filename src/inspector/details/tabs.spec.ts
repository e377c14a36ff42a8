import type { HookRow } from '../../protocol/messages';
import { root, row } from '../../testing/answeringcompanion';
import type { IShown } from '../../testing/openpanel';
import {
  all,
  button,
  closeAll,
  layOut,
  one,
  open,
  settle,
  withModel
} from '../../testing/openpanel';
import { hooksTab } from './hooks';
import { sourceTab } from './source';

beforeAll(layOut);
afterEach(closeAll);

const hook: HookRow = {
  fqn: 'stem',
  hook: 'h1',
  kind: 'forward',
  function: 'probe',
  order: 1,
  with_kwargs: false,
  always_called: false,
  owner: 'you',
  removable: true,
  kept: '',
  defined: 'cell [9] line 2',
  defined_cell: null,
  defined_line: null,
  registered_cell: { cell_id: 'c9', execution_count: 9 },
  registered_line: 3,
  held_bytes: 64e6,
  source: '',
  same_as_order: null
};

const initRow = {
  fqn: '',
  parameter: 'weight',
  shape: '[64, 64]',
  numel: 4096,
  sampled: 4096,
  bound: null,
  of: 'now',
  mean: -3.2e-4,
  std: 0.02,
  min: -0.078,
  max: 0.0651,
  nonfinite: 0,
  expected: {
    text: 'He, fan-in 64, ReLU assumed',
    std: 0.1768,
    mean: 0,
    low: 0.03,
    high: 1
  },
  ratio: 0.113,
  verdict: 'low',
  histogram: {
    edges_low: -0.08,
    edges_high: 0.07,
    counts: [1, 5, 2],
    expected_low: -0.177,
    expected_high: 0.177
  },
  note: ''
};

/** Opens the panel with a module selected and a tab in front. */
async function openTab(
  tab: string,
  answers: Readonly<Record<string, object>> = {},
  hooks: readonly HookRow[] = []
): Promise<IShown> {
  const shown = await open(fake => {
    withModel(fake, [root(1), row('stem')]);
    fake.companion.details = { hooks: [...hooks] };
    for (const [kind, answer] of Object.entries(answers)) {
      fake.companion.answers.set(kind, answer);
    }
  });
  shown.model.modules.tree.select('module:stem');
  shown.model.details.tab = tab;
  await shown.model.details.refresh();
  await settle();
  return shown;
}

function details(shown: IShown): string {
  return one(shown.panel, '#modulescope-details').textContent ?? '';
}

/** Presses a button of the dialog that is open. */
async function answerDialog(name: string): Promise<void> {
  const found = Array.from(
    document.querySelectorAll<HTMLElement>('.jp-Dialog button')
  ).find(element => element.textContent === name);
  if (!found) {
    throw new Error(`no dialog with a button ${name}`);
  }
  found.click();
  await settle();
}

describe('the tab with hooks', () => {
  const removed = { done: true, message: '', undo: 'u1' };

  it('says what a hook holds and where it was registered', async () => {
    const shown = await openTab('hooks', {}, [hook]);
    expect(details(shown)).toContain('64.0 MB');
    expect(details(shown)).toContain('registered in [9] line 4');
  });

  it('removes a hook after a question, and offers to undo it', async () => {
    const answers = { 'hook.remove': removed };
    const shown = await openTab('hooks', answers, [hook]);
    button(shown.panel, 'Remove forward hook probe, order 1').click();
    await settle();
    expect(document.querySelector('.jp-Dialog')?.textContent).toContain(
      'running [9] again registers it again'
    );
    await answerDialog('Remove Hook');
    expect(shown.source.companion.asked).toContain('hook.remove model stem h1');
    expect(details(shown)).toContain('Removed forward hook probe');
    expect(document.activeElement?.textContent).toBe('Undo');
  });

  it('changes nothing when the question is cancelled', async () => {
    const shown = await openTab('hooks', {}, [hook]);
    button(shown.panel, 'Remove forward hook probe, order 1').click();
    await settle();
    shown.source.companion.asked.length = 0;
    await answerDialog('Cancel');
    expect(shown.source.companion.asked).toEqual([]);
    expect(document.querySelector('.jp-Dialog')).toBeNull();
  });

  it('checks again after a removal and after its undo', async () => {
    const answers = {
      'hook.remove': removed,
      'hook.restore': { done: true, message: '' }
    };
    const { model, source } = await openTab('hooks', answers, [hook]);
    await model.tabs.of(hooksTab).remove('model', 'model', [hook]);
    expect(source.calls).toEqual(['check']);
    await model.tabs.of(hooksTab).restore();
    expect(source.calls).toEqual(['check', 'check']);
  });

  it('puts hooks back in the reverse order', async () => {
    const second = { ...hook, hook: 'h2', order: 2, same_as_order: 1 };
    const shown = await openTab(
      'hooks',
      { 'hook.restore': { done: true, message: '' } },
      [hook, second]
    );
    const hooks = shown.model.tabs.of(hooksTab);
    const { companion } = shown.source;
    companion.answers.set('hook.remove', ({ hook: name }) => ({
      ...removed,
      undo: `undo ${name}`
    }));
    await hooks.remove('model', 'model', [hook, second]);
    expect(hooks.canUndo).toBe(true);
    await hooks.restore();
    expect(companion.asked.filter(one => one.startsWith('hook.re'))).toEqual([
      'hook.remove model stem h1',
      'hook.remove model stem h2',
      'hook.restore undo h2',
      'hook.restore undo h1'
    ]);
    expect(hooks.canUndo).toBe(false);
  });

  it('can no longer undo once a cell ran', async () => {
    const shown = await openTab('hooks', { 'hook.remove': removed }, [hook]);
    const hooks = shown.model.tabs.of(hooksTab);
    await hooks.remove('model', 'model', [hook]);
    expect(hooks.canUndo).toBe(true);
    shown.source.companion.finishRun();
    expect(hooks.canUndo).toBe(false);
  });

  it('removes the copies of a hook at once, and keeps the first', async () => {
    const copies = [2, 3].map(order => ({
      ...hook,
      hook: `h${order}`,
      order,
      same_as_order: 1
    }));
    const answers = { 'hook.remove': removed };
    const shown = await openTab('hooks', answers, [hook, ...copies]);
    button(shown.panel, 'Remove 2 extra hooks').click();
    await settle();
    await answerDialog('Remove Hooks');
    const { asked } = shown.source.companion;
    expect(asked.filter(one => one.startsWith('hook.remove'))).toEqual([
      'hook.remove model stem h2',
      'hook.remove model stem h3'
    ]);
  });

  it('never offers to remove what torch needs', async () => {
    const torch = {
      ...hook,
      owner: 'torch',
      removable: false,
      kept: 'torch',
      same_as_order: 1
    };
    const shown = await openTab('hooks', {}, [hook, torch]);
    expect(details(shown)).toContain('kept');
    expect(all(shown.panel, '[aria-label^="Remove"]')).toHaveLength(1);
    expect(details(shown)).not.toContain('extra hook');
  });
});

describe('the tab with initial values', () => {
  const report = { rows: [initRow], left_out: 0, updated: null, note: '' };

  it('tells how far a parameter is from what is expected', async () => {
    const shown = await openTab('init', { 'init.get': report });
    expect(details(shown)).toContain('std 0.0200 · expected 0.177 · 8.8× low');
    expect(details(shown)).toContain('He, fan-in 64, ReLU assumed');
    expect(all(shown.panel, '.jp-ModulescopeHistogram-bar')).toHaveLength(3);
  });

  it('says plainly that there is no expectation', async () => {
    const plain = {
      ...initRow,
      expected: null,
      ratio: null,
      verdict: 'unknown'
    };
    const shown = await openTab('init', {
      'init.get': { ...report, rows: [plain] }
    });
    expect(details(shown)).toContain('No expectation for this layer type.');
  });

  it('reads all values on a click where it has sampled', async () => {
    const sampled = { ...initRow, numel: 1e6, bound: 0.01 };
    const shown = await openTab('init', {
      'init.get': { ...report, rows: [sampled] }
    });
    expect(details(shown)).toContain('4,096 of 1,000,000 values sampled');
    button(shown.panel, 'Read All Values').click();
    await settle();
    expect(shown.source.companion.asked).toContain('init.get model stem true');
  });

  it('waits for an idle kernel, and can be cancelled', async () => {
    const shown = await openTab('overview', { 'init.get': report });
    shown.source.companion.busySince = Date.now();
    shown.model.details.tab = 'init';
    await settle();
    expect(details(shown)).toContain('Will run when the kernel is idle');
    button(shown.panel, 'Cancel').click();
    await settle();
    expect(shown.source.companion.asked.join()).not.toContain('init.get');
  });
});

describe('a tab whose answer is late', () => {
  const text = (line: string): object => ({
    class_name: 'Net',
    text: line,
    cell: null,
    line: 0,
    file: '',
    edited: false,
    left_out: 0,
    reason: ''
  });

  it('shows it when it comes, though the module was asked for again', async () => {
    const shown = await openTab('overview', { 'source.get': text('early') });
    const { companion } = shown.source;
    companion.hold();
    shown.model.details.tab = 'source';
    await settle();
    const again = shown.model.tabs.of(sourceTab).refresh();
    companion.release();
    companion.hold();
    await settle();
    expect(details(shown)).toContain('early');
    companion.release();
    await again;
    const asked = companion.asked.filter(one => one.startsWith('source.get'));
    expect(asked).toHaveLength(2);
  });

  it('says that the kernel is not answering, and then what it answered', async () => {
    const shown = await openTab('overview', { 'source.get': text('early') });
    const { companion } = shown.source;
    companion.hold();
    shown.model.details.tab = 'source';
    companion.setPace(['source.get']);
    await settle();
    expect(details(shown)).toContain('The kernel is not answering.');
    companion.release();
    companion.setPace([]);
    await settle();
    expect(details(shown)).not.toContain('The kernel is not answering.');
    expect(details(shown)).toContain('early');
  });

  it('shows nothing of the module that was selected before', async () => {
    const shown = await openTab('source', { 'source.get': text('early') });
    expect(details(shown)).toContain('early');
    const { companion } = shown.source;
    const asked = companion.ask.bind(companion);
    let come: () => void = () => undefined;
    const late = new Promise<void>(resolve => (come = resolve));
    companion.ask = async request => {
      await late;
      return asked(request);
    };
    shown.model.modules.tree.select('module:');
    await shown.model.details.refresh();
    await settle();
    expect(details(shown)).not.toContain('early');
    come();
    await settle();
    expect(details(shown)).toContain('early');
  });
});

describe('the other tabs', () => {
  it('show the source, and that the class was edited since', async () => {
    const shown = await openTab('source', {
      'source.get': {
        class_name: 'Net',
        text: 'class Net(nn.Module):\n    pass\n',
        cell: { cell_id: 'c2', execution_count: 2 },
        line: 0,
        file: '',
        edited: true,
        left_out: 0,
        reason: ''
      }
    });
    expect(details(shown)).toContain('class Net(nn.Module):');
    expect(details(shown)).toContain('was edited after this object was built');
    button(shown.panel, 'Go to cell [2]').click();
    expect(shown.source.calls).toContain('showCell c2 0');
  });

  it('say that no gradients were recorded', async () => {
    const shown = await openTab('grads', {
      'grads.get': { document: null, text: 'No gradients recorded.' }
    });
    expect(details(shown)).toContain('No gradients recorded.');
  });

  it('measure parameters of up to 50M elements unasked', async () => {
    const shown = await openTab('params', {
      'params.measure': { rows: [], left_out: 0 }
    });
    expect(shown.source.companion.asked).toContain('params.measure model stem');
  });
});
