import type { SnapshotRow } from '../../protocol/messages';
import { settled } from '../../testing/fakecompanion';
import { FakeFindings, FakeTracker } from '../../testing/fakefindings';
import { root } from '../../testing/answeringcompanion';
import type { CompareModel } from './model';
import { NOW, birthKey } from './pair';
import { InspectorModel } from '../frame/model';

function snapshot(key: string, time: number): SnapshotRow {
  return {
    key,
    name: key,
    model: 'model',
    class_name: 'Net',
    time,
    cell: null,
    modules: 3,
    bytes: 100,
    pinned: false
  };
}

const diff = {
  a: snapshot('early', 1),
  b: snapshot('now', 2),
  summary: '',
  notes: [],
  rows: [],
  left_out: 0
};

describe('the comparison of snapshots', () => {
  let source: FakeFindings;
  let inspector: InspectorModel;
  let compare: CompareModel;

  const list = (rows: SnapshotRow[], armed: object | null = null): void => {
    source.companion.answers.set('snapshot.list', { snapshots: rows, armed });
  };

  beforeEach(async () => {
    source = new FakeFindings();
    source.companion.addModel('model', [root(0)]);
    source.companion.answers.set('snapshot.compare', diff);
    list([]);
    inspector = new InspectorModel({
      tracker: new FakeTracker(source),
      describe: () => ({ path: 'a', name: 'a', kernel: 'p', cells: 1 }),
      cellOrder: () => []
    });
    compare = inspector.compare;
    inspector.modules.active = true;
    await inspector.modules.refresh();
  });

  afterEach(() => inspector.dispose());

  it('asks for nothing while nobody looks', async () => {
    await compare.refresh();
    const kinds = new Set(source.companion.asked);
    expect([...kinds]).toEqual(['models.list', 'tree.get model']);
  });

  it('lists snapshots from the oldest to the newest', async () => {
    list([snapshot('late', 2), snapshot('early', 1)]);
    compare.active = true;
    await compare.refresh();
    expect(compare.snapshots.map(({ key }) => key)).toEqual(['early', 'late']);
    expect([compare.a, compare.b]).toEqual(['early', NOW]);
  });

  it('asks once more for all runs that end while an answer is late', async () => {
    const { companion } = source;
    compare.active = true;
    await compare.refresh();
    companion.asked.length = 0;
    companion.hold();
    const all = [compare.refresh()];
    await settled();
    all.push(...[1, 2, 3].map(() => compare.refresh()));
    await settled();
    const lists = () => companion.asked.filter(one => one === 'snapshot.list');
    expect(lists()).toHaveLength(1);
    expect(compare.isLoading).toBe(true);
    companion.release();
    await Promise.all(all);
    expect(lists()).toHaveLength(2);
    expect(compare.isLoading).toBe(false);
  });

  it('compares with the state now by sending null', async () => {
    await compare.compare('early', NOW);
    expect(source.companion.asked).toContain('snapshot.compare early');
    expect(compare.diff).toMatchObject(diff);
  });

  it('compares what an armed run has taken', async () => {
    compare.active = true;
    const armed = { model: 'model', preset: 'cell' };
    source.companion.answers.set('snapshot.arm', { snapshots: [], armed });
    await compare.apply('cell');
    expect(compare.armed?.preset).toBe('cell');
    list([snapshot('before', 1), snapshot('after', 2)]);
    await compare.refresh();
    expect([compare.a, compare.b]).toEqual(['before', 'after']);
    expect(source.companion.asked).toContain('snapshot.compare before after');
  });

  it('waits for an idle kernel before it reads data', async () => {
    source.companion.busySince = 1;
    const done = compare.snapshot();
    expect(inspector.gate.isWaiting).toBe(true);
    inspector.gate.cancel();
    expect(await done).toBeNull();
  });

  it('forgets all snapshots when the kernel restarts', async () => {
    list([snapshot('early', 1)]);
    compare.active = true;
    await compare.refresh();
    list([]);
    source.companion.restarted.emit();
    expect(compare.snapshots).toEqual([]);
    expect(compare.a).toBeNull();
  });

  it('compares the initial state without any snapshot', async () => {
    compare.active = true;
    await compare.refresh();
    await compare.apply('initial');
    expect(source.companion.asked).toContain('snapshot.compare birth:model');
    expect(compare.diff?.summary).toBe('');
    expect(source.companion.asked).not.toContain('snapshot.take model');
  });

  it('compares the initial state with no other than that of now', async () => {
    await compare.compare(birthKey('model'), 'late');
    expect([compare.a, compare.b]).toEqual([birthKey('model'), NOW]);
  });

  it('keeps the initial state chosen when snapshots are listed', async () => {
    await compare.apply('initial');
    list([snapshot('early', 1)]);
    compare.active = true;
    await compare.refresh();
    expect(compare.a).toBe(birthKey('model'));
  });

  it('says when there is no initial state', async () => {
    const notes = ['`model` was not seen before its training.'];
    const none = { ...diff, a: null, b: null, notes };
    source.companion.answers.set('snapshot.compare', none);
    await compare.apply('initial');
    expect(compare.diff).toBeNull();
    expect(compare.message).toBe(notes[0]);
  });
});
