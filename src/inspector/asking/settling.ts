/** Calls back once a series of events has settled, and now and then during a long one. */
export class Settling {
  constructor(options: Settling.IOptions) {
    this._options = options;
  }

  /** Tells of an event. */
  touch(): void {
    const { settleMs, maxWaitMs, done } = this._options;
    const now = Date.now();
    this._first ??= now;
    const wait = Math.min(settleMs, this._first + maxWaitMs - now);
    clearTimeout(this._timer);
    this._timer = setTimeout(
      () => {
        this._first = null;
        done();
      },
      Math.max(wait, 0)
    );
  }

  /** Forgets the events so far. */
  cancel(): void {
    clearTimeout(this._timer);
    this._first = null;
  }

  private readonly _options: Settling.IOptions;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _first: number | null = null;
}

export namespace Settling {
  export interface IOptions {
    /** How long nothing may happen. */
    readonly settleMs: number;

    /** How long the first event waits at most. */
    readonly maxWaitMs: number;
    readonly done: () => void;
  }
}
