import type { ICompanion } from '../tokens';
import type { Clearance } from './clearance';
import type { INotebookEditors } from './editors';
import type { INotebookCode } from './notebook';

/** The column beside the code: it is there once there can be marks, and through a restart. */
export class MarkColumn {
  constructor(private readonly _options: MarkColumn.IOptions) {}

  /** Looks again whether there can be marks. */
  update(): void {
    const { clearance, code, companion, editors } = this._options;
    const { state } = companion;
    if (
      this._isGone ||
      code.isOff ||
      ['off', 'other-language'].includes(state)
    ) {
      editors.hasGutter = false;
    } else if (!editors.hasGutter) {
      editors.hasGutter = state === 'ready' && clearance.isConcerned;
    }
  }

  /** Takes the column away for good. */
  remove(): void {
    this._isGone = true;
    this.update();
  }

  private _isGone = false;
}

export namespace MarkColumn {
  export interface IOptions {
    clearance: Clearance;
    code: INotebookCode;
    companion: ICompanion;
    editors: INotebookEditors;
  }
}
