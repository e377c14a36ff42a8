import type { JSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IOutgoing } from './call';
import { Call } from './call';
import { CancelledError, CompanionError } from './errors';
import { idOf, readMessage } from './incoming';
import type { Incoming } from './kinds';
import type { RunDone } from './messages';
import { Pace } from './pace';

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

/**
 * Typed requests over one comm, and pushes over another.
 *
 * Requests of one kind go one at a time, and at most four a second go in all: each of
 * them makes the kernel's indicator blink on older kernels.
 */
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
  get paceChanged(): ISignal<this, void> {
    return this._paceChanged;
  }

  /** Whether the kernel should have answered a request of a kind by now. */
  isLate(kind: string): boolean {
    return [...this._inFlight.values()].some(
      call => call.kind === kind && call.isLate
    );
  }

  /** What answers of a kind take here; null before the first. */
  answerMs(kind: string): number | null {
    return this._pace.usualMs(kind);
  }

  /** Messages of the kernel that had no known shape. */
  get numRejected(): number {
    return this._numRejected;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /**
   * While held nothing is sent and no deadline runs: the kernel cannot answer.
   */
  get held(): boolean {
    return this._held;
  }
  set held(held: boolean) {
    if (held === this._held || this._isDisposed) {
      return;
    }
    this._held = held;
    for (const call of this._inFlight.values()) {
      if (held) {
        call.stop();
      } else {
        this._start(call);
      }
    }
    this._paceChanged.emit();
    this._pump();
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
    this._send(call, data => {
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
    this._queue.push(call);
    this._pump();
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
    clearTimeout(this._pumpTimer);
    const open = [...this._inFlight.values(), ...this._queue];
    this._inFlight.clear();
    this._queue.length = 0;
    for (const call of open) {
      call.stop();
      call.answer.reject(new CancelledError());
    }
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

  /** Sends what may be sent now, and comes back for the rest. */
  private _pump(): void {
    clearTimeout(this._pumpTimer);
    if (this._held || this._isDisposed) {
      return;
    }
    const busy = new Set(
      Array.from(this._inFlight.values(), call => call.kind)
    );
    for (const call of [...this._queue]) {
      if (busy.has(call.kind)) {
        continue;
      }
      const waitMs = this._waitMs();
      if (waitMs > 0) {
        this._pumpTimer = setTimeout(() => this._pump(), waitMs);
        return;
      }
      busy.add(call.kind);
      this._queue.splice(this._queue.indexOf(call), 1);
      this._send(call);
    }
  }

  /** How long until one more request keeps to the limit per second. */
  private _waitMs(): number {
    const now = Date.now();
    this._sentAt = this._sentAt.filter(time => now - time < 1000);
    return this._sentAt.length < MAX_PER_SECOND
      ? 0
      : this._sentAt[0] + 1000 - now;
  }

  private _send(
    call: Call,
    deliver = (data: JSONObject): unknown => this._requests.send(data)
  ): void {
    this._sentAt.push(Date.now());
    this._inFlight.set(call.id, call);
    if (!this._held) {
      this._start(call);
    }
    try {
      deliver({ ...call.message, id: call.id } as unknown as JSONObject);
    } catch {
      this._settle(call);
      call.answer.reject(new CancelledError());
    }
  }

  private _start(call: Call): void {
    call.start(this._pace.deadlineMs(call.kind, call.leastMs), {
      late: () => this._paceChanged.emit(),
      lost: () => {
        this._settle(call);
        this._paceChanged.emit();
        this._pump();
      }
    });
  }

  private _settle(call: Call): void {
    call.stop();
    this._inFlight.delete(call.id);
  }

  private _onReply(message: IWire.IMessage): void {
    const { data } = message.content;
    const id = idOf(data);
    const call = id === null ? undefined : this._inFlight.get(id);
    if (!call) {
      return;
    }
    const wasLate = call.isLate;
    this._settle(call);
    this._answer(call, readMessage(data, message.buffers));
    if (this._learn(call) || wasLate) {
      this._paceChanged.emit();
    }
    this._pump();
  }

  /** Notes what an answer took; true if that can be seen in whole seconds. */
  private _learn({ kind, tookMs }: Call): boolean {
    const seconds = () => Math.round((this._pace.usualMs(kind) ?? 0) / 1000);
    const before = seconds();
    this._pace.note(kind, tookMs);
    return seconds() !== before;
  }

  private _answer(call: Call, message: Incoming | null): void {
    const { answer, id, reply } = call;
    if (message?.kind === reply && message.id === id) {
      answer.resolve(message);
    } else if (message?.kind === 'error') {
      answer.reject(new CompanionError(message.message));
    } else if (message?.kind === 'unsupported') {
      answer.reject(new CompanionError(`unsupported: ${message.asked}`));
    } else {
      this._numRejected += 1;
      answer.reject(new CompanionError(`malformed: ${reply}`));
    }
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
  private readonly _pace = new Pace();
  private readonly _inFlight = new Map<string, Call>();
  private readonly _queue: Call[] = [];
  private readonly _paceChanged = new Signal<this, void>(this);
  private readonly _runDone = new Signal<this, RunDone>(this);
  private readonly _dropped = new Signal<this, void>(this);
  private _sentAt: number[] = [];
  private _pumpTimer: ReturnType<typeof setTimeout> | undefined;
  private _numRejected = 0;
  private _held = false;
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

const MAX_PER_SECOND = 4;
