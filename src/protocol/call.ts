import { PromiseDelegate, UUID } from '@lumino/coreutils';

import { CompanionError, TimeoutError } from './errors';
import type { Incoming, IRequests } from './kinds';

/** Any request without its id. */
export interface IOutgoing {
  readonly kind: string;
}

/** A request of one kind as its sender fills it in: without the id. */
export type Question<K extends keyof IRequests> = { readonly kind: K } & Omit<
  IRequests[K],
  'kind' | 'id'
>;

/**
 * A request under way, and how long the kernel could have answered it.
 *
 * A deadline tells that the answer is late; it does not end the request.
 */
export class Call {
  constructor(
    readonly message: IOutgoing,
    readonly reply: Incoming['kind'],
    /** When the answer is late at the earliest. */
    readonly leastMs: number
  ) {}

  readonly id = UUID.uuid4();
  readonly answer = new PromiseDelegate<Incoming>();

  get kind(): string {
    return this.message.kind;
  }

  /** Whether the kernel could have answered in time, and did not. */
  get isLate(): boolean {
    return this._isLate;
  }

  /** How long the kernel could have answered so far. */
  get tookMs(): number {
    return (
      this._tookMs +
      (this._since === null ? 0 : performance.now() - this._since)
    );
  }

  /** The kernel can answer from now on. */
  start(deadlineMs: number, on: { late: () => void; lost: () => void }): void {
    this.stop();
    this._since = performance.now();
    this._lateTimer = setTimeout(() => {
      this._isLate = true;
      on.late();
    }, deadlineMs);
    this._lostTimer = setTimeout(() => {
      this.stop();
      on.lost();
      this.answer.reject(new TimeoutError());
    }, LOST_MS);
  }

  /** The kernel cannot answer now, or has done so. */
  stop(): void {
    this._tookMs = this.tookMs;
    this._since = null;
    this._isLate = false;
    clearTimeout(this._lateTimer);
    clearTimeout(this._lostTimer);
  }

  /** Gives the answer what the kernel sent; false if that is none of the known ones. */
  settle(message: Incoming | null): boolean {
    if (message?.kind === this.reply && message.id === this.id) {
      this.answer.resolve(message);
      return true;
    }
    if (message?.kind === 'error') {
      this.answer.reject(new CompanionError(message.message));
      return true;
    }
    if (message?.kind === 'unsupported') {
      this.answer.reject(new CompanionError(`unsupported: ${message.asked}`));
      return true;
    }
    this.answer.reject(new CompanionError(`malformed: ${this.reply}`));
    return false;
  }

  private _isLate = false;
  private _tookMs = 0;
  private _since: number | null = null;
  private _lateTimer: ReturnType<typeof setTimeout> | undefined;
  private _lostTimer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * When an answer counts as lost. Code that holds the GIL keeps a kernel from answering
 * for minutes, and what was asked twice would be answered twice.
 */
const LOST_MS = 600_000;
