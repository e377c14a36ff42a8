import { appendBlocks, blocksOf } from './prose';

describe('blocksOf', () => {
  it('joins the lines of a paragraph and of an item', () => {
    expect(blocksOf('one\ntwo\n\n- a\n  b\n- c\n\nthree')).toEqual([
      { kind: 'paragraph', lines: ['one two'] },
      { kind: 'list', lines: ['a b', 'c'] },
      { kind: 'paragraph', lines: ['three'] }
    ]);
  });

  it('keeps the lines of indented and of fenced code', () => {
    expect(
      blocksOf('x\n\n    a = 1\n      b\n\n    c\n```python\n- d\n```')
    ).toEqual([
      { kind: 'paragraph', lines: ['x'] },
      { kind: 'code', lines: ['a = 1', '  b', '', 'c'] },
      { kind: 'code', lines: ['- d'] }
    ]);
  });
});

describe('appendBlocks', () => {
  it('makes text nodes only', () => {
    const node = document.createElement('div');
    appendBlocks(node, '<b>x</b> `<i>`\n\n    <script>\n\n- <a href="x">');
    expect(node.querySelector('b, i, script, a')).toBeNull();
    expect(node.textContent).toContain('<b>x</b> <i>');
  });
});
