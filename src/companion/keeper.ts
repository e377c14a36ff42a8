import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { KernelAccess } from './access';
import type { KernelLife, ToldBy } from './life';
import type { CompanionLink } from './link';
import type { CompanionSettings } from './settings';

/** Makes and ends the link as kernels come, restart and die, and as the user wishes. */
export class LinkKeeper implements IDisposable {
  constructor(options: LinkKeeper.IOptions) {
    const { access, life, link, sessionContext, settings } = options;
    this._access = access;
    this._link = link;
    life.ended.connect(this._onEnded, this);
    life.begun.connect(this._onBegun, this);
    sessionContext.kernelChanged.connect(this._onKernelChanged, this);
    sessionContext.statusChanged.connect(this._onStatusChanged, this);
    // The kernel knows a client by its notebook's path.
    sessionContext.propertyChanged.connect(this.begin, this);
    // The panel's own signal comes when nothing can be said to the kernel any more.
    sessionContext.disposed.connect(link.leave, link);
    settings.changed.connect(this.begin, this);
    this.begin();
  }

  /** Emitted when what was in the kernel is gone, with its process or with itself. */
  get restarted(): ISignal<this, void> {
    return this._restarted;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Starts from nothing with whatever kernel there is. */
  begin(): void {
    if (this._isDisposed) {
      return;
    }
    this._link.forget();
    const { kernel, isOver, mayGreet } = this._access;
    if (kernel?.status === 'idle' && !isOver && mayGreet) {
      this._link.start(kernel);
    } else {
      this._link.state = this._access.unlinkedState;
    }
  }

  /** Connects because the user wants it. */
  async connect(): Promise<void> {
    this._access.agree();
    if (!this._link.channel) {
      this.begin();
      await this._link.greeting;
    }
  }

  /** Makes sure that the hello is sent before the cell that is about to run. */
  beforeRun(): void {
    const { kernel, isOver, mayGreet } = this._access;
    const isVain = isOver || REFUSED.has(this._link.state);
    if (kernel && mayGreet && !this._isBegun && !isVain) {
      this._link.start(kernel);
    }
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private get _isBegun(): boolean {
    return this._link.channel !== null || this._link.greeting !== null;
  }

  /** Whether a kernel that is idle leads out of the state. */
  private get _isWaiting(): boolean {
    const { state } = this._link;
    return ['none', 'waiting', 'dead', 'other-language'].includes(state);
  }

  private _onKernelChanged(
    _: unknown,
    change: { oldValue: Kernel.IKernelConnection | null }
  ): void {
    if (change.oldValue) {
      this._restarted.emit();
    }
    this.begin();
  }

  private _onStatusChanged(_: unknown, status: Kernel.Status): void {
    if (status === 'dead') {
      this._link.close();
      this._link.state = 'dead';
    } else if (status === 'idle' && !this._isBegun && this._isWaiting) {
      this.begin();
    }
  }

  /** Greets at once: a status that says idle may never come. */
  private _onBegun(): void {
    this._link.close();
    const { kernel, mayGreet } = this._access;
    if (kernel && mayGreet) {
      this._link.start(kernel);
    } else {
      this._link.state = this._access.unlinkedState;
    }
  }

  private _onEnded(_: unknown, toldBy: ToldBy): void {
    this._link.end(toldBy);
    this._restarted.emit();
  }

  private readonly _access: KernelAccess;
  private readonly _link: CompanionLink;
  private readonly _restarted = new Signal<this, void>(this);
  private _isDisposed = false;
}

/** A process that answered so is not asked again: each hello makes it busy and idle. */
const REFUSED: ReadonlySet<string> = new Set([
  'not-installed',
  'broken',
  'shared'
]);

export namespace LinkKeeper {
  export interface IOptions {
    access: KernelAccess;
    life: KernelLife;
    link: CompanionLink;
    sessionContext: ISessionContext;
    settings: CompanionSettings;
  }
}
