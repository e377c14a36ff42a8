import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Hindrance } from '../tokens';
import type { INotebookCode } from './notebook';

/**
 * Says whether the code of a notebook may be sent, and if not, why.
 *
 * A notebook that has nothing to do with torch costs no message. The text of one that is
 * not trusted stays where it is until its user edits, runs, trusts or checks it.
 */
export class Clearance implements IDisposable {
  constructor(code: INotebookCode) {
    this._code = code;
    this._hindrance = this._find();
    code.textChanged.connect(this._onTextChanged, this);
    code.cellsChanged.connect(this.update, this);
    code.trustChanged.connect(this._onTrustChanged, this);
  }

  /** What is in the way; null if nothing is. */
  get hindrance(): Hindrance | null {
    return this._hindrance;
  }

  /** Emitted after something came into the way, or went out of it. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether the kernel is known to have imported torch. */
  get hasTorch(): boolean {
    return this._hasTorch;
  }
  set hasTorch(hasTorch: boolean) {
    this._hasTorch = hasTorch;
    this.update();
  }

  /** Whether this notebook has to do with torch, as far as is known. */
  get isConcerned(): boolean {
    return (
      this._hasTorch ||
      this._code.cells.some(({ source }) => /\btorch\b/.test(source))
    );
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Notes that the user works with this notebook. */
  agree(): void {
    this._isAgreed = true;
    this.update();
  }

  /** Looks again, which reads all cells. */
  update(): void {
    const hindrance = this._find();
    if (hindrance !== this._hindrance) {
      this._hindrance = hindrance;
      this._changed.emit();
    }
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
    }
  }

  private _find(): Hindrance | null {
    if (!this.isConcerned) {
      return 'no-torch';
    }
    return this._isAgreed || this._code.isTrusted ? null : 'untrusted';
  }

  private _onTextChanged(): void {
    this._isAgreed = true;
    // To read all cells after each key would be too much.
    if (this._hindrance !== null) {
      this.update();
    }
  }

  /** Told once for each cell, so it must be quick as long as the others lag behind. */
  private _onTrustChanged(): void {
    const isUntrusted = this._hindrance === 'untrusted';
    if (
      this._hindrance !== 'no-torch' &&
      this._code.isTrusted === isUntrusted
    ) {
      this.update();
    }
  }

  private readonly _code: INotebookCode;
  private readonly _changed = new Signal<this, void>(this);
  private _hindrance: Hindrance | null;
  private _hasTorch = false;
  private _isAgreed = false;
  private _isDisposed = false;
}
