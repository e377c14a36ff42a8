/**
 * Sends the requests of one view one after the other.
 *
 * A request that is no longer wanted when its turn comes is never sent: the channel
 * lets only a few through each second, and they are for what the user sees now.
 */
export class RequestLane {
  /** Waits for its turn, then asks; null if the answer was no longer wanted. */
  async run<T>(
    ask: () => Promise<T>,
    isWanted: () => boolean
  ): Promise<T | null> {
    const previous = this._tail;
    let leave: () => void = () => undefined;
    this._tail = new Promise(resolve => (leave = resolve));
    await previous;
    try {
      return isWanted() ? await ask() : null;
    } finally {
      leave();
    }
  }

  private _tail: Promise<void> = Promise.resolve();
}
