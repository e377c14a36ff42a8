import type { JSONObject } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Call } from './call';
import { CancelledError } from './errors';
import { Pace } from './pace';
import { RateLimit } from './ratelimit';

/** Takes a request to the kernel; throws if it cannot. */
type Deliver = (data: JSONObject) => unknown;

/**
 * The requests that wait for their turn, and those that wait for their answer.
 *
 * Requests of one kind go one at a time, and all keep to the limit per second.
 */
export class PendingCalls {
  constructor(private readonly _deliver: Deliver) {}

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

  /** While held nothing is sent and no deadline runs: the kernel cannot answer. */
  get held(): boolean {
    return this._held;
  }
  set held(held: boolean) {
    if (held === this._held) {
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

  /** Sends a request when it is its turn. */
  add(call: Call): void {
    this._queue.push(call);
    this._pump();
  }

  /** Sends a request now. */
  send(call: Call, deliver = this._deliver): void {
    this._limit.note();
    this._inFlight.set(call.id, call);
    if (!this._held) {
      this._start(call);
    }
    try {
      deliver({ ...call.message, id: call.id } as unknown as JSONObject);
    } catch {
      this._remove(call);
      call.answer.reject(new CancelledError());
    }
  }

  /** The request with an id, if its answer is still to come. */
  find(id: string | null): Call | null {
    return this._inFlight.get(id ?? '') ?? null;
  }

  /** Notes that a request was answered, and how long that took. */
  end(call: Call): void {
    const wasLate = call.isLate;
    this._remove(call);
    if (this._learn(call) || wasLate) {
      this._paceChanged.emit();
    }
    this._pump();
  }

  /** Ends all that is open, without an answer. */
  cancel(): void {
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

  /** Sends what may be sent now, and comes back for the rest. */
  private _pump(): void {
    clearTimeout(this._pumpTimer);
    if (this._held) {
      return;
    }
    const busy = new Set(
      Array.from(this._inFlight.values(), call => call.kind)
    );
    for (const call of [...this._queue]) {
      if (busy.has(call.kind)) {
        continue;
      }
      const { waitMs } = this._limit;
      if (waitMs > 0) {
        this._pumpTimer = setTimeout(() => this._pump(), waitMs);
        return;
      }
      busy.add(call.kind);
      this._queue.splice(this._queue.indexOf(call), 1);
      this.send(call);
    }
  }

  private _start(call: Call): void {
    call.start(this._pace.deadlineMs(call.kind, call.leastMs), {
      late: () => this._paceChanged.emit(),
      lost: () => {
        this._remove(call);
        this._paceChanged.emit();
        this._pump();
      }
    });
  }

  private _remove(call: Call): void {
    call.stop();
    this._inFlight.delete(call.id);
  }

  /** Notes what an answer took; true if that can be seen in whole seconds. */
  private _learn({ kind, tookMs }: Call): boolean {
    const seconds = () => Math.round((this._pace.usualMs(kind) ?? 0) / 1000);
    const before = seconds();
    this._pace.note(kind, tookMs);
    return seconds() !== before;
  }

  private readonly _pace = new Pace();
  private readonly _limit = new RateLimit();
  private readonly _inFlight = new Map<string, Call>();
  private readonly _queue: Call[] = [];
  private readonly _paceChanged = new Signal<this, void>(this);
  private _pumpTimer: ReturnType<typeof setTimeout> | undefined;
  private _held = false;
}
