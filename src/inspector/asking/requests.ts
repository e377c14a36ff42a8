import { PromiseDelegate } from '@lumino/coreutils';

/**
 * Sends the requests of one view one after the other, to each kernel.
 *
 * A request that is no longer wanted when its turn comes is never sent: the channel
 * lets only a few through each second, and they are for what the user sees now. A kernel
 * that does not answer keeps back nothing that is for another one.
 */
export class RequestLane {
  /** Waits for its turn, then asks; null if the answer was no longer wanted. */
  async run<T>(
    kernel: object,
    ask: () => Promise<T>,
    isWanted: () => boolean
  ): Promise<T | null> {
    const previous = this._tails.get(kernel);
    const turn = new PromiseDelegate<void>();
    this._tails.set(kernel, turn.promise);
    if (previous) {
      await previous;
    }
    try {
      return isWanted() ? await ask() : null;
    } finally {
      turn.resolve();
      if (this._tails.get(kernel) === turn.promise) {
        this._tails.delete(kernel);
      }
    }
  }

  private readonly _tails = new WeakMap<object, Promise<void>>();
}
