import type { JSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IOutgoing } from './call';
import { Call } from './call';
import { CancelledError } from './errors';
import { idOf, readMessage } from './incoming';
import type { Incoming } from './kinds';
import type { RunDone } from './messages';
import { PendingCalls } from './pending';

/** The part of `Kernel.IComm` that the channel uses. */
export interface IWire {
  onMsg(message: IWire.IMessage): void | PromiseLike<void>;
  onClose(message: unknown): void | PromiseLike<void>;
  open(data: JSONObject): unknown;
  send(data: JSONObject): unknown;
  close(): unknown;
  dispose(): void;

  /** The thread of the kernel that answers on it, where there are such. */
  readonly subshellId?: string | null;
}

export namespace IWire {
  export interface IMessage {
    readonly content: { readonly data: unknown };
    readonly buffers?: readonly (ArrayBuffer | ArrayBufferView)[];
  }
}

/** Typed requests over one comm, and pushes over another. */
export class Channel implements IDisposable {
  constructor(options: Channel.IOptions) {
    this._requests = options.requests;
    this._pushes = options.pushes;
    this._requests.onMsg = message => this._onReply(message);
    this._requests.onClose = () => this._onClosed();
    this._pushes.onMsg = message => this._onPush(message);
  }

  /** Emitted for each cell that ended with a model alive. */
  get runDone(): ISignal<this, RunDone> {
    return this._runDone;
  }

  /** The thread of the kernel that answers; null if that is the one that runs cells. */
  get subshellId(): string | null {
    return this._requests.subshellId ?? null;
  }

  /** Emitted when the kernel closed the channel. */
  get dropped(): ISignal<this, void> {
    return this._dropped;
  }

  /** Emitted when an answer is late or has come late, and when answers take otherwise. */
  get paceChanged(): ISignal<PendingCalls, void> {
    return this._pending.paceChanged;
  }

  /** Whether the kernel should have answered a request of a kind by now. */
  isLate(kind: string): boolean {
    return this._pending.isLate(kind);
  }

  /** What answers of a kind take here; null before the first. */
  answerMs(kind: string): number | null {
    return this._pending.answerMs(kind);
  }

  /** Messages of the kernel that had no known shape. */
  get numRejected(): number {
    return this._numRejected;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** While held nothing is sent and no deadline runs: the kernel cannot answer. */
  get held(): boolean {
    return this._pending.held;
  }
  set held(held: boolean) {
    if (!this._isDisposed) {
      this._pending.held = held;
    }
  }

  /**
   * Opens both comms; the first request travels with the opening of its comm.
   *
   * A message right behind it would race with the kernel's own handling of the opening.
   */
  open<T extends Incoming>(
    message: IOutgoing,
    push: JSONObject,
    reply: T['kind']
  ): Promise<T> {
    const call = new Call(message, reply, OPEN_MS);
    this._pending.send(call, data => {
      this._requests.open(data);
      this._pushes.open(push);
    });
    return call.answer.promise as Promise<T>;
  }

  /**
   * Sends a request; the promise resolves with the reply of kind `reply`.
   *
   * That takes as long as the kernel takes: `isLate` tells once this is unusual.
   */
  request<T extends Incoming>(
    message: IOutgoing,
    reply: T['kind'],
    deadlineMs = DEADLINE_MS
  ): Promise<T> {
    if (this._isDisposed) {
      return Promise.reject(new CancelledError());
    }
    const call = new Call(message, reply, deadlineMs);
    this._pending.add(call);
    return call.answer.promise as Promise<T>;
  }

  /** Closes both comms; what is still open ends as cancelled. */
  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this.abandon();
    for (const comm of [this._requests, this._pushes]) {
      try {
        // Its future never settles on some kernels, so nobody waits for it.
        comm.close();
      } catch {
        // The kernel connection is gone already, and the comm with it.
        comm.dispose();
      }
    }
  }

  /** Ends without a word to the kernel: after a restart it knows nothing of our comms. */
  abandon(): void {
    this._isDisposed = true;
    this._pending.cancel();
    Signal.clearData(this);
  }

  /**
   * Ends after a restart of which the application knows nothing.
   *
   * It still holds the comms, and would give their subshell, which is gone, to the next.
   */
  discard(): void {
    this.abandon();
    this._requests.dispose();
    this._pushes.dispose();
  }

  private _onReply({ content, buffers }: IWire.IMessage): void {
    const call = this._pending.find(idOf(content.data));
    if (!call) {
      return;
    }
    if (!call.settle(readMessage(content.data, buffers))) {
      this._numRejected += 1;
    }
    this._pending.end(call);
  }

  private _onPush(message: IWire.IMessage): void {
    const push = readMessage(message.content.data, message.buffers);
    if (push?.kind === 'run.done') {
      this._runDone.emit(push);
    } else {
      this._numRejected += 1;
    }
  }

  private _onClosed(): void {
    if (!this._isDisposed) {
      this._dropped.emit();
    }
  }

  private readonly _requests: IWire;
  private readonly _pushes: IWire;
  private readonly _pending = new PendingCalls(data =>
    this._requests.send(data)
  );
  private readonly _runDone = new Signal<this, RunDone>(this);
  private readonly _dropped = new Signal<this, void>(this);
  private _numRejected = 0;
  private _isDisposed = false;
}

export namespace Channel {
  export interface IOptions {
    /** The comm on which the kernel answers; never written to from a cell. */
    requests: IWire;
    /** The comm on which only the kernel sends. */
    pushes: IWire;
  }
}

/** Until here no answer is late, however quick the kernel has been so far. */
const DEADLINE_MS = 2000;

/** The first request makes the kernel load what answers it. */
const OPEN_MS = 10_000;
