import type { Kernel } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { CompanionState, ICompanion } from '../tokens';
import { BusyClock } from './busy';
import { answersWhileBusy } from './comms';
import type { ToldBy } from './life';
import { KernelLife } from './life';
import { CompanionLink } from './link';
import type { CompanionSettings } from './settings';

/**
 * Follows one notebook's kernel and keeps the link to the companion in it.
 *
 * It never starts a kernel, and sends nothing to one that does not run Python.
 */
export class Companion extends CompanionLink implements ICompanion {
  constructor(options: Companion.IOptions) {
    super(options);
    this._settings = options.settings;
    // Before the clock: the first word of a new process may be that it is busy.
    this._life = new KernelLife(this.sessionContext);
    this._life.ended.connect(this._onEnded, this);
    this._life.begun.connect(this._onBegun, this);
    this._busy = new BusyClock(this.sessionContext);
    this._busy.changed.connect(this._onBusyChanged, this);
    this.sessionContext.kernelChanged.connect(this._onKernelChanged, this);
    this.sessionContext.statusChanged.connect(this._onStatusChanged, this);
    // The kernel knows a client by its notebook's path.
    this.sessionContext.propertyChanged.connect(this.begin, this);
    // The panel's own signal comes when nothing can be said to the kernel any more.
    this.sessionContext.disposed.connect(this.leave, this);
    this._settings.changed.connect(this.begin, this);
    this.begin();
  }

  get busySince(): number | null {
    return this._busy.since;
  }

  get busyChanged(): ISignal<this, void> {
    return this._busyChanged;
  }

  get restarted(): ISignal<this, void> {
    return this._restarted;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  async connect(): Promise<void> {
    this._agreed = true;
    if (!this.channel) {
      this.begin();
      await this.greeting;
    }
  }

  /** Makes sure that the hello is sent before the cell that is about to run. */
  beforeRun(): void {
    const kernel = this.kernel;
    const isOpen = this.channel !== null || this.greeting !== null;
    const isVain = this._life.isOver || REFUSED.has(this.state);
    if (kernel && this._mayGreet() && !isOpen && !isVain) {
      this.startGreeting(kernel);
    }
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this.disconnect();
    this._busy.dispose();
    this._life.dispose();
    Signal.clearData(this);
  }

  /** Starts from nothing with whatever kernel there is. */
  begin(): void {
    if (this._isDisposed) {
      return;
    }
    this.disconnect();
    this.said = null;
    this.ran = false;
    const kernel = this.kernel;
    if (kernel?.status === 'idle' && !this._life.isOver && this._mayGreet()) {
      this.startGreeting(kernel);
    } else {
      this.setState(this.idleState());
    }
  }

  /** Whether the user and the kernel's language let us in. */
  private _mayGreet(): boolean {
    const { enabled, autoload } = this._settings;
    return this._isPython() && enabled && (autoload === 'on' || this._agreed);
  }

  private _isPython(): boolean {
    const name = this.kernel?.name ?? '';
    const specs = this.sessionContext.specsManager.specs?.kernelspecs;
    return specs?.[name]?.language.toLowerCase() === 'python';
  }

  /** The state while there is no link. */
  protected idleState(): CompanionState {
    const status = this.kernel?.status;
    if (status === 'dead' || status === 'terminating') {
      return 'dead';
    }
    if (
      !status ||
      this._life.isOver ||
      ['starting', 'restarting', 'autorestarting'].includes(status)
    ) {
      return 'none';
    }
    if (!this._isPython()) {
      return 'other-language';
    }
    return this._mayGreet() ? 'waiting' : 'off';
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
      this.disconnect();
      this.setState('dead');
    } else if (status === 'idle' && !this.channel && !this.greeting) {
      if (['none', 'waiting', 'dead', 'other-language'].includes(this.state)) {
        this.begin();
      }
    }
  }

  /** Greets at once: a status that says idle may never come. */
  private _onBegun(): void {
    this.disconnect();
    const kernel = this.kernel;
    if (kernel && this._mayGreet()) {
      this.startGreeting(kernel);
    } else {
      this.setState(this.idleState());
    }
  }

  private _onEnded(_: unknown, toldBy: ToldBy): void {
    this._busy.reset();
    if (toldBy === 'message') {
      this.channel?.discard();
    } else {
      this.channel?.abandon();
    }
    this.channel = null;
    this.disconnect();
    this.said = null;
    this.ran = false;
    this.setState('none');
    this._restarted.emit();
  }

  private _onBusyChanged(): void {
    this.hold();
    if (this.channel && this.said) {
      this.setState(this.channel.held ? 'waiting' : 'ready');
    }
    this._busyChanged.emit();
  }

  /** A kernel without subshells cannot answer before its cell has ended. */
  protected hold(): void {
    const kernel = this.kernel;
    if (this.channel && kernel) {
      this.channel.held =
        this._busy.since !== null && !answersWhileBusy(kernel);
    }
  }

  private readonly _settings: CompanionSettings;
  private readonly _life: KernelLife;
  private readonly _busy: BusyClock;
  private readonly _busyChanged = new Signal<this, void>(this);
  private readonly _restarted = new Signal<this, void>(this);
  private _agreed = false;
  private _isDisposed = false;
}

/** A process that answered so is not asked again: each hello makes it busy and idle. */
const REFUSED: ReadonlySet<string> = new Set([
  'not-installed',
  'broken',
  'shared'
]);

export namespace Companion {
  export interface IOptions extends CompanionLink.IOptions {
    settings: CompanionSettings;
  }
}
