import { FakeFindings, finding } from '../../testing/fakefindings';
import { ProblemsModel } from './model';

function listed(findings: readonly ReturnType<typeof finding>[]): {
  problems: ProblemsModel;
  source: FakeFindings;
} {
  const source = new FakeFindings();
  source.findings = findings;
  const problems = new ProblemsModel({
    cellOrder: () => ['cell-2', 'cell-5', 'cell-7']
  });
  problems.source = source;
  return { problems, source };
}

function inCell(id: string, number: number): ReturnType<typeof finding> {
  return finding(id, {
    cell: { cell_id: `cell-${number}`, execution_count: number }
  });
}

describe('ProblemsModel', () => {
  it('groups by cell in the order of the notebook', () => {
    const { problems } = listed([
      inCell('a', 7),
      inCell('b', 2),
      inCell('c', 7)
    ]);
    problems.grouping = 'cell';
    expect(
      problems.groups.map(group => group.findings.map(({ id }) => id))
    ).toEqual([['b'], ['a', 'c']]);
  });

  it('puts findings without a cell last', () => {
    const { problems } = listed([
      finding('object', { cell: null }),
      inCell('a', 2)
    ]);
    problems.grouping = 'cell';
    expect(problems.groups.map(group => group.key)).toEqual(['cell-2', '']);
  });

  it('lists what the filter matches', () => {
    const { problems } = listed([
      inCell('a', 5),
      finding('b', { status: 'static' })
    ]);
    expect(problems.isFiltered).toBe(false);
    problems.text = ' ';
    expect(problems.isFiltered).toBe(false);
    problems.text = 'static:';
    expect(problems.shown.map(({ id }) => id)).toEqual(['b']);
    expect([problems.total, problems.isFiltered]).toEqual([2, true]);
    problems.severity = 'warning';
    problems.text = '';
    expect([problems.shown, problems.isFiltered]).toEqual([[], true]);
    problems.clearFilter();
    expect(problems.shown).toHaveLength(2);
  });

  it('lists muted findings last, where they are wanted', () => {
    const { problems, source } = listed([finding('a', { severity: 'hint' })]);
    source.set({ muted: [finding('m', { muted: 'kernel' })] });
    expect([problems.shown.length, problems.total]).toEqual([1, 1]);
    problems.showsMuted = true;
    expect(problems.shown.map(({ id }) => id)).toEqual(['a', 'm']);
    expect(problems.total).toBe(2);
  });

  it('filters by severity', () => {
    const { problems } = listed([
      finding('a'),
      finding('b', { severity: 'warning' })
    ]);
    problems.severity = 'warning';
    expect(problems.shown.map(({ id }) => id)).toEqual(['b']);
  });

  it('makes F8 follow the filtered and grouped order while it is in view', () => {
    const { problems, source } = listed([
      inCell('a', 7),
      inCell('b', 2),
      finding('c', { severity: 'warning' })
    ]);
    problems.active = true;
    problems.grouping = 'cell';
    problems.severity = 'error';
    expect(source.order).toEqual(['b', 'a']);
  });

  it('leaves F8 alone once it is out of view', () => {
    const { problems, source } = listed([finding('a')]);
    problems.active = true;
    problems.active = false;
    expect(source.order).toBeNull();
  });

  it('gives F8 back to the notebook that it leaves', () => {
    const { problems, source } = listed([finding('a')]);
    problems.active = true;
    problems.source = new FakeFindings();
    expect(source.order).toBeNull();
  });

  it('leaves the order of a notebook that was closed alone', () => {
    const { problems, source } = listed([finding('a')]);
    problems.active = true;
    source.dispose();
    problems.source = null;
    expect(source.order).toEqual(['a']);
    expect(problems.groups).toEqual([]);
  });

  it('gives F8 back when it is disposed, and hears nothing more', () => {
    const { problems, source } = listed([finding('a')]);
    problems.active = true;
    problems.dispose();
    source.set({ findings: [finding('a'), finding('b')] });
    expect(source.order).toBeNull();
    expect(problems.total).toBe(2);
    expect(problems.shown).toHaveLength(1);
  });

  it('hears nothing of the notebook that it left', () => {
    const { problems, source } = listed([finding('a')]);
    problems.source = new FakeFindings();
    const changed = jest.fn();
    problems.changed.connect(changed);
    source.set({ findings: [finding('b')] });
    expect(changed).not.toHaveBeenCalled();
  });

  it('moves the selection within the list', () => {
    const { problems } = listed([finding('a'), finding('b')]);
    expect([
      problems.move(1),
      problems.move(1),
      problems.move(1),
      problems.move(-Infinity)
    ]).toEqual(['a', 'b', 'b', 'a']);
  });

  it('begins at the first finding if the selected one is gone', () => {
    const { problems, source } = listed([finding('a'), finding('b')]);
    problems.select('b');
    source.set({ findings: [finding('c'), finding('d')] });
    expect(problems.move(Infinity)).toBe('c');
    source.set({ findings: [] });
    expect(problems.move(1)).toBeNull();
  });

  it('keeps what is open over a new check', () => {
    const { problems, source } = listed([finding('a')]);
    problems.expand('a');
    source.set({ findings: [finding('a', { status: 'stale' })] });
    expect(problems.isExpanded('a')).toBe(true);
  });

  it('opens and closes one finding, and all that are shown', () => {
    const { problems } = listed([
      finding('a'),
      finding('b', { status: 'static' })
    ]);
    const open = (): string[] =>
      ['a', 'b'].filter(id => problems.isExpanded(id));
    problems.expand('a');
    problems.expand('a', false);
    expect(open()).toEqual([]);
    problems.text = 'static:';
    problems.expandAll(true);
    expect(open()).toEqual(['b']);
    problems.expandAll(false);
    expect(open()).toEqual([]);
  });

  it('forgets what is open and selected with its notebook, and only then', () => {
    const { problems, source } = listed([finding('a')]);
    problems.expand('a');
    problems.select('a');
    problems.source = source;
    expect([problems.isExpanded('a'), problems.selected]).toEqual([true, 'a']);
    problems.source = new FakeFindings();
    expect([problems.isExpanded('a'), problems.selected]).toEqual([
      false,
      null
    ]);
  });
});
