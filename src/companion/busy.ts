import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/**
 * Tells since when a kernel runs code.
 *
 * The kernel's own status is no help: every comm message makes it busy and idle again,
 * also while a cell runs. So this listens for whose status it is.
 */
export class BusyClock implements IDisposable {
  constructor(sessionContext: ISessionContext) {
    sessionContext.iopubMessage.connect(this._onMessage, this);
    sessionContext.statusChanged.connect(this._onStatus, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Milliseconds since 1970; null when idle. */
  get since(): number | null {
    return this._since;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Notes that whatever ran is gone with its process, and cannot say so. */
  reset(): void {
    this._set(null);
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
    }
  }

  private _onMessage(_: unknown, message: KernelMessage.IMessage): void {
    if (message.header.msg_type !== 'status') {
      return;
    }
    const parent = message.parent_header as Partial<KernelMessage.IHeader>;
    if (parent.msg_type !== 'execute_request') {
      return;
    }
    const { execution_state } = message.content as { execution_state: string };
    this._set(execution_state === 'busy' ? (this._since ?? Date.now()) : null);
  }

  private _onStatus(_: unknown, status: Kernel.Status): void {
    if (status === 'dead' || status === 'terminating') {
      this._set(null);
    }
  }

  private _set(since: number | null): void {
    if (since !== this._since) {
      this._since = since;
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _since: number | null = null;
  private _isDisposed = false;
}
