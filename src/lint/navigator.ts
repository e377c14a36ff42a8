import type { Finding, Range } from '../protocol/messages';
import type { IShownFinding } from '../tokens';
import type { INotebookEditors } from './editors';
import type { INotebookCode } from './notebook';
import { lineOf } from './positions';
import type { FindingsStore } from './store';

/** Knows where findings are in the notebook, and goes there. */
export class Navigator {
  constructor(private readonly _options: Navigator.IOptions) {}

  /** The order that the panel set; null for that of the findings. */
  order: readonly string[] | null = null;

  /** The findings in the order of F8. */
  get ordered(): readonly IShownFinding[] {
    const { code, store } = this._options;
    const findings =
      this.order?.map(id => store.find(id)).filter(found => found !== null) ??
      store.shown;
    return findings.filter(
      ({ cell, muted }) =>
        muted === null && cell?.cell_id && code.cell(cell.cell_id)
    );
  }

  /** Where a finding is now, after the edits of the user. */
  range(finding: Finding): Range | null {
    const id = finding.cell?.cell_id;
    return (id && this._options.editors.range(id, finding.id)) || finding.range;
  }

  /** The text of the line a finding points at; empty if it points nowhere. */
  sourceLine(finding: Finding): string {
    const cell = this._options.code.cell(finding.cell?.cell_id ?? '');
    const range = this.range(finding);
    return cell && range ? lineOf(cell.source, range.start.line).trim() : '';
  }

  /** Scrolls to a finding's cell, selects its span and, if asked, opens the card. */
  async show(
    id: string,
    { card = false, focus = true }: { card?: boolean; focus?: boolean }
  ): Promise<void> {
    const { code, editors, store } = this._options;
    const finding = store.find(id);
    const cellId = finding?.cell?.cell_id;
    if (!finding || !cellId) {
      return;
    }
    const range = this.range(finding);
    const isThere = await code.reveal(cellId, range, focus && !card);
    if (isThere && card && store.find(id)) {
      editors.open(cellId, id, focus);
    }
  }

  /** Scrolls to a cell, and to a zero-based line in it. */
  async showCell(cellId: string, line?: number): Promise<void> {
    const start = { line: line ?? 0, character: 0 };
    const range = line === undefined ? null : { start, end: start };
    await this._options.code.reveal(cellId, range, true);
  }
}

export namespace Navigator {
  export interface IOptions {
    code: INotebookCode;
    editors: INotebookEditors;
    store: FindingsStore;
  }
}
