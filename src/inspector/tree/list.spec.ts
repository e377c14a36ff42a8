import { finding } from '../../testing/fakefindings';
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

  it('says why the health of a row is not known', async () => {
    const { panel } = await open(fake => {
      fake.checked = null;
      withModel(fake, [
        root(3),
        row('stem'),
        row('head', { health: 'normal', health_text: 'RMS gradient 1.0e+00' }),
        row('blocks', { kind: 'ghost' })
      ]);
    });
    const descriptions = all(panel, '[role="treeitem"]').map(item => [
      item.getAttribute('aria-description'),
      item.querySelector('.jp-ModulescopeTree-health')?.getAttribute('title')
    ]);
    expect(descriptions.slice(1)).toEqual(
      [
        /nothing was recorded of this module yet/,
        /^RMS gradient 1\.0e\+00$/,
        /torch does not see what is not registered/
      ].map(text => [expect.stringMatching(text), expect.stringMatching(text)])
    );
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
    expect(
      one(panel, '[data-key="module:layers.1.attn"]').textContent
    ).toContain('attn');
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
