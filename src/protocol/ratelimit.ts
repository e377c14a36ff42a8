/** Lets at most four requests go in any second: each makes older kernels' indicator blink. */
export class RateLimit {
  /** How long until one more request keeps to the limit. */
  get waitMs(): number {
    const now = Date.now();
    this._sentAt = this._sentAt.filter(time => now - time < 1000);
    return this._sentAt.length < MAX_PER_SECOND
      ? 0
      : this._sentAt[0] + 1000 - now;
  }

  /** Notes that a request goes now. */
  note(): void {
    this._sentAt.push(Date.now());
  }

  private _sentAt: number[] = [];
}

const MAX_PER_SECOND = 4;
