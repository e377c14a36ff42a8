import { nullTranslator } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import type { Row } from '../protocol/messages';
import { FakeFindings, FakeTracker, finding } from '../testing/fakefindings';
import { root, row } from '../testing/fakekernel';
import { InspectorModel } from './model';
import { InspectorPanel } from './panel';

/** Lets answers, animation frames and drawing pass. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise(resolve => setTimeout(resolve, 10));
    MessageLoop.flush();
  }
}

interface IShown {
  readonly panel: InspectorPanel;
  readonly model: InspectorModel;
  readonly source: FakeFindings;
  readonly copied: string[];
}

async function show(
  prepare: (source: FakeFindings) => void = () => undefined
): Promise<IShown> {
  const source = new FakeFindings();
  prepare(source);
  const model = new InspectorModel({
    tracker: new FakeTracker(source),
    describe: () => ({
      path: 'spiral.ipynb',
      name: 'spiral.ipynb',
      kernel: 'Python 3',
      cells: 9
    }),
    cellOrder: () => []
  });
  const copied: string[] = [];
  const panel = new InspectorPanel({
    model,
    services: {
      translator: nullTranslator,
      trans: nullTranslator.load('modulescope'),
      locale: 'en',
      openDemo: () => source.calls.push('demo'),
      openSettings: null,
      copy: text => copied.push(text),
      leave: () => source.calls.push('leave')
    }
  });
  Widget.attach(panel, document.body);
  await settle();
  return { panel, model, source, copied };
}

function withModel(source: FakeFindings, rows: readonly Row[]): void {
  source.companion.addModel('model', rows);
}

function all(panel: Widget, selector: string): HTMLElement[] {
  return Array.from(panel.node.querySelectorAll<HTMLElement>(selector));
}

function one(panel: Widget, selector: string): HTMLElement {
  const [element] = all(panel, selector);
  if (!element) {
    throw new Error(`nothing matches ${selector}`);
  }
  return element;
}

function button(panel: Widget, name: string): HTMLElement {
  const found = all(panel, 'button').find(
    element =>
      element.textContent === name ||
      element.getAttribute('aria-label') === name
  );
  if (!found) {
    throw new Error(`no button ${name}`);
  }
  return found;
}

function press(element: Element, key: string, more: KeyboardEventInit = {}) {
  element.dispatchEvent(
    new KeyboardEvent('keydown', {
      key,
      bubbles: true,
      cancelable: true,
      ...more
    })
  );
}

/** Gives elements a size: jsdom lays nothing out, and a list of no height is empty. */
beforeAll(() => {
  const size = (name: 'clientWidth' | 'clientHeight', pixels: number): void => {
    jest.spyOn(HTMLElement.prototype, name, 'get').mockReturnValue(pixels);
  };
  size('clientWidth', 380);
  size('clientHeight', 480);
});

/** A title comes from the kernel, in English. */
const FIX_TITLE = 'Re-run cell [5]';

const opened: IShown[] = [];
async function open(prepare?: (source: FakeFindings) => void): Promise<IShown> {
  const shown = await show(prepare);
  opened.push(shown);
  return shown;
}

afterEach(() => {
  opened.splice(0).forEach(({ panel, model }) => {
    panel.dispose();
    model.dispose();
  });
});

describe('the panel', () => {
  it('names its toolbar, its sections and every button', async () => {
    const { panel } = await open(source => {
      source.findings = [finding('a')];
      withModel(source, [root(1), row('head')]);
    });
    expect(one(panel, '[role="toolbar"]').getAttribute('aria-label')).toBe(
      'Modules tools'
    );
    expect(
      all(panel, '.jp-ModulescopeSection').map(section =>
        section.getAttribute('aria-label')
      )
    ).toEqual(['Problems', 'Modules', 'Details']);
    const nameless = all(panel, 'button').filter(
      element =>
        (element.getAttribute('aria-label') ?? element.textContent ?? '') ===
          '' && element.getAttribute('aria-hidden') !== 'true'
    );
    expect(nameless).toEqual([]);
  });

  it('says which notebook it shows and when it was checked', async () => {
    const time = new Date(2026, 0, 1, 12, 4, 31).getTime();
    const { panel } = await open(source => {
      source.checked = { execution_count: 8, time };
    });
    expect(one(panel, '.jp-ModulescopePanel-source').textContent).toBe(
      'spiral.ipynb · Python 3 · checked after [8], 12:04:31'
    );
  });

  it('pauses and resumes the checks', async () => {
    const { panel, source } = await open();
    button(panel, 'Pause checks').click();
    expect(source.paused).toBe(true);
  });

  it('asks nothing of the kernel once it is detached', async () => {
    const { panel, source } = await open();
    Widget.detach(panel);
    source.companion.asked.length = 0;
    source.companion.finishRun();
    await settle();
    expect(source.companion.asked).toEqual([]);
  });
});

describe('the list of problems', () => {
  it('shows title, badge, code, cell and source line', async () => {
    const { panel } = await open(source => {
      source.findings = [finding('a')];
    });
    const text = one(panel, '.jp-ModulescopeProblem').textContent;
    expect(text).toContain('model.blocks is a Python list');
    expect(text).toContain('LIVENN102[5]line of a');
    expect(one(panel, '.jp-ModulescopeProblem-title code').textContent).toBe(
      'model.blocks'
    );
  });

  it('shows hostile names as text', async () => {
    const { panel } = await open(source => {
      const message = '`<img src=x onerror=alert(1)>\u202e`';
      source.findings = [finding('a', { message })];
    });
    expect(all(panel, 'img')).toEqual([]);
    expect(one(panel, '.jp-ModulescopeProblem-title').textContent).toBe(
      '<img src=x onerror=alert(1)>\\u202e'
    );
  });

  it('shows the finding in its cell on a click and keeps the focus', async () => {
    const { panel, source } = await open(fake => {
      fake.findings = [finding('a')];
    });
    one(panel, '.jp-ModulescopeProblem').click();
    expect(source.calls).toEqual(['show a']);
  });

  it('moves with the arrows and goes to the editor with Enter', async () => {
    const { panel, source } = await open(fake => {
      fake.findings = [finding('a'), finding('b')];
    });
    const [first, second] = all(panel, '[data-finding]');
    first.focus();
    press(first, 'ArrowDown');
    await settle();
    expect(document.activeElement).toBe(second);
    press(second, 'Enter');
    expect(source.calls).toEqual(['show b focus']);
  });

  it('has one tab stop', async () => {
    const { panel } = await open(fake => {
      fake.findings = [finding('a'), finding('b'), finding('c')];
    });
    const stops = all(panel, '[data-finding]').map(title => title.tabIndex);
    expect(stops).toEqual([0, -1, -1]);
  });

  it('offers the fixes of an open finding', async () => {
    const { panel, model, source } = await open(fake => {
      fake.findings = [
        finding('a', {
          fixes: [
            {
              title: FIX_TITLE,
              kind: 'run',
              safe: true,
              edits: [],
              run: [],
              confirm: null
            }
          ]
        })
      ];
    });
    model.problems.expand('a');
    await settle();
    button(panel, FIX_TITLE).click();
    expect(source.calls).toEqual(['fix a 0']);
  });

  it('copies a finding as Markdown without folders', async () => {
    const { panel, model, copied } = await open(fake => {
      fake.findings = [finding('a')];
    });
    model.problems.expand('a');
    await settle();
    button(panel, 'Copy as Markdown').click();
    expect(copied[0]).toContain('## Problems in spiral.ipynb');
    expect(copied[0]).toContain('### NN102 `model.blocks` is a Python list');
    expect(copied[0]).toContain('- `model.blocks` holds 8 modules');
    expect(copied[0]).toContain('```python\nline of a\n```');
  });

  it('says how many a filter shows, and clears it', async () => {
    const { panel, model } = await open(fake => {
      fake.findings = [finding('a'), finding('b', { status: 'static' })];
    });
    model.problems.text = 'live:';
    await settle();
    expect(one(panel, '.jp-ModulescopeProblems-shown').textContent).toContain(
      '1 of 2 shown'
    );
    button(panel, 'Clear').click();
    await settle();
    expect(all(panel, '[data-finding]')).toHaveLength(2);
  });

  it('shows what a run confirmed', async () => {
    const { panel } = await open(fake => {
      fake.confirmed = ['Confirmed: NN102 is gone.'];
    });
    expect(one(panel, '.jp-ModulescopeProblems-confirmed').textContent).toBe(
      'Confirmed: NN102 is gone.'
    );
  });
});

describe('the states of the panel', () => {
  const CHECKED = { execution_count: 9, time: 0 };
  it.each([
    [
      'other language',
      (fake: FakeFindings) => (fake.companion.state = 'other-language'),
      "This notebook's kernel is not Python."
    ],
    [
      'off',
      (fake: FakeFindings) => (fake.companion.state = 'off'),
      'Checks are off in this kernel.'
    ],
    [
      'off for the notebook',
      (fake: FakeFindings) => (fake.isOff = true),
      'Checks are off for this notebook.'
    ],
    [
      'dropped',
      (fake: FakeFindings) => (fake.companion.state = 'dropped'),
      'Disconnected.'
    ],
    [
      'not installed',
      (fake: FakeFindings) => (fake.companion.state = 'not-installed'),
      '%pip install modulescope'
    ],
    [
      'busy at open',
      (fake: FakeFindings) => (fake.companion.state = 'waiting'),
      'Waiting for the kernel. Checks start when the running cell ends.'
    ],
    [
      'dead',
      (fake: FakeFindings) => (fake.companion.state = 'dead'),
      'The kernel died.'
    ],
    [
      'no torch',
      (fake: FakeFindings) =>
        (fake.companion.hello = fake.companion.hello && {
          ...fake.companion.hello,
          torch: null
        }),
      'torch is not imported in this kernel.'
    ],
    ['never checked', () => undefined, 'Nothing checked yet.'],
    [
      'clean',
      (fake: FakeFindings) => (fake.checked = CHECKED),
      'No problems in 9 cells. Last check after [9]'
    ],
    [
      'restarted',
      (fake: FakeFindings) => (fake.restarted = true),
      'Kernel restarted. Live evidence was cleared.'
    ],
    [
      'crash',
      (fake: FakeFindings) => (fake.failed = ['NN308 (ValueError)']),
      'The last check failed: NN308 (ValueError). Your code was not affected.'
    ],
    [
      'slowed',
      (fake: FakeFindings) => {
        fake.slowed = true;
        fake.liveMs = 180.4;
      },
      'Live checks took 180 ms and were slowed down'
    ],
    [
      'no model',
      () => undefined,
      'No nn.Module in this kernel yet. Run the cell that builds your model.'
    ]
  ])('%s', async (_, prepare, text) => {
    const { panel } = await open(prepare);
    expect(panel.node.textContent).toContain(text);
  });

  it('turns the checks on', async () => {
    const { panel, source } = await open(fake => {
      fake.companion.state = 'off';
    });
    button(panel, 'Turn On').click();
    expect(source.companion.state).toBe('ready');
  });

  it('copies the install command', async () => {
    const { panel, copied } = await open(fake => {
      fake.companion.state = 'not-installed';
    });
    button(panel, 'Copy Install Command').click();
    expect(copied).toEqual(['%pip install modulescope']);
  });
});

describe('the tree of modules', () => {
  const rows = [
    root(3),
    row('stem', {
      shape: '2→64',
      numel: 192,
      chips: [{ kind: 'hooks', text: '1 hook' }]
    }),
    row('blocks', { kind: 'ghost', findings: ['a'] }),
    row('layers.0', {
      name: 'layers.0–31',
      kind: 'fold',
      depth: 1,
      count: 32,
      num_children: 1,
      note: 'identical'
    })
  ];

  it('follows the ARIA tree pattern', async () => {
    const { panel } = await open(fake => withModel(fake, rows));
    const tree = one(panel, '[role="tree"]');
    expect(tree.getAttribute('aria-label')).toBe('Modules of model');
    expect(
      all(panel, '[role="treeitem"]').map(item => [
        item.getAttribute('aria-level'),
        item.getAttribute('aria-posinset'),
        item.getAttribute('aria-setsize'),
        item.getAttribute('aria-expanded')
      ])
    ).toEqual([
      ['1', '1', '1', 'true'],
      ['2', '1', '3', null],
      ['2', '2', '3', null],
      ['2', '3', '3', 'false']
    ]);
  });

  it('says each row in one sentence', async () => {
    const { panel } = await open(fake => {
      fake.findings = [finding('a', { severity: 'warning' })];
      withModel(fake, rows);
    });
    const names = all(panel, '[role="treeitem"]').map(item =>
      item.getAttribute('aria-label')
    );
    expect(names[1]).toBe('stem, Linear 2 to 64, 192 parameters, 1 hook');
    expect(names[2]).toBe('blocks, Linear, 10 parameters, warning: 1 finding');
    expect(names[3]).toBe('layers.0–31, 32 × Linear, identical, 10 parameters');
  });

  it('has one tab stop that follows the selection', async () => {
    const { panel } = await open(fake => withModel(fake, rows));
    const first = one(panel, '[role="treeitem"][tabindex="0"]');
    first.focus();
    press(first, 'ArrowDown');
    await settle();
    const stops = all(panel, '[role="treeitem"][tabindex="0"]');
    expect(stops.map(item => item.dataset.key)).toEqual(['module:stem']);
    expect(document.activeElement).toBe(stops[0]);
    expect(stops[0].getAttribute('aria-selected')).toBe('true');
  });

  it('has few rows in the page however many there are', async () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      row(`layer${index}`)
    );
    const { panel } = await open(fake =>
      withModel(fake, [root(5000), ...many])
    );
    const items = all(panel, '[role="treeitem"]');
    expect(items.length).toBeLessThanOrEqual(60);
    expect(items[items.length - 1].getAttribute('aria-setsize')).toBe('5000');
  });

  it('goes to the last of many rows with End', async () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      row(`layer${index}`)
    );
    const { panel } = await open(fake =>
      withModel(fake, [root(5000), ...many])
    );
    const first = one(panel, '[role="treeitem"][tabindex="0"]');
    first.focus();
    press(first, 'End');
    await settle();
    expect((document.activeElement as HTMLElement).dataset.key).toBe(
      'module:layer4999'
    );
  });

  it('opens a fold with an index that chooses the block', async () => {
    const { panel, source } = await open(fake => {
      withModel(fake, rows);
      fake.companion.rows.set('model layers.0 0', [row('layers.0.attn')]);
      fake.companion.rows.set('model layers.0 1', [row('layers.1.attn')]);
    });
    const fold = one(panel, '[data-key="fold:layers.0"]');
    fold.focus();
    fold.click();
    press(fold, 'ArrowRight');
    await settle();
    expect(one(panel, '.jp-ModulescopeTree-index').textContent).toBe(
      'blockof 32'
    );
    button(panel, 'Next block').click();
    await settle();
    expect(source.companion.asked).toContain('tree.get model layers.0 1');
    expect(one(panel, '[data-key="module:layers.1.attn"]')).toBeTruthy();
  });

  it('pins with Space, filters with a slash and leaves with Escape', async () => {
    const { panel, model, source } = await open(fake => withModel(fake, rows));
    const first = one(panel, '[role="treeitem"][tabindex="0"]');
    first.focus();
    press(first, ' ');
    expect(model.modules.pinned).toBe('model');
    press(first, 'Escape');
    expect(source.calls).toEqual(['leave']);
    press(first, '/');
    expect(document.activeElement?.getAttribute('aria-label')).toBe(
      'Filter modules by type, path or term'
    );
  });

  it('copies the path of a row', async () => {
    const { panel, copied } = await open(fake => withModel(fake, rows));
    const stem = one(panel, '[data-key="module:stem"]');
    stem.focus();
    stem.click();
    press(stem, 'c', { ctrlKey: true });
    await settle();
    expect(copied).toEqual(['model.stem']);
  });
});

describe('the details', () => {
  /** The details wait until the selection rests. */
  async function rest(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, 170));
    await settle();
  }

  it('follow the selected row, and say what it is', async () => {
    const { panel, model } = await open(fake =>
      withModel(fake, [root(1), row('stem')])
    );
    model.modules.tree.select('module:stem');
    await rest();
    expect(one(panel, '.jp-ModulescopeFacts').textContent).toContain(
      'Linear 2→64'
    );
    expect(panel.node.textContent).toContain('model.stem');
  });

  it('change tabs with the arrows and keep one tab stop', async () => {
    const { panel, model } = await open(fake =>
      withModel(fake, [root(1), row('stem')])
    );
    await settle();
    const [overview] = all(panel, '[role="tab"]');
    overview.focus();
    press(overview, 'ArrowRight');
    await settle();
    expect(model.details.tab).toBe('params');
    expect(
      all(panel, '[role="tab"]').map(tab => [
        tab.getAttribute('aria-selected'),
        tab.tabIndex
      ])
    ).toEqual([
      ['false', -1],
      ['true', 0],
      ['false', -1]
    ]);
  });

  it('show a hook with its kind, place, order and source', async () => {
    const { panel, model, source } = await open(fake => {
      withModel(fake, [root(0)]);
      fake.companion.details = {
        hooks: [
          {
            fqn: '',
            kind: 'forward',
            function: 'probe',
            order: 2,
            owner: 'user',
            defined: 'cell [9] line 2',
            defined_cell: { cell_id: 'cell-9', execution_count: 9 },
            defined_line: 1,
            registered_cell: { cell_id: 'cell-9', execution_count: 9 },
            source: 'def probe(<b>):\n    ...',
            same_as_order: 1
          }
        ]
      };
    });
    model.details.tab = 'hooks';
    await rest();
    const table = one(panel, '.jp-ModulescopeTable');
    expect(table.textContent).toContain('probesame as order 1');
    expect(table.textContent).toContain('forwardorder 2');
    expect(one(panel, '.jp-ModulescopeTable pre').textContent).toBe(
      'def probe(<b>):\n    ...'
    );
    button(panel, 'cell [9] line 2').click();
    expect(source.calls).toEqual(['showCell cell-9 1']);
  });
});
