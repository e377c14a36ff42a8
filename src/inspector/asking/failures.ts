/** Why a kernel did not answer; one whose answer is lost is asked again, ever later. */
export class Failures {
  constructor(private readonly _askAgain: () => void) {}

  /** The last one; null if there was none since. */
  get error(): Error | null {
    return this._error;
  }

  /** Takes a failure; false if it is none, because the request was cancelled. */
  add(reason: unknown): boolean {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    if (error.name === 'CancelledError') {
      return false;
    }
    this._error = error;
    if (error.name === 'TimeoutError' && this._retries < MOST_RETRIES) {
      clearTimeout(this._timer);
      const wait = RETRY_MS * 2 ** this._retries;
      this._timer = setTimeout(() => this._askAgain(), wait);
      this._retries += 1;
    }
    return true;
  }

  /** Says that there is no failure to tell of any more. */
  forgive(): void {
    this._error = null;
  }

  /** Says that the kernel answers as it should. */
  answered(): void {
    this._retries = 0;
  }

  /** Asks no more. */
  clear(): void {
    clearTimeout(this._timer);
    this._retries = 0;
    this._error = null;
  }

  private _error: Error | null = null;
  private _retries = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

const RETRY_MS = 2000;
const MOST_RETRIES = 4;
