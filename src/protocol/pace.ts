/** Learns how long a kernel takes to answer, by the kind of the request. */
export class Pace {
  /** Notes what an answer took. */
  note(kind: string, ms: number): void {
    this._last.set(kind, [...this._of(kind), ms].slice(-REMEMBERED));
  }

  /** What an answer usually takes; null before the first. */
  usualMs(kind: string): number | null {
    const last = [...this._of(kind)].sort((a, b) => a - b);
    // The lower one of two: a single slow answer tells of a moment only.
    return last[Math.floor((last.length - 1) / 2)] ?? null;
  }

  /** After which time the next answer is late; never less than `leastMs`. */
  deadlineMs(kind: string, leastMs: number): number {
    const last = this._of(kind);
    const expected = last.length > 0 ? Math.max(...last) : this._delayMs;
    return Math.min(Math.max(leastMs, 2 * expected), MOST_MS);
  }

  /** A slow connection delays all kinds alike, so the quickest shows how slow it is. */
  private get _delayMs(): number {
    const usual = [...this._last.keys()].map(kind => this.usualMs(kind) ?? 0);
    return usual.length > 0 ? Math.min(...usual) : 0;
  }

  private _of(kind: string): readonly number[] {
    return this._last.get(kind) ?? [];
  }

  private readonly _last = new Map<string, readonly number[]>();
}

const REMEMBERED = 3;

/** A machine that slept did not answer slowly. */
const MOST_MS = 120_000;
