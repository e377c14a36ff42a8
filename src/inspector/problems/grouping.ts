import type { CellRef } from '../../protocol/messages';
import type { IShownFinding } from '../../tokens';

/** A part of the list; grouped by cause there is only one, without a cell. */
export interface IProblemGroup {
  readonly key: string;
  readonly cell: CellRef | null;
  readonly findings: readonly IShownFinding[];
}

/** The key of the one group of a list that is not divided. */
export const ALL = 'all';

/** All findings as one part; none if there are none. */
export function undivided(
  findings: readonly IShownFinding[]
): readonly IProblemGroup[] {
  return findings.length > 0 ? [{ key: ALL, cell: null, findings }] : [];
}

/** The findings of each cell, in the order of the cells. */
export function byCell(
  findings: readonly IShownFinding[],
  order: readonly string[]
): readonly IProblemGroup[] {
  const parts = new Map<string, IShownFinding[]>();
  for (const finding of findings) {
    const key = finding.cell?.cell_id ?? '';
    parts.set(key, [...(parts.get(key) ?? []), finding]);
  }
  // Findings about an object only, which no cell is known for, come last.
  const rank = (key: string): number =>
    order.includes(key) ? order.indexOf(key) : order.length;
  return Array.from(parts, ([key, members]) => ({
    key,
    cell: members[0].cell,
    findings: members
  })).sort((a, b) => rank(a.key) - rank(b.key));
}
