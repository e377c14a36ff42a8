import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Question } from '../protocol/call';
import type { Channel } from '../protocol/channel';
import { CancelledError, TimeoutError } from '../protocol/errors';
import type { ClientOpened, RunDone } from '../protocol/messages';
import type { CompanionState } from '../tokens';
import { clientId } from './client';
import { createChannel } from './comms';
import { greet } from './hello';
import { CompanionRequests } from './requests';

/** The protocol that this front end speaks. */
const PROTOCOL = 1;

/** The link to the companion in a kernel: it greets, opens a channel and closes it. */
export abstract class CompanionLink extends CompanionRequests {
  constructor({ sessionContext, version }: CompanionLink.IOptions) {
    super();
    this.sessionContext = sessionContext;
    this._version = version;
  }

  get state(): CompanionState {
    return this._state;
  }

  get stateChanged(): ISignal<this, CompanionState> {
    return this._stateChanged;
  }

  get hasTorch(): boolean {
    return this.said !== null && (this.ran || this.said.torch !== null);
  }

  get error(): string {
    return this._error;
  }

  get paceChanged(): ISignal<this, void> {
    return this._paceChanged;
  }

  get runDone(): ISignal<this, RunDone> {
    return this._runDone;
  }

  /** Gives the kernel's threads back; a page that comes back from the cache reconnects. */
  disconnect(): void {
    this._attempt += 1;
    this.greeting = null;
    this.channel?.dispose();
    this.channel = null;
  }

  /** Disconnects from a kernel that lives on, in the last moment in which it hears of it. */
  protected leave(): void {
    const subshell_id = this.channel?.subshellId;
    const kernel = this.kernel;
    this.disconnect();
    if (subshell_id && kernel) {
      // The application asks for this only when its connection is gone.
      kernel.requestDeleteSubshell({ subshell_id }, true);
    }
  }

  /** The state while there is no link. */
  protected abstract idleState(): CompanionState;

  /** Keeps requests back while the kernel cannot answer. */
  protected abstract hold(): void;

  protected get kernel(): Kernel.IKernelConnection | null {
    return this.sessionContext.session?.kernel ?? null;
  }

  protected startGreeting(kernel: Kernel.IKernelConnection): void {
    const attempt = ++this._attempt;
    if (!kernel.handleComms) {
      this.setState('shared');
      return;
    }
    this.setState(kernel.status === 'busy' ? 'waiting' : 'connecting');
    this.greeting = this._greet(kernel, attempt).finally(() => {
      if (attempt === this._attempt) {
        this.greeting = null;
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
        this.setState(greeting.state);
        return;
      }
      const client = clientId(this.sessionContext.path);
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
    this.channel = channel;
    channel.dropped.connect(this._onDropped, this);
    channel.runDone.connect(this._onRunDone, this);
    channel.paceChanged.connect(() => this._paceChanged.emit());
    this.hold();
    const question: Question<'client.open'> = {
      kind: 'client.open',
      client,
      path: this.sessionContext.path,
      version: this._version,
      protocol: PROTOCOL
    };
    const opened = await channel.open<ClientOpened>(
      question,
      { client },
      'client.opened'
    );
    if (isWanted()) {
      this.said = opened.hello;
      this.setState(channel.held ? 'waiting' : 'ready');
    }
  }

  /** A greeting that a restart cut short is taken up again when the kernel is idle. */
  private _onFailed(reason: unknown, isWanted: boolean): void {
    if (!isWanted) {
      return;
    }
    this.channel?.dispose();
    this.channel = null;
    const error = reason instanceof Error ? reason.message : String(reason);
    if (
      reason instanceof TimeoutError ||
      reason instanceof CancelledError ||
      error.startsWith('Canceled')
    ) {
      this.setState(this.idleState());
    } else {
      this._error = error;
      this.setState('broken');
    }
  }

  private _onDropped(): void {
    this.disconnect();
    this.setState('dropped');
  }

  private _onRunDone(_: unknown, push: RunDone): void {
    this.ran = true;
    this._runDone.emit(push);
  }

  protected setState(state: CompanionState): void {
    if (state !== this._state) {
      this._state = state;
      this._stateChanged.emit(state);
    }
  }

  protected readonly sessionContext: ISessionContext;
  protected greeting: Promise<void> | null = null;
  /** The kernel told of a run, which it does only once it has torch. */
  protected ran = false;
  private readonly _version: string;
  private readonly _stateChanged = new Signal<this, CompanionState>(this);
  private readonly _paceChanged = new Signal<this, void>(this);
  private readonly _runDone = new Signal<this, RunDone>(this);
  private _state: CompanionState = 'none';
  private _error = '';
  /** Counts kernels and restarts: what began under another number is void. */
  private _attempt = 0;
}

export namespace CompanionLink {
  export interface IOptions {
    sessionContext: ISessionContext;
    /** The version of this extension. */
    version: string;
  }
}
