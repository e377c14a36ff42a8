/** What somebody who looks waits for: each run's outcome, or what the user asked for. */
export class Expectation {
  /** Whether each run leads to a reading. */
  follow = true;

  /** Whether something may have happened since the last reading. */
  isStale = true;

  /** Whether there has been a first reading. */
  get hasBegun(): boolean {
    return this._hasBegun;
  }

  /** Whether the user asked, asks always, or has not been shown anything yet. */
  get isExpected(): boolean {
    return this._isAsked || this.follow || !this._hasBegun;
  }

  /** Says that the user waits for what is read next. */
  ask(): void {
    this._isAsked = true;
  }

  /**
   * Begins a read, and tells later whether its answer is still awaited: that to a run is
   * not once runs are no longer followed.
   */
  read(): () => boolean {
    const isFollowing = !this._isAsked && this.follow && this._hasBegun;
    this._isAsked = false;
    return () => !isFollowing || this.isExpected;
  }

  /** Says that a read brought something. */
  answered(): void {
    this._hasBegun = true;
  }

  /** Says that a read failed: what is asked while runs are not followed is for the user. */
  failed(): void {
    this._isAsked ||= !this.follow;
  }

  /** Waits for nothing any more. */
  stop(): void {
    this.isStale = false;
    this._isAsked = false;
  }

  /** Starts anew, as with another kernel. */
  clear(): void {
    this.isStale = true;
    this._isAsked = false;
    this._hasBegun = false;
  }

  private _isAsked = false;
  private _hasBegun = false;
}
