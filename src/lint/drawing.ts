import type { IShownFinding } from '../tokens';
import type { INotebookEditors } from './editors';
import type { IMark } from './marks';
import type { INotebookCode } from './notebook';
import { factOf } from '../findings/message';

/** At most this many findings are drawn in a notebook; the panel has the others. */
const MAX_DRAWN = 20;

/** Turns findings into marks of cells, and draws those that changed. */
export class Drawing {
  constructor(
    private readonly _code: INotebookCode,
    private readonly _editors: INotebookEditors
  ) {}

  /** How many findings of the cells were left out. */
  get numLeftOut(): number {
    return this._numLeftOut;
  }

  /**
   * Draws findings where their places fit the cell's present text.
   *
   * Elsewhere the editor has moved its marks along with the edits, so they are kept.
   */
  draw(
    findings: readonly IShownFinding[],
    { isFresh, hasMessages }: Drawing.IOptions
  ): void {
    const ofCells = findings.filter(({ cell }) => cell?.cell_id);
    const drawn = ofCells.slice(0, MAX_DRAWN);
    this._numLeftOut = ofCells.length - drawn.length;
    const byCell = marksByCell(drawn, hasMessages);
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

  private _numLeftOut = 0;
}

export namespace Drawing {
  export interface IOptions {
    /** Whether the findings' places fit a cell's present text. */
    isFresh: (cellId: string) => boolean;
    /** Whether live errors have a line of text after the code. */
    hasMessages: boolean;
  }
}

/** The marks of each cell that has any. */
function marksByCell(
  findings: readonly IShownFinding[],
  hasMessages = true
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
      note: hasMessages ? inlineMessage(finding) : ''
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

/**
 * What stands after the code of a live error: the fact without the name that is
 * underlined anyway. Empty for all other findings.
 */
export function inlineMessage(
  finding: Pick<
    IShownFinding,
    'evidence' | 'message' | 'object' | 'severity' | 'status'
  >
): string {
  const { object, severity, status } = finding;
  if (severity !== 'error' || status !== 'live') {
    return '';
  }
  const [fact] = factOf(finding).split(';');
  const name = `\`${object}\` `;
  return fact.startsWith(name) ? fact.slice(name.length) : fact;
}
