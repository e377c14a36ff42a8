import { escapeText, splitCode } from './escape';

describe('escapeText', () => {
  it.each([
    ['a plain name', 'a plain name'],
    ['größe_λ', 'größe_λ'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u0000\u007f', '\\x00\\x7f'],
    ['ab\u202edc', 'ab\\u202edc'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
    ['half \ud83d', 'half \\ud83d'],
    ['whole 😀', 'whole 😀'],
    ['tag \u{e0041}', 'tag \\U000e0041']
  ])('%j reads %j', (text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });

  it('keeps the lines of source code', () => {
    expect(escapeText('def f():\n\treturn\r', { multiline: true })).toBe(
      'def f():\n\treturn\\r'
    );
  });
});

describe('splitCode', () => {
  it('takes what stands in backticks as code', () => {
    expect(splitCode('`a` is not in `b`')).toEqual([
      { text: 'a', isCode: true },
      { text: ' is not in ', isCode: false },
      { text: 'b', isCode: true }
    ]);
  });

  it('leaves a single backtick alone', () => {
    expect(splitCode('a ` b')).toEqual([{ text: 'a ` b', isCode: false }]);
  });
});
