import { structuredPatch } from 'diff';

/** A line of a unified diff. */
export interface IDiffRow {
  readonly kind: 'same' | 'removed' | 'added' | 'gap';
  /** One-based, in the old text for `removed`, else in the new; null for a gap. */
  readonly line: number | null;
  readonly text: string;
}

/** The difference of two texts with one line around each change. */
export function diffRows(before: string, after: string): IDiffRow[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', {
    context: 1
  });
  const rows: IDiffRow[] = [];
  for (const hunk of hunks) {
    if (rows.length > 0) {
      rows.push({ kind: 'gap', line: null, text: '' });
    }
    let oldLine = hunk.oldStart;
    let newLine = hunk.newStart;
    for (const line of hunk.lines) {
      const text = line.slice(1);
      if (line.startsWith('-')) {
        rows.push({ kind: 'removed', line: oldLine++, text });
      } else if (line.startsWith('+')) {
        rows.push({ kind: 'added', line: newLine++, text });
      } else if (line.startsWith(' ')) {
        rows.push({ kind: 'same', line: newLine++, text });
        oldLine += 1;
      }
    }
  }
  return dedented(rows);
}

/** Takes away the indentation that all lines share, which only costs width. */
function dedented(rows: readonly IDiffRow[]): IDiffRow[] {
  const indents = rows
    .filter(({ text }) => text.trim() !== '')
    .map(({ text }) => /^ */.exec(text)?.[0].length ?? 0);
  const shared = Math.min(...indents, Infinity);
  return rows.map(row => ({ ...row, text: row.text.slice(shared) }));
}
