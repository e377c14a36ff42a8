import type { GradientRow } from '../protocol/messages';

/** A row as it is shown. */
export interface IShownRow {
  readonly row: GradientRow;
  /** 1 for a member of an unfolded row. */
  readonly depth: 0 | 1;
  /** Whether it can be unfolded, and is. */
  readonly unfolded: boolean | null;
}

/** What the user wants to see of the rows. */
export interface IWish {
  readonly filter: string;
  readonly unfolded: ReadonlySet<string>;
  /** These names alone, in this order; null: all. Without a name: what stands out. */
  readonly only: readonly string[] | null;
}

/** The rows that a view shows. */
export function shownRows(
  rows: readonly GradientRow[],
  wish: IWish
): IShownRow[] {
  if (wish.only) {
    const all = rows.flatMap(row => [row, ...row.members]);
    const named = wish.only.flatMap(
      name => all.find(row => row.name === name) ?? []
    );
    const chosen = named.length || wish.only.length ? named : outstanding(rows);
    return chosen.map(row => ({ row, depth: 0, unfolded: null }));
  }
  const wanted = wish.filter.trim().toLowerCase();
  const matches = (row: GradientRow) => row.name.toLowerCase().includes(wanted);
  return rows.flatMap((row): IShownRow[] => {
    if (!wanted || matches(row)) {
      const unfolded = wish.unfolded.has(row.name);
      const members = unfolded ? row.members : [];
      return [
        { row, depth: 0, unfolded: row.members.length ? unfolded : null },
        ...members.map(member => ({
          row: member,
          depth: 1 as const,
          unfolded: null
        }))
      ];
    }
    // A single block of a fold was asked for: it is shown by itself.
    return row.members
      .filter(matches)
      .map(member => ({ row: member, depth: 0, unfolded: null }));
  });
}

/** The index of the row with a name; −1 if it is not shown. */
export function find(rows: readonly IShownRow[], name: string): number {
  return rows.findIndex(shown => shown.row.name === name);
}

/** The name of the module of a row; of a fold, that of its first one. */
export function moduleOf(row: GradientRow): string {
  const name =
    row.members[0]?.name ??
    (row.count > 1 ? row.name.replace(/(\d+)–\d+/g, '$1') : row.name);
  // The name of a parameter follows that of its module.
  return name.split('.').slice(0, -1).join('.');
}

/** The number of elements of one parameter of a row. */
export function numel(row: GradientRow): number {
  return row.shape.reduce((product, size) => product * size, 1);
}

/** The first and the last row with values, and those that end least and greatest. */
function outstanding(rows: readonly GradientRow[]): GradientRow[] {
  const valued = rows.filter(row => row.rms.some(value => value !== null));
  const ends = (row: GradientRow): number =>
    [...row.rms].reverse().find(Boolean) ?? 0;
  const sorted = [...valued].sort((a, b) => ends(a) - ends(b));
  const wanted = [valued[0], valued.at(-1), sorted[0], sorted.at(-1)];
  return valued.filter(row => wanted.includes(row));
}
