import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Question } from '../protocol/call';
import type { Channel } from '../protocol/channel';
import { CancelledError, TimeoutError } from '../protocol/errors';
import type { IReplies } from '../protocol/kinds';
import { replies } from '../protocol/kinds';
import type {
  ClientOpened,
  FixApplied,
  Hello,
  ModelsListed,
  ModuleDetails,
  NotebookCheck,
  NotebookFindings,
  RulePage,
  RunDone,
  SessionSet,
  SessionState,
  TreeGet,
  TreeRows
} from '../protocol/messages';
import type { CompanionState, ICompanion, Payload } from '../tokens';
import { BusyClock } from './busy';
import { clientId } from './client';
import { answersWhileBusy, createChannel } from './comms';
import { greet } from './hello';
import type { ToldBy } from './life';
import { KernelLife } from './life';
import type { CompanionSettings } from './settings';

/** The protocol that this front end speaks. */
export const PROTOCOL = 1;

/**
 * Follows one notebook's kernel and keeps the link to the companion in it.
 *
 * It never starts a kernel, and sends nothing to one that does not run Python.
 */
export class Companion implements ICompanion {
  constructor(options: Companion.IOptions) {
    this._sessionContext = options.sessionContext;
    this._settings = options.settings;
    this._version = options.version;
    // Before the clock: the first word of a new process may be that it is busy.
    this._life = new KernelLife(this._sessionContext);
    this._life.ended.connect(this._onEnded, this);
    this._life.begun.connect(this._onBegun, this);
    this._busy = new BusyClock(this._sessionContext);
    this._busy.changed.connect(this._onBusyChanged, this);
    this._sessionContext.kernelChanged.connect(this._onKernelChanged, this);
    this._sessionContext.statusChanged.connect(this._onStatusChanged, this);
    // The kernel knows a client by its notebook's path.
    this._sessionContext.propertyChanged.connect(this.begin, this);
    this._settings.changed.connect(this.begin, this);
    this.begin();
  }

  get state(): CompanionState {
    return this._state;
  }

  get stateChanged(): ISignal<this, CompanionState> {
    return this._stateChanged;
  }

  get hello(): Hello | null {
    return this._hello;
  }

  get hasTorch(): boolean {
    return this._hello !== null && (this._ran || this._hello.torch !== null);
  }

  get error(): string {
    return this._error;
  }

  get busySince(): number | null {
    return this._busy.since;
  }

  get busyChanged(): ISignal<this, void> {
    return this._busyChanged;
  }

  get paceChanged(): ISignal<this, void> {
    return this._paceChanged;
  }

  get restarted(): ISignal<this, void> {
    return this._restarted;
  }

  get runDone(): ISignal<this, RunDone> {
    return this._runDone;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  isLate(kind: string): boolean {
    return this._channel?.isLate(kind) ?? false;
  }

  answerMs(kind: string): number | null {
    return this._channel?.answerMs(kind) ?? null;
  }

  check(request: Payload<NotebookCheck>): Promise<NotebookFindings> {
    return this.ask({ kind: 'notebook.check', ...request });
  }

  listModels(): Promise<ModelsListed> {
    return this.ask({ kind: 'models.list' });
  }

  getTree(request: Payload<TreeGet>): Promise<TreeRows> {
    return this.ask({ kind: 'tree.get', ...request });
  }

  getModule(model: string, fqn: string): Promise<ModuleDetails> {
    return this.ask({ kind: 'module.get', model, fqn });
  }

  getRule(code: string): Promise<RulePage> {
    return this.ask({ kind: 'rule.get', code });
  }

  applyFix(finding: string, fix: number): Promise<FixApplied> {
    return this.ask({ kind: 'fix.apply', finding, fix });
  }

  setSession(request: Payload<SessionSet>): Promise<SessionState> {
    return this.ask({ kind: 'session.set', ...request });
  }

  async ask<K extends keyof IReplies>(
    question: Question<K>,
    deadlineMs?: number
  ): Promise<IReplies[K]> {
    if (!this._channel || !this._hello) {
      throw new CancelledError();
    }
    const reply = replies[question.kind];
    return this._channel.request<IReplies[K]>(question, reply, deadlineMs);
  }

  async connect(): Promise<void> {
    this._agreed = true;
    if (!this._channel) {
      this.begin();
      await this._greeting;
    }
  }

  /** Makes sure that the hello is sent before the cell that is about to run. */
  beforeRun(): void {
    const kernel = this._kernel;
    const isOpen = this._channel !== null || this._greeting !== null;
    const isVain = this._life.isOver || REFUSED.has(this._state);
    if (kernel && this._mayGreet() && !isOpen && !isVain) {
      this._startGreeting(kernel);
    }
  }

  /** Gives the kernel's threads back; a page that comes back from the cache reconnects. */
  disconnect(): void {
    this._attempt += 1;
    this._greeting = null;
    this._channel?.dispose();
    this._channel = null;
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

  private get _kernel(): Kernel.IKernelConnection | null {
    return this._sessionContext.session?.kernel ?? null;
  }

  /** Starts from nothing with whatever kernel there is. */
  begin(): void {
    if (this._isDisposed) {
      return;
    }
    this.disconnect();
    this._hello = null;
    this._ran = false;
    const kernel = this._kernel;
    if (kernel?.status === 'idle' && !this._life.isOver && this._mayGreet()) {
      this._startGreeting(kernel);
    } else {
      this._setState(this._idleState());
    }
  }

  /** Whether the user and the kernel's language let us in. */
  private _mayGreet(): boolean {
    const { enabled, autoload } = this._settings;
    return this._isPython() && enabled && (autoload === 'on' || this._agreed);
  }

  private _isPython(): boolean {
    const name = this._kernel?.name ?? '';
    const specs = this._sessionContext.specsManager.specs?.kernelspecs;
    return specs?.[name]?.language.toLowerCase() === 'python';
  }

  /** The state while there is no link. */
  private _idleState(): CompanionState {
    const status = this._kernel?.status;
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

  private _startGreeting(kernel: Kernel.IKernelConnection): void {
    const attempt = ++this._attempt;
    this._setState(kernel.status === 'busy' ? 'waiting' : 'connecting');
    this._greeting = this._greet(kernel, attempt).finally(() => {
      if (attempt === this._attempt) {
        this._greeting = null;
      }
    });
  }

  private async _greet(
    kernel: Kernel.IKernelConnection,
    attempt: number
  ): Promise<void> {
    const isWanted = () => attempt === this._attempt;
    try {
      const greeting = await greet(kernel);
      if (!isWanted()) {
        return;
      }
      if (greeting.state !== 'ready') {
        this._error = greeting.state === 'broken' ? greeting.error : '';
        this._setState(greeting.state);
        return;
      }
      const client = clientId(this._sessionContext.path);
      const channel = await createChannel(kernel, isWanted);
      if (channel) {
        await this._open(channel, client, isWanted);
      }
    } catch (reason) {
      this._onFailed(reason, isWanted());
    }
  }

  /** Exchanges versions on a fresh channel. */
  private async _open(
    channel: Channel,
    client: string,
    isWanted: () => boolean
  ): Promise<void> {
    this._channel = channel;
    channel.dropped.connect(this._onDropped, this);
    channel.runDone.connect(this._onRunDone, this);
    channel.paceChanged.connect(() => this._paceChanged.emit());
    this._hold();
    const question: Question<'client.open'> = {
      kind: 'client.open',
      client,
      path: this._sessionContext.path,
      version: this._version,
      protocol: PROTOCOL
    };
    const opened = await channel.open<ClientOpened>(
      question,
      { client },
      'client.opened'
    );
    if (isWanted()) {
      this._hello = opened.hello;
      this._setState(channel.held ? 'waiting' : 'ready');
    }
  }

  /** A greeting that a restart cut short is taken up again when the kernel is idle. */
  private _onFailed(reason: unknown, isWanted: boolean): void {
    if (!isWanted) {
      return;
    }
    this._channel?.dispose();
    this._channel = null;
    const error = reason instanceof Error ? reason.message : String(reason);
    if (
      reason instanceof TimeoutError ||
      reason instanceof CancelledError ||
      error.startsWith('Canceled')
    ) {
      this._setState(this._idleState());
    } else {
      this._error = error;
      this._setState('broken');
    }
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
      this._setState('dead');
    } else if (status === 'idle' && !this._channel && !this._greeting) {
      if (['none', 'waiting', 'dead', 'other-language'].includes(this._state)) {
        this.begin();
      }
    }
  }

  /** Greets at once: a status that says idle may never come. */
  private _onBegun(): void {
    this.disconnect();
    const kernel = this._kernel;
    if (kernel && this._mayGreet()) {
      this._startGreeting(kernel);
    } else {
      this._setState(this._idleState());
    }
  }

  private _onEnded(_: unknown, toldBy: ToldBy): void {
    this._busy.reset();
    if (toldBy === 'message') {
      this._channel?.discard();
    } else {
      this._channel?.abandon();
    }
    this._channel = null;
    this.disconnect();
    this._hello = null;
    this._ran = false;
    this._setState('none');
    this._restarted.emit();
  }

  private _onBusyChanged(): void {
    this._hold();
    if (this._channel && this._hello) {
      this._setState(this._channel.held ? 'waiting' : 'ready');
    }
    this._busyChanged.emit();
  }

  /** A kernel without subshells cannot answer before its cell has ended. */
  private _hold(): void {
    const kernel = this._kernel;
    if (this._channel && kernel) {
      this._channel.held =
        this._busy.since !== null && !answersWhileBusy(kernel);
    }
  }

  private _onDropped(): void {
    this.disconnect();
    this._setState('dropped');
  }

  private _onRunDone(_: unknown, push: RunDone): void {
    this._ran = true;
    this._runDone.emit(push);
  }

  private _setState(state: CompanionState): void {
    if (state !== this._state) {
      this._state = state;
      this._stateChanged.emit(state);
    }
  }

  private readonly _sessionContext: ISessionContext;
  private readonly _settings: CompanionSettings;
  private readonly _version: string;
  private readonly _life: KernelLife;
  private readonly _busy: BusyClock;
  private readonly _stateChanged = new Signal<this, CompanionState>(this);
  private readonly _busyChanged = new Signal<this, void>(this);
  private readonly _paceChanged = new Signal<this, void>(this);
  private readonly _restarted = new Signal<this, void>(this);
  private readonly _runDone = new Signal<this, RunDone>(this);
  private _state: CompanionState = 'none';
  private _hello: Hello | null = null;
  /** The kernel told of a run, which it does only once it has torch. */
  private _ran = false;
  private _error = '';
  private _agreed = false;
  private _channel: Channel | null = null;
  private _greeting: Promise<void> | null = null;
  /** Counts kernels and restarts: what began under another number is void. */
  private _attempt = 0;
  private _isDisposed = false;
}

/** A process that answered so is not asked again: each hello makes it busy and idle. */
const REFUSED: ReadonlySet<string> = new Set(['not-installed', 'broken']);

export namespace Companion {
  export interface IOptions {
    sessionContext: ISessionContext;
    settings: CompanionSettings;
    /** The version of this extension. */
    version: string;
  }
}
