import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel, KernelMessage, Session } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { GRADIENTS_MIME } from '../tokens';

/** What is known of the kernel behind a recording that had not ended. */
export type Link =
  /** It was heard of this kernel, which is connected. */
  | 'live'
  /** Nobody knows yet: the kernel starts, connects or has not been asked. */
  | 'unsure'
  /** The page gave up to reach the kernel, which may be there. */
  | 'cut'
  /** There is a kernel, and it does not make this recording. */
  | 'over'
  /** The kernel has ended, or there is none. */
  | 'gone';

/**
 * Knows which recordings the kernel of one notebook makes.
 *
 * A document does not say which kernel made it: it may have been saved by another one.
 * So only recordings count that were heard of this kernel, or that it knows when asked.
 */
export class SessionLink implements IDisposable {
  constructor(options: SessionLink.IOptions) {
    this._options = options;
    const session = options.sessionContext;
    session.iopubMessage.connect(this._onMessage, this);
    session.statusChanged.connect(this._onStatus, this);
    session.connectionStatusChanged.connect(this._emit, this);
    session.kernelChanged.connect(this._onKernel, this);
    session.sessionChanged.connect(this._emit, this);
    options.sessions.runningChanged.connect(this._emit, this);
    void options.sessions.ready.then(this._emit.bind(this));
  }

  /** Emitted when the link of a recording may have changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The link to the kernel of a recording; without a name, to any kernel. */
  of(watch: string): Link {
    const kernel = this._kernel;
    if (!kernel) {
      return this._isStarting ? 'unsure' : 'gone';
    }
    const isKnown = watch === '' || this._heard.has(watch);
    if (!isKnown) {
      return this._isLost ? 'gone' : this._over.has(watch) ? 'over' : 'unsure';
    }
    switch (kernel.connectionStatus) {
      case 'connected':
        return 'live';
      case 'connecting':
        return 'unsure';
      case 'disconnected':
        return 'cut';
    }
  }

  /** Notes that the kernel makes a recording. */
  hear(watch: string): void {
    this._over.delete(watch);
    if (watch && !this._heard.has(watch)) {
      this._heard.add(watch);
      this._emit();
    }
  }

  /** Asks the kernel about a recording that was not heard of. */
  async ask(watch: string): Promise<void> {
    this._shown.add(watch);
    const isKnown = this.of(watch) !== 'unsure' || this._heard.has(watch);
    if (isKnown || this._asked.has(watch)) {
      return;
    }
    const kernel = this._kernel;
    this._asked.add(watch);
    const isRecorded = await this._options.isRecorded(watch);
    this._asked.delete(watch);
    if (this._isDisposed || kernel !== this._kernel || isRecorded === null) {
      return;
    }
    if (isRecorded) {
      this.hear(watch);
    } else if (!this._heard.has(watch)) {
      this._over.add(watch);
      this._emit();
    }
  }

  /** To be called when the kernel can answer. */
  askAgain(): void {
    this._shown.forEach(watch => void this.ask(watch));
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private get _kernel(): Kernel.IKernelConnection | null {
    const kernel = this._options.sessionContext.session?.kernel;
    return !kernel || kernel.isDisposed || ENDED.has(kernel.status)
      ? null
      : kernel;
  }

  /** Whether the page is about to have a first kernel, started or found running. */
  private get _isStarting(): boolean {
    const { sessionContext, sessions } = this._options;
    const { isReady, path } = sessionContext;
    const isAwaited = (): boolean =>
      !sessions.isReady ||
      !sessionContext.hasNoKernel ||
      [...sessions.running()].some(session => session.path === path);
    // It is not ready either while the user is asked which kernel to take.
    return !this._isLost && !isReady && isAwaited();
  }

  private _onMessage(_: unknown, message: KernelMessage.IMessage): void {
    const type = message.header.msg_type;
    if (type === 'display_data' || type === 'update_display_data') {
      const { data } =
        message.content as KernelMessage.IDisplayDataMsg['content'];
      const document = data[GRADIENTS_MIME] as { watch?: unknown } | undefined;
      if (typeof document?.watch === 'string') {
        this.hear(document.watch);
      }
    }
  }

  private _onStatus(_: unknown, status: Kernel.Status): void {
    if (ENDED.has(status)) {
      this._lose();
    }
  }

  private _onKernel(
    _: unknown,
    change: { readonly oldValue: Kernel.IKernelConnection | null }
  ): void {
    if (change.oldValue) {
      this._lose();
    } else {
      this._emit();
    }
  }

  /** Whatever was not heard since is of a kernel that has ended. */
  private _lose(): void {
    this._heard.clear();
    this._over.clear();
    this._isLost = true;
    this._emit();
  }

  private _emit(): void {
    if (!this._isDisposed) {
      this._changed.emit();
    }
  }

  private readonly _options: SessionLink.IOptions;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _heard = new Set<string>();
  private readonly _over = new Set<string>();
  /** What the kernel has not answered yet. */
  private readonly _asked = new Set<string>();
  /** What is drawn of this notebook. */
  private readonly _shown = new Set<string>();
  /** Whether a kernel ended since the notebook was opened. */
  private _isLost = false;
  private _isDisposed = false;
}

export namespace SessionLink {
  export interface IOptions {
    readonly sessionContext: ISessionContext;
    readonly sessions: Session.IManager;
    /** Asks the kernel; null if it cannot be asked now. */
    readonly isRecorded: (watch: string) => Promise<boolean | null>;
  }
}

const ENDED: ReadonlySet<Kernel.Status> = new Set([
  'dead',
  'terminating',
  'restarting',
  'autorestarting'
]);
