import type { JSONObject } from '@lumino/coreutils';
import { UUID } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { CancelledError, CompanionError, TimeoutError } from './errors';
import type { Incoming } from './incoming';
import { idOf, readMessage } from './incoming';
import type { RunDone } from './messages';

/** The part of `Kernel.IComm` that the channel uses. */
export interface IWire {
  onMsg(message: IWire.IMessage): void | PromiseLike<void>;
  onClose(message: unknown): void | PromiseLike<void>;
  open(data: JSONObject): unknown;
  send(data: JSONObject): unknown;
  close(): unknown;
  dispose(): void;
}

export namespace IWire {
  export interface IMessage {
    readonly content: { readonly data: unknown };
    readonly buffers?: readonly (ArrayBuffer | ArrayBufferView)[];
  }
}

/** A request without its id. */
export interface IOutgoing {
  readonly kind: string;
  readonly [member: string]: unknown;
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
    this._deadlineMs = options.deadlineMs ?? 2000;
    this._requests.onMsg = message => this._onReply(message);
    this._requests.onClose = () => this._onClosed();
    this._pushes.onMsg = message => this._onPush(message);
  }

  /** Emitted for each cell that ended with a model alive. */
  get runDone(): ISignal<this, RunDone> {
    return this._runDone;
  }

  /** Emitted when the kernel closed the channel. */
  get dropped(): ISignal<this, void> {
    return this._dropped;
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
      clearTimeout(call.timer);
      if (!held) {
        this._startDeadline(call);
      }
    }
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
    return new Promise<T>((resolve, reject) => {
      const call = createCall(message, reply, resolve, reject, OPEN_MS);
      this._send(call, data => {
        this._requests.open(data);
        this._pushes.open(push);
      });
    });
  }

  /** Sends a request; the promise resolves with the reply of kind `reply`. */
  request<T extends Incoming>(
    message: IOutgoing,
    reply: T['kind'],
    deadlineMs?: number
  ): Promise<T> {
    if (this._isDisposed) {
      return Promise.reject(new CancelledError());
    }
    const lane = message.kind;
    if (this._late.has(lane)) {
      // A kernel that does not answer is not asked again.
      return Promise.reject(new TimeoutError());
    }
    return new Promise<T>((resolve, reject) => {
      this._queue.push(createCall(message, reply, resolve, reject, deadlineMs));
      this._pump();
    });
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
      clearTimeout(call.timer);
      call.reject(new CancelledError());
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
      Array.from(this._inFlight.values(), call => call.lane)
    );
    for (const call of [...this._queue]) {
      if (busy.has(call.lane)) {
        continue;
      }
      const waitMs = this._waitMs();
      if (waitMs > 0) {
        this._pumpTimer = setTimeout(() => this._pump(), waitMs);
        return;
      }
      busy.add(call.lane);
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
    call: ICall,
    deliver = (data: JSONObject): unknown => this._requests.send(data)
  ): void {
    this._sentAt.push(Date.now());
    this._inFlight.set(call.id, call);
    if (!this._held) {
      this._startDeadline(call);
    }
    try {
      deliver({ ...call.message, id: call.id } as unknown as JSONObject);
    } catch {
      this._settle(call);
      call.reject(new CancelledError());
    }
  }

  private _startDeadline(call: ICall): void {
    call.timer = setTimeout(() => {
      this._settle(call);
      this._late.set(call.lane, call.id);
      // A reply that was lost must not silence this kind for ever.
      setTimeout(() => this._release(call.lane, call.id), LOST_MS);
      call.reject(new TimeoutError());
      for (const waiting of this._queue.filter(
        ({ lane }) => lane === call.lane
      )) {
        this._queue.splice(this._queue.indexOf(waiting), 1);
        waiting.reject(new TimeoutError());
      }
    }, call.deadlineMs ?? this._deadlineMs);
  }

  private _settle(call: ICall): void {
    clearTimeout(call.timer);
    this._inFlight.delete(call.id);
  }

  private _release(lane: string, id: string): void {
    if (this._late.get(lane) === id) {
      this._late.delete(lane);
    }
  }

  private _onReply(message: IWire.IMessage): void {
    const { data } = message.content;
    const id = idOf(data);
    const call = id === null ? undefined : this._inFlight.get(id);
    if (!call) {
      for (const [lane, late] of this._late) {
        if (late === id) {
          this._late.delete(lane);
        }
      }
      return;
    }
    this._settle(call);
    this._answer(call, readMessage(data, message.buffers));
    this._pump();
  }

  private _answer(call: ICall, answer: Incoming | null): void {
    if (answer?.kind === call.reply && answer.id === call.id) {
      call.resolve(answer);
    } else if (answer?.kind === 'error') {
      call.reject(new CompanionError(answer.message));
    } else if (answer?.kind === 'unsupported') {
      call.reject(new CompanionError(`unsupported: ${answer.asked}`));
    } else {
      this._numRejected += 1;
      call.reject(new CompanionError(`malformed: ${call.reply}`));
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
  private readonly _deadlineMs: number;
  private readonly _inFlight = new Map<string, ICall>();
  private readonly _queue: ICall[] = [];
  /** The request of a kind that was not answered in time. */
  private readonly _late = new Map<string, string>();
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
    deadlineMs?: number;
  }
}

interface ICall {
  readonly id: string;
  readonly lane: string;
  readonly message: IOutgoing;
  readonly reply: Incoming['kind'];
  readonly resolve: (answer: Incoming) => void;
  readonly reject: (reason: Error) => void;
  /** Undefined: the channel's own. */
  readonly deadlineMs: number | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

function createCall<T extends Incoming>(
  message: IOutgoing,
  reply: T['kind'],
  resolve: (answer: T) => void,
  reject: (reason: Error) => void,
  deadlineMs?: number
): ICall {
  return {
    id: UUID.uuid4(),
    lane: message.kind,
    message,
    reply,
    resolve: resolve as (answer: Incoming) => void,
    reject,
    deadlineMs,
    timer: undefined
  };
}

/**
 * The first request makes the kernel load what answers it, and to give up means to close
 * the comms: a kernel that is only slow would see the next ones before that.
 */
const OPEN_MS = 10_000;

const MAX_PER_SECOND = 4;

/** When a reply counts as lost. */
const LOST_MS = 30_000;
