import type { IDisposable } from '@lumino/disposable';

import { Timer } from './timer';

/** After a sweep that was cut short: what kept the machine busy may be over then. */
const REST_MS = 2000;

/**
 * Asks once more after a sweep that was cut short, or what it left would be told only
 * after the next run.
 *
 * Once for each run: a kernel that is always short of time would be asked for ever.
 */
export class Remainder implements IDisposable {
  constructor(private readonly _options: Remainder.IOptions) {}

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Starts anew: a run has ended, whose own sweep is due, or there is another kernel. */
  renew(): void {
    this._timer.stop();
    this._isSpent = false;
  }

  /** Takes note of a sweep. */
  follow(isCutShort: boolean): void {
    this._timer.stop();
    if (isCutShort && !this._isSpent && !this._isDisposed) {
      this._timer.start(REST_MS);
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._timer.stop();
  }

  private _onTimer(): void {
    if (this._options.isIdle()) {
      this._isSpent = true;
      this._options.sweep();
    } else {
      this._timer.start(REST_MS);
    }
  }

  private readonly _timer = new Timer(() => this._onTimer());
  private _isSpent = false;
  private _isDisposed = false;
}

export namespace Remainder {
  export interface IOptions {
    /** Whether no cell runs. */
    isIdle: () => boolean;
    /** Asks for another sweep. */
    sweep: () => void;
  }
}
