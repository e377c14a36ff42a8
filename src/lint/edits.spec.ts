import type { Edit } from '../protocol/messages';
import { range } from '../testing/findings';
import { ignoreReplacement, replaced, replacementsOf } from './edits';

const edit = (line: number, from: number, to: number, text: string): Edit => ({
  cell_id: 'a',
  range: range(line, from, to),
  text
});

/** Begins behind the text, and ends in it. */
const BACK = {
  start: { line: 9, character: 0 },
  end: { line: 0, character: 1 }
};

describe('replacementsOf', () => {
  it('puts edits in the order of the text', () => {
    const source = 'x = [a]\ny';
    const edits = [edit(0, 7, 7, ')'), edit(0, 4, 4, 'L(')];
    const replacements = replacementsOf(source, edits);
    expect(replacements && replaced(source, replacements)).toBe(
      'x = L([a])\ny'
    );
  });

  it('counts UTF-16 units and knows all line breaks of Python', () => {
    const source = '"😀"\r\nx\ry';
    const replacements = replacementsOf(source, [
      edit(0, 3, 4, "'"),
      edit(2, 0, 1, 'z')
    ]);
    expect(replacements && replaced(source, replacements)).toBe(
      '"😀\'\r\nx\rz'
    );
  });

  it('takes edits that touch', () => {
    const edits = [edit(0, 0, 1, 'x'), edit(0, 1, 2, 'y')];
    expect(replaced('abc', replacementsOf('abc', edits) ?? [])).toBe('xyc');
  });

  it.each([
    ['a line that is not there', [edit(5, 0, 0, 'x')]],
    ['a place beyond the end of its line', [edit(0, 0, 9, 'x')]],
    ['a start that is not there', [{ ...edit(0, 0, 0, 'x'), range: BACK }]],
    ['an end before its start', [edit(0, 2, 1, 'x')]],
    ['edits that overlap', [edit(0, 0, 2, 'x'), edit(0, 1, 3, 'y')]]
  ])('refuses %s', (_, edits) => {
    expect(replacementsOf('abc\nd', edits)).toBeNull();
  });
});

describe('ignoreReplacement', () => {
  const ignored = (source: string, line = 0) => {
    const replacement = ignoreReplacement(source, line, 'NN102');
    return replacement && replaced(source, [replacement]);
  };

  it.each([
    ['x = 1', 'x = 1  # nn: ignore[NN102]'],
    ['x = 1   ', 'x = 1  # nn: ignore[NN102]'],
    ['x = 1  # why', 'x = 1  # why  # nn: ignore[NN102]'],
    ['x = 1  # nn: ignore[]', 'x = 1  # nn: ignore[NN102]'],
    ['x = 1  # nn: ignore[NN308]', 'x = 1  # nn: ignore[NN308, NN102]'],
    ['  x = \\\n  1', '  # nn: ignore[NN102]\n  x = \\\n  1']
  ])('writes the comment into %j', (before, after) => {
    expect(ignored(before)).toBe(after);
  });

  it('knows when the line is gone', () => {
    expect(ignored('x', 3)).toBeNull();
  });
});
