/**
 * Sends the requests of one view one after the other.
 *
 * A reply that is sent while a cell runs makes the front end believe for a moment that
 * the kernel is idle, so there is never more than one in flight, and while the kernel
 * is busy at most four per second.
 */
export class RequestLane {
  constructor(options: RequestLane.IOptions) {
    this._isBusy = options.isBusy;
  }

  /** Waits for its turn, then asks; a cancelled turn resolves to null and asks nothing. */
  async run<T>(
    ask: () => Promise<T>,
    isWanted: () => boolean
  ): Promise<T | null> {
    const previous = this._tail;
    let leave: () => void = () => undefined;
    this._tail = new Promise(resolve => (leave = resolve));
    await previous;
    try {
      await this._pace();
      return isWanted() ? await ask() : null;
    } finally {
      this._lastEnd = Date.now();
      leave();
    }
  }

  private async _pace(): Promise<void> {
    const wait = this._lastEnd + MIN_GAP_MS - Date.now();
    if (this._isBusy() && wait > 0) {
      await new Promise(resolve => setTimeout(resolve, wait));
    }
  }

  private readonly _isBusy: () => boolean;
  private _tail: Promise<void> = Promise.resolve();
  private _lastEnd = 0;
}

export namespace RequestLane {
  export interface IOptions {
    /** Whether a cell runs at the moment. */
    readonly isBusy: () => boolean;
  }
}

const MIN_GAP_MS = 250;
