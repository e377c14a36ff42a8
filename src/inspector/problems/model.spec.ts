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

  it.each([
    ['live:', ['a']],
    ['static:', ['b']],
    ['rule:NN501', ['b']],
    ['rule:stale', ['b']],
    ['cell:5', ['a']],
    ['cell:[7]', ['b']],
    ['blocks', ['a']],
    ['OPTIMIZER', ['b']],
    ['rule:NN102 static:', []],
    ['', ['a', 'b']]
  ])('filters by %p', (text, ids) => {
    const { problems } = listed([
      inCell('a', 5),
      finding('b', {
        code: 'NN501',
        name: 'stale-optimizer',
        status: 'static',
        message: '`optimizer` updates tensors',
        object: 'optimizer',
        cell: { cell_id: 'cell-7', execution_count: 7 }
      })
    ]);
    problems.text = text;
    expect(problems.shown.map(({ id }) => id)).toEqual(ids);
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

  it('moves the selection within the list', () => {
    const { problems } = listed([finding('a'), finding('b')]);
    expect([
      problems.move(1),
      problems.move(1),
      problems.move(1),
      problems.move(-Infinity)
    ]).toEqual(['a', 'b', 'b', 'a']);
  });

  it('keeps what is open over a new check', () => {
    const { problems, source } = listed([finding('a')]);
    problems.expand('a');
    source.set({ findings: [finding('a', { status: 'stale' })] });
    expect(problems.isExpanded('a')).toBe(true);
  });
});
