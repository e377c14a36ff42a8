import type { Edit, Fix } from '../protocol/messages';
import { FakeNotebook } from '../testing/fakenotebook';
import { range } from '../testing/findings';
import { combine } from './bulk';
import { replaced } from './edits';
import type { ISafeEdit } from './safeedits';

/** An edit of one line. */
function edit(from: number, to: number, text: string, cell_id = 'a'): Edit {
  return { cell_id, range: range(0, from, to), text };
}

function safe(id: string, ...edits: Edit[]): ISafeEdit {
  const fix: Fix = {
    title: '',
    kind: 'edit',
    safe: true,
    edits,
    run: [],
    confirm: null
  };
  return { id, fix };
}

describe('combine', () => {
  let code: FakeNotebook;

  beforeEach(() => {
    code = new FakeNotebook({ a: 'a = [1]; b = [2]', b: 'c = [3]' });
  });

  afterEach(() => code.dispose());

  /** The cells after the edits, and whose edits were made. */
  function after(...edits: ISafeEdit[]): unknown[] {
    const { ids, changes } = combine({ code, isFresh: () => true }, edits);
    return [
      ids,
      ...changes.map(change => replaced(change.source, change.replacements))
    ];
  }

  it('puts edits of one cell together, and those of other cells beside it', () => {
    expect(
      after(
        safe('second', edit(13, 13, 'f('), edit(16, 16, ')')),
        safe('first', edit(4, 4, 'f('), edit(7, 7, ')')),
        safe('other', edit(4, 7, '[]', 'b'))
      )
    ).toEqual([
      ['second', 'first', 'other'],
      'a = f([1]); b = f([2])',
      'c = []'
    ]);
  });

  it('adds a line that two edits need once', () => {
    const line = edit(0, 0, 'import x\n');
    expect(
      after(
        safe('one', line, edit(4, 7, 'x')),
        safe('two', line, edit(13, 16, 'x'))
      )
    ).toEqual([['one', 'two'], 'import x\na = x; b = x']);
  });

  it('leaves out an edit that meets another', () => {
    expect(
      after(safe('one', edit(4, 7, 'x')), safe('two', edit(5, 6, 'y')))
    ).toEqual([['one'], 'a = x; b = [2]']);
  });

  it('leaves out the edits of a cell that has changed', () => {
    const stale = { code, isFresh: (id: string) => id === 'b' };
    const edits = [safe('a', edit(4, 7, 'x')), safe('b', edit(4, 7, 'x', 'b'))];
    expect(combine(stale, edits).ids).toEqual(['b']);
  });
});
