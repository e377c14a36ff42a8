import type { IShownFinding } from '../tokens';
import type { INotebookEditors } from './editors';
import type { IMark } from './marks';
import type { INotebookCode } from './notebook';

/** At most this many findings are drawn in a notebook; the panel has the others. */
const MAX_DRAWN = 20;

/** Turns findings into marks of cells, and draws those that changed. */
export class Drawing {
  constructor(
    private readonly _code: INotebookCode,
    private readonly _editors: INotebookEditors
  ) {}

  /**
   * Draws findings; `isFresh` says whether their places fit a cell's present text.
   *
   * Elsewhere the editor has moved its marks along with the edits, so they are kept.
   */
  draw(
    findings: readonly IShownFinding[],
    isFresh: (cellId: string) => boolean
  ): void {
    const byCell = marksByCell(findings.slice(0, MAX_DRAWN));
    const ids = new Set(findings.map(({ id }) => id));
    for (const { id, source } of this._code.cells) {
      const marks = byCell.get(id) ?? [];
      if (isFresh(id)) {
        this._editors.draw(id, { source, marks });
      } else {
        this._editors.keep(id, ids);
      }
    }
  }
}

/** The marks of each cell that has any. */
export function marksByCell(
  findings: readonly IShownFinding[]
): Map<string, IMark[]> {
  const byCell = new Map<string, IMark[]>();
  const add = (cellId: string | null | undefined, mark: IMark) => {
    if (cellId) {
      byCell.set(cellId, [...(byCell.get(cellId) ?? []), mark]);
    }
  };
  for (const finding of findings) {
    const { id, severity, status } = finding;
    const common = {
      id,
      severity,
      isLive: status !== 'static',
      isStale: status === 'stale'
    };
    add(finding.cell?.cell_id, {
      ...common,
      kind: 'finding',
      range: finding.range,
      note: ''
    });
    for (const kind of ['related', 'affected'] as const) {
      const places = kind === 'related' ? finding.related : finding.affects;
      for (const { cell, range, note } of places) {
        add(cell.cell_id, { ...common, kind, range, note });
      }
    }
  }
  return byCell;
}
