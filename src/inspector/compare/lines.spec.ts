import type { DiffRow } from '../../protocol/messages';
import { barLength, diffLines, foldRows } from './lines';

function changed(fqn: string, relative: number | null): DiffRow {
  const kind = relative === 0 ? 'unchanged' : 'changed';
  return {
    kind,
    fqn,
    before: '',
    after: '',
    relative,
    estimated: false,
    shape: '[4] float32'
  };
}

describe('the lines of a comparison', () => {
  const blocks = [0, 1, 2, 3].flatMap(i => [
    changed(`blocks.${i}.a.weight`, i === 3 ? 0.001 : 0.9),
    changed(`blocks.${i}.b.weight`, 0.8)
  ]);

  it('fold neighbours that changed alike', () => {
    const lines = foldRows(blocks);
    expect(lines.map(({ name, count }) => [name, count])).toEqual([
      ['blocks.0–2.a.weight', 3],
      ['blocks.0–3.b.weight', 4],
      ['blocks.3.a.weight', 1]
    ]);
  });

  it('tell the greatest change of a fold', () => {
    const rows = [changed('l.0.w', 0.5), changed('l.1.w', 0.6)];
    expect(foldRows(rows)[0].relative).toBe(0.6);
  });

  it('fold values that differ, but not tensors of different shapes', () => {
    const [one, two] = [changed('l.0.w', 0.5), changed('l.1.w', 0.6)];
    const std = { ...two, before: 'std 0.1', after: 'std 0.2' };
    expect(foldRows([one, std])).toHaveLength(1);
    expect(foldRows([one, { ...two, shape: '[8] float32' }])).toHaveLength(2);
  });

  it('do not join blocks across a gap', () => {
    const rows = [changed('l.0.w', 0.5), changed('l.2.w', 0.5)];
    expect(foldRows(rows)).toHaveLength(2);
  });

  it('are filtered by path and by whether they changed', () => {
    const rows = [...blocks, changed('head.weight', 0)];
    const only = diffLines(rows, 'unchanged', '', false);
    expect(only.map(({ name }) => name)).toEqual(['head.weight']);
    expect(diffLines(rows, 'all', 'HEAD', false)).toHaveLength(1);
  });

  it('can start with the greatest change', () => {
    const rows = [changed('a', 0.1), changed('b', 0.9), changed('c', null)];
    const names = diffLines(rows, 'all', '', true).map(({ name }) => name);
    expect(names).toEqual(['b', 'a', 'c']);
  });

  it('have bars from one in ten thousand to one', () => {
    expect(barLength(1)).toBe(1);
    expect(barLength(1e-2)).toBeCloseTo(0.5);
    expect(barLength(0)).toBe(0);
    expect(barLength(1e-9)).toBe(0.01);
  });
});
