import type { IDisposable } from '@lumino/disposable';

/** The sentences that a check confirmed, each for four seconds. */
export class Confirmations implements IDisposable {
  constructor(private readonly _onChanged: () => void) {}

  get sentences(): readonly string[] {
    return this._sentences;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  add(sentences: readonly string[]): void {
    for (const sentence of sentences) {
      this._sentences = [...this._sentences, sentence];
      const timer = setTimeout(() => {
        this._timers.delete(timer);
        this._sentences = this._sentences.filter(other => other !== sentence);
        this._onChanged();
      }, SHOWN_MS);
      this._timers.add(timer);
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._timers.forEach(clearTimeout);
  }

  private readonly _timers = new Set<ReturnType<typeof setTimeout>>();
  private _sentences: readonly string[] = [];
  private _isDisposed = false;
}

const SHOWN_MS = 4000;
