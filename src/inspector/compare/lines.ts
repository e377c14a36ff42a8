import type { DiffRow } from '../../protocol/messages';

/** One line of the tensors: a tensor, or neighbours that changed alike. */
export interface IDiffLine {
  readonly row: DiffRow;
  /** `blocks.0–10.attn.qkv.weight` */
  readonly name: string;
  readonly count: number;
  /** The greatest change of them; null if it is not known. */
  readonly relative: number | null;
}

/** Which tensors are listed. */
export type DiffFilter = 'all' | 'changed' | 'unchanged';

/** Whether a row is about the values of a tensor, not about the structure. */
export function isValue({ kind }: DiffRow): boolean {
  return kind === 'changed' || kind === 'unchanged';
}

/** Folds tensors that differ in one index only and changed about as much. */
export function foldRows(rows: readonly DiffRow[]): IDiffLine[] {
  const open = new Map<string, IRun>();
  const runs: IRun[] = [];
  for (const row of rows) {
    const { pattern, index } = split(row.fqn);
    const key = `${row.kind} ${pattern} ${row.shape}`;
    const run = open.get(key);
    const isNext =
      run !== undefined && index !== null && index === run.last + 1;
    if (isNext && isAlike(run.rows[0], row)) {
      run.rows.push(row);
      run.last = index;
    } else {
      const fresh = { rows: [row], first: index ?? 0, last: index ?? 0 };
      open.set(key, fresh);
      runs.push(fresh);
    }
  }
  return runs.map(toLine);
}

/** Folds, and leaves out what is not asked for. */
export function diffLines(
  rows: readonly DiffRow[],
  filter: DiffFilter,
  text: string,
  byChange: boolean
): IDiffLine[] {
  const wanted = text.trim().toLowerCase();
  const shown = rows.filter(
    row =>
      isValue(row) &&
      (filter === 'all' || row.kind === filter) &&
      row.fqn.toLowerCase().includes(wanted)
  );
  const lines = foldRows(shown);
  return byChange
    ? lines.sort((x, y) => (y.relative ?? -1) - (x.relative ?? -1))
    : lines;
}

/** The part of a bar from 1e-4 to 1; zero for no change. */
export function barLength(relative: number | null): number {
  if (relative === null || relative <= 0) {
    return 0;
  }
  return Math.min(Math.max((Math.log10(relative) + 4) / 4, 0.01), 1);
}

interface IRun {
  readonly rows: DiffRow[];
  readonly first: number;
  last: number;
}

/** The first number in a path, which is that of the block. */
function split(fqn: string): { pattern: string; index: number | null } {
  const names = fqn.split('.');
  const place = names.findIndex(name => /^\d+$/.test(name));
  if (place < 0) {
    return { pattern: fqn, index: null };
  }
  const index = Number(names[place]);
  names[place] = '*';
  return { pattern: names.join('.'), index };
}

function isAlike(a: DiffRow, b: DiffRow): boolean {
  if (a.relative === null || b.relative === null) {
    return a.relative === b.relative;
  }
  if (a.relative === 0 || b.relative === 0) {
    return a.relative === b.relative;
  }
  return Math.abs(Math.log10(a.relative / b.relative)) <= ALIKE;
}

function toLine({ rows, first, last }: IRun): IDiffLine {
  const [row] = rows;
  const known = rows.flatMap(({ relative }) =>
    relative === null ? [] : [relative]
  );
  const name =
    rows.length === 1
      ? row.fqn
      : split(row.fqn).pattern.replace('*', `${first}–${last}`);
  return {
    row,
    name,
    count: rows.length,
    relative: known.length === 0 ? null : Math.max(...known)
  };
}

/** Half a power of ten. */
const ALIKE = 0.5;
