/** Whether runs are followed: what the user chose on this page, else what was saved. */
export class FollowChoice {
  constructor(private readonly _onChange: () => void) {}

  get value(): boolean {
    return this._value;
  }

  /** Holds at once: a run may end before the setting is saved and has come back. */
  async choose(
    follow: boolean,
    save: (follow: boolean) => Promise<void>
  ): Promise<void> {
    this._set(follow);
    this._numSaving += 1;
    try {
      await save(follow);
    } catch (reason) {
      console.warn('The setting to follow runs could not be saved.', reason);
    } finally {
      this._numSaving -= 1;
    }
  }

  /** Takes over what the settings say, unless the user's own choice is on its way there. */
  restore(follow: boolean): void {
    if (this._numSaving === 0) {
      this._set(follow);
    }
  }

  private _set(follow: boolean): void {
    if (follow !== this._value) {
      this._value = follow;
      this._onChange();
    }
  }

  private _value = true;
  private _numSaving = 0;
}
