import { FakeFindings, FakeTracker, finding } from '../../testing/fakefindings';
import { root, row } from '../../testing/answeringcompanion';
import { InspectorModel } from './model';
import type { Line } from '../tree/nodes';
import type { INode } from '../parts/node';

function nodeOf(line: Line): INode {
  if (line.type !== 'node') {
    throw new Error('no module');
  }
  return line.node;
}

function inspector(tracker: FakeTracker): InspectorModel {
  return new InspectorModel({
    tracker,
    describe: source => ({
      path: source === tracker.current ? 'folder/a.ipynb' : 'b.ipynb',
      name: 'a.ipynb',
      kernel: 'Python 3',
      cells: 9
    }),
    cellOrder: () => []
  });
}

describe('InspectorModel', () => {
  it('follows the notebook in front', () => {
    const first = new FakeFindings();
    const second = new FakeFindings();
    second.findings = [finding('a')];
    const tracker = new FakeTracker(first);
    const model = inspector(tracker);
    tracker.setCurrent(second);
    expect(model.notebook.current).toBe(second);
    expect(model.problems.total).toBe(1);
    expect(model.modules.companion).toBe(second.companion);
  });

  it('shows nothing without a notebook', () => {
    const tracker = new FakeTracker(new FakeFindings());
    const model = inspector(tracker);
    tracker.setCurrent(null);
    expect(model.notebook.about).toBeNull();
    expect(model.modules.companion).toBeNull();
  });

  it('keeps the pin of each notebook over a reload', async () => {
    const source = new FakeFindings();
    source.companion.addModel('model', [root(0)]);
    const model = inspector(new FakeTracker(source));
    model.modules.active = true;
    await model.modules.refresh();
    model.modules.togglePin();
    const saved = JSON.parse(JSON.stringify(model.state.value));
    const again = inspector(new FakeTracker(source));
    again.state.restore(saved);
    expect(again.modules.pinned).toBe('model');
  });

  it('keeps open rows, selection, filter and place over a reload', async () => {
    const source = new FakeFindings();
    const { companion } = source;
    companion.addModel('model', [root(1), row('stem', { num_children: 1 })]);
    companion.rows.set('model stem 0', [row('stem.conv')]);
    const model = inspector(new FakeTracker(source));
    model.modules.active = true;
    await model.modules.refresh();
    const { tree } = model.modules;
    await tree.expand([tree.lines[1]].map(nodeOf), true);
    tree.select('module:stem.conv');
    tree.top = 48;
    const saved = JSON.parse(JSON.stringify(model.state.value));
    const again = inspector(new FakeTracker(source));
    again.state.restore(saved);
    companion.asked.length = 0;
    again.modules.active = true;
    await again.modules.refresh();
    expect(again.modules.tree.selected?.key).toBe('module:stem.conv');
    expect(again.modules.tree.top).toBe(48);
    // The open row came with the tree.
    const kinds = new Set(companion.asked);
    expect([...kinds]).toEqual(['models.list', 'tree.get model']);
  });

  it('keeps the filter of a notebook over a reload', async () => {
    const source = new FakeFindings();
    source.companion.addModel('model', [root(0)]);
    source.companion.rows.set('model stem 0', [root(1), row('stem')]);
    const model = inspector(new FakeTracker(source));
    model.modules.active = true;
    await model.modules.refresh();
    await model.modules.tree.setQuery('stem');
    const again = inspector(new FakeTracker(source));
    again.state.restore(JSON.parse(JSON.stringify(model.state.value)));
    again.modules.active = true;
    await again.modules.refresh();
    expect(again.modules.tree.query).toBe('stem');
    expect(again.modules.tree.lines).toHaveLength(2);
  });

  it('shows the model that was picked before a reload', async () => {
    const source = new FakeFindings();
    source.companion.addModel('model', [root(0)]);
    source.companion.addModel('teacher', [root(0)]);
    const model = inspector(new FakeTracker(source));
    model.modules.active = true;
    await model.modules.refresh();
    await model.modules.choose('model');
    const again = inspector(new FakeTracker(source));
    again.state.restore(JSON.parse(JSON.stringify(model.state.value)));
    again.modules.active = true;
    await again.modules.refresh();
    expect(again.modules.model).toBe('model');
  });

  it('shows each model as it was left when it is picked again', async () => {
    const source = new FakeFindings();
    source.companion.addModel('model', [root(1), row('stem')]);
    source.companion.addModel('teacher', [root(0)]);
    const { modules } = inspector(new FakeTracker(source));
    modules.active = true;
    await modules.refresh();
    await modules.choose('model');
    modules.tree.select('module:stem');
    await modules.choose('teacher');
    expect(modules.tree.selected).toBeNull();
    await modules.choose('model');
    expect(modules.tree.selected?.key).toBe('module:stem');
  });

  it('keeps the pin of a notebook that is left', async () => {
    const source = new FakeFindings();
    source.companion.addModel('model', [root(0)]);
    const tracker = new FakeTracker(source);
    const model = inspector(tracker);
    model.modules.active = true;
    await model.modules.refresh();
    model.modules.togglePin();
    tracker.setCurrent(null);
    tracker.setCurrent(source);
    expect(model.modules.pinned).toBe('model');
  });

  it('restores grouping, severity and tab, and nothing it does not know', () => {
    const model = inspector(new FakeTracker());
    const unknown: object = { grouping: 'cell', severity: 'x', tab: 'hooks' };
    model.state.restore(unknown);
    expect(model.state.value).toEqual({
      grouping: 'cell',
      severity: 'all',
      tab: 'hooks',
      pins: {},
      filters: [],
      columns: {},
      trees: []
    });
  });

  it('does not follow runs while checks are paused', () => {
    const source = new FakeFindings();
    const model = inspector(new FakeTracker(source));
    source.set({ paused: true });
    expect(model.modules.follow).toBe(false);
    source.set({ paused: false });
    expect(model.modules.follow).toBe(true);
    model.follow.restore(false);
    expect(model.modules.follow).toBe(false);
  });

  it('lets go of the tracker when it is disposed', () => {
    const tracker = new FakeTracker(null);
    const model = inspector(tracker);
    model.dispose();
    model.dispose();
    tracker.setCurrent(new FakeFindings());
    expect(model.notebook.current).toBeNull();
  });
});
