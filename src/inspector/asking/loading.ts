/** Whether something is being read, and for so long that the user may want to stop it. */
export class Loading {
  constructor(private readonly _onChange: () => void) {}

  get isOn(): boolean {
    return this._isOn;
  }

  get isSlow(): boolean {
    return this._isSlow;
  }

  set(isOn: boolean): void {
    this._isOn = isOn;
    this._isSlow = false;
    clearTimeout(this._timer);
    if (isOn) {
      this._timer = setTimeout(() => {
        this._isSlow = true;
        this._onChange();
      }, SLOW_MS);
    }
    this._onChange();
  }

  private _isOn = false;
  private _isSlow = false;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

const SLOW_MS = 5000;
