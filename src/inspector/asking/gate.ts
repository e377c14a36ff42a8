import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** Holds requests that read data back until the kernel is idle. */
export class IdleGate {
  constructor(isIdle: () => boolean) {
    this._isIdle = isIdle;
  }

  /** Emitted after `isWaiting` changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether something waits for the kernel. */
  get isWaiting(): boolean {
    return this._waiting.length > 0;
  }

  /** Resolves with true once the kernel is idle, with false if nobody waits any more. */
  pass(): Promise<boolean> {
    if (this._isIdle()) {
      return Promise.resolve(true);
    }
    return new Promise(resolve => {
      this._waiting.push(resolve);
      this._changed.emit();
    });
  }

  /** To be called when the kernel has become busy or idle. */
  update(): void {
    if (this._isIdle()) {
      this._release(true);
    }
  }

  /** Gives up what waits. */
  cancel(): void {
    this._release(false);
  }

  private _release(isOpen: boolean): void {
    const waiting = this._waiting.splice(0);
    waiting.forEach(resolve => resolve(isOpen));
    if (waiting.length > 0) {
      this._changed.emit();
    }
  }

  private readonly _isIdle: () => boolean;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _waiting: ((isOpen: boolean) => void)[] = [];
}
