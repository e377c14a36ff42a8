import { root, row } from '../../testing/answeringcompanion';
import {
  all,
  button,
  closeAll,
  layOut,
  one,
  open,
  press,
  settle,
  withModel
} from '../../testing/openpanel';

beforeAll(layOut);
afterEach(closeAll);

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
      'Linear(in_features=2, out_features=64)'
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
      ['false', -1],
      ['false', -1],
      ['false', -1],
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
            hook: '3f2a-7',
            kind: 'forward',
            function: 'probe',
            order: 2,
            with_kwargs: false,
            always_called: false,
            owner: 'you',
            removable: true,
            kept: '',
            held_bytes: 0,
            defined: 'cell [9] line 2',
            defined_cell: { cell_id: 'cell-9', execution_count: 9 },
            defined_line: 1,
            registered_cell: { cell_id: 'cell-9', execution_count: 9 },
            registered_line: 3,
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
