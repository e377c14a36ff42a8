import { diffRows } from './diff';

describe('diffRows', () => {
  it('shows a change with one line around it, without the shared indentation', () => {
    const before = 'class A:\n    a\n    b\n    c\n    d';
    expect(diffRows(before, before.replace('b', 'B(\n        1)'))).toEqual([
      { kind: 'same', line: 2, text: 'a' },
      { kind: 'removed', line: 3, text: 'b' },
      { kind: 'added', line: 3, text: 'B(' },
      { kind: 'added', line: 4, text: '    1)' },
      { kind: 'same', line: 5, text: 'c' }
    ]);
  });

  it('marks what it leaves out between two changes', () => {
    const lines = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const rows = diffRows(
      lines.join('\n'),
      ['A', 'b', 'c', 'd', 'e', 'f', 'G'].join('\n')
    );
    expect(rows.map(({ kind }) => kind)).toEqual([
      'removed',
      'added',
      'same',
      'gap',
      'same',
      'removed',
      'added'
    ]);
  });
});
