import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Question } from '../protocol/call';
import type { Channel } from '../protocol/channel';
import { CancelledError, TimeoutError } from '../protocol/errors';
import type { IReplies } from '../protocol/kinds';
import { replies } from '../protocol/kinds';
import type { Hello, RunDone } from '../protocol/messages';
import type { CompanionState } from '../tokens';
import type { KernelAccess } from './access';
import { openClient } from './client';
import { createChannel, endSubshell } from './comms';
import { greet } from './hello';
import type { ToldBy } from './life';

/** The link to the companion in a kernel: it greets, opens a channel and closes it. */
export class CompanionLink implements IDisposable {
  constructor(private readonly _options: CompanionLink.IOptions) {}

  get state(): CompanionState {
    return this._state;
  }
  set state(state: CompanionState) {
    if (state !== this._state) {
      this._state = state;
      this._stateChanged.emit(state);
    }
  }

  get stateChanged(): ISignal<this, CompanionState> {
    return this._stateChanged;
  }

  get paceChanged(): ISignal<this, void> {
    return this._paceChanged;
  }

  get runDone(): ISignal<this, RunDone> {
    return this._runDone;
  }

  /** What the companion said of itself. */
  get hello(): Hello | null {
    return this._hello;
  }

  get hasTorch(): boolean {
    return this._hello !== null && (this._ran || this._hello.torch !== null);
  }

  get error(): string {
    return this._error;
  }

  /** The hello that is under way; null without one. */
  get greeting(): Promise<void> | null {
    return this._greeting;
  }

  /** Where requests go; null before the hello was answered and after the end. */
  get channel(): Channel | null {
    return this._channel;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
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

  /** Greets a kernel, and opens a channel if there is a companion in it. */
  start(kernel: Kernel.IKernelConnection): void {
    const attempt = ++this._attempt;
    this.state = kernel.status === 'busy' ? 'waiting' : 'connecting';
    this._greeting = this._greet(kernel, attempt).finally(() => {
      if (attempt === this._attempt) {
        this._greeting = null;
      }
    });
  }

  /** Keeps requests back while the kernel cannot answer. */
  hold(): void {
    if (this._channel) {
      this._channel.held = this._options.access.mustWait;
      if (this._hello) {
        this.state = this._channel.held ? 'waiting' : 'ready';
      }
    }
  }

  /** Gives the kernel's threads back; a page that comes back from the cache reconnects. */
  close(): void {
    this._attempt += 1;
    this._greeting = null;
    this._channel?.dispose();
    this._channel = null;
  }

  /** Closes the link to a kernel that lives on, in the last moment in which it hears. */
  leave(): void {
    const subshell = this._channel?.subshellId;
    this.close();
    endSubshell(this._options.access.kernel, subshell);
  }

  /** Closes, and forgets what the companion said. */
  forget(): void {
    this.close();
    this._hello = null;
    this._ran = false;
  }

  /** Notes that the process is gone with the companion in it. */
  end(toldBy: ToldBy): void {
    this._channel?.[toldBy === 'message' ? 'discard' : 'abandon']();
    this._channel = null;
    this.forget();
    this.state = 'none';
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this.close();
      Signal.clearData(this);
    }
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
        this.state = greeting.state;
        return;
      }
      const channel = await createChannel(kernel, isWanted);
      if (channel) {
        await this._open(channel, isWanted);
      }
    } catch (reason) {
      if (isWanted()) {
        this._onFailed(reason);
      }
    }
  }

  /** Takes a fresh channel into use. */
  private async _open(
    channel: Channel,
    isWanted: () => boolean
  ): Promise<void> {
    this._channel = channel;
    channel.dropped.connect(this._onDropped, this);
    channel.runDone.connect(this._onRunDone, this);
    channel.paceChanged.connect(() => this._paceChanged.emit());
    channel.held = this._options.access.mustWait;
    const { sessionContext, version } = this._options;
    const hello = await openClient(channel, sessionContext.path, version);
    if (isWanted()) {
      this._hello = hello;
      this.state = channel.held ? 'waiting' : 'ready';
    }
  }

  /** A greeting that a restart cut short is taken up again when the kernel is idle. */
  private _onFailed(reason: unknown): void {
    this._channel?.dispose();
    this._channel = null;
    const error = reason instanceof Error ? reason.message : String(reason);
    const isOver = isCutShort(reason, error);
    this._error = isOver ? this._error : error;
    this.state = isOver ? this._options.access.unlinkedState : 'broken';
  }

  private _onDropped(): void {
    this.close();
    this.state = 'dropped';
  }

  private _onRunDone(_: unknown, push: RunDone): void {
    this._ran = true;
    this._runDone.emit(push);
  }

  private readonly _stateChanged = new Signal<this, CompanionState>(this);
  private readonly _paceChanged = new Signal<this, void>(this);
  private readonly _runDone = new Signal<this, RunDone>(this);
  private _state: CompanionState = 'none';
  private _error = '';
  private _hello: Hello | null = null;
  /** The kernel told of a run, which it does only once it has torch. */
  private _ran = false;
  private _channel: Channel | null = null;
  private _greeting: Promise<void> | null = null;
  /** Counts kernels and restarts: what began under another number is void. */
  private _attempt = 0;
  private _isDisposed = false;
}

export namespace CompanionLink {
  export interface IOptions {
    sessionContext: ISessionContext;
    /** The version of this extension. */
    version: string;
    access: KernelAccess;
  }
}

function isCutShort(reason: unknown, error: string): boolean {
  return (
    reason instanceof TimeoutError ||
    reason instanceof CancelledError ||
    error.startsWith('Canceled')
  );
}
