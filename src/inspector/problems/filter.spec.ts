import { FakeFindings, finding } from '../../testing/fakefindings';
import type { IShownFinding } from '../../tokens';
import { matchFinding } from './filter';

describe('matchFinding', () => {
  const source = new FakeFindings();
  const a = finding('a');
  const b = finding('b', {
    code: 'NN501',
    name: 'stale-optimizer',
    status: 'static',
    message: '`optimizer` updates tensors',
    object: 'optimizer',
    // Run once as [3]; the number that its cell has now is 7.
    cell: { cell_id: 'cell-7', execution_count: 3 },
    muted: 'kernel'
  });
  const c = finding('c', {
    message: 'something',
    object: null,
    status: 'stale',
    cell: { cell_id: 'gone', execution_count: 4 }
  });
  const d = finding('d', {
    message: '',
    object: 'net',
    range: null,
    cell: null
  });

  const matching = (text: string): string[] =>
    [a, b, c, d]
      .filter((one: IShownFinding) => matchFinding(one, text, source))
      .map(({ id }) => id);

  it.each([
    ['', ['a', 'b', 'c', 'd']],
    ['  ', ['a', 'b', 'c', 'd']],
    ['live:', ['a', 'd']],
    ['static:', ['b']],
    ['stale:', ['c']],
    ['muted:', ['b']],
    ['rule:NN501', ['b']],
    ['rule:stale', ['b']],
    ['cell:5', ['a']],
    ['cell:[7]', ['b']],
    ['cell:3', []],
    ['cell:4', ['c']],
    ['cell:', ['a', 'b', 'c', 'd']],
    ['blocks', ['a']],
    ['OPTIMIZER', ['b']],
    ['net', ['d']],
    ['of', ['a', 'b', 'c']],
    ['rule:NN102 static:', []],
    ['rule:NN102 live:', ['a', 'd']]
  ])('of %j finds %j', (text, ids) => {
    expect(matching(text)).toEqual(ids);
  });
});
