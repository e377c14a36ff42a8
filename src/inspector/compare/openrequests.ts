import type { IOutcome } from '../asking/shownkernel';

/** The requests of a view that are under way, and why the last one failed. */
export class OpenRequests {
  constructor(private readonly _onChange: () => void) {}

  /** Whether there is any. */
  get areAny(): boolean {
    return this._count > 0;
  }

  /** Why one failed; null if the latest answer was good. */
  get error(): Error | null {
    return this._error;
  }

  /** Counts a request until it ends, and hands its answer on. */
  async follow<T>(
    asked: Promise<IOutcome<T>>,
    take: (answer: T) => unknown
  ): Promise<void> {
    this._count += 1;
    this._onChange();
    const { answer, error } = await asked;
    this._count -= 1;
    if (answer !== null) {
      this._error = null;
      take(answer);
    }
    this._error = error ?? this._error;
    this._onChange();
  }

  /** Says that there is no failure to tell of any more. */
  forgive(): void {
    this._error = null;
  }

  private _count = 0;
  private _error: Error | null = null;
}
