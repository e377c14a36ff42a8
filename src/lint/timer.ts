/** Calls once, a while after it was last started. */
export class Timer {
  constructor(private readonly _call: () => void) {}

  get isRunning(): boolean {
    return this._handle !== undefined;
  }

  start(delayMs: number): void {
    this.stop();
    this._handle = setTimeout(() => {
      this._handle = undefined;
      this._call();
    }, delayMs);
  }

  stop(): void {
    clearTimeout(this._handle);
    this._handle = undefined;
  }

  private _handle: ReturnType<typeof setTimeout> | undefined;
}
