import type { Checked, NotebookFindings } from '../protocol/messages';
import type { CheckedTexts } from './checker';

/** What an answer said besides its findings. */
export interface IAnswerFacts {
  /** The texts that it is about. */
  readonly texts: CheckedTexts;
  /** When live objects were read; null before the first sweep or after a restart. */
  readonly checked: Checked | null;
  /** When the code was read, in milliseconds since 1970; null likewise. */
  readonly codeTime: number | null;
  readonly liveMs: number;
  readonly slowed: boolean;
  readonly failed: readonly string[];
}

/** What is remembered of the last check, and what became of its kernel since. */
export class LastCheck {
  /** What the last answer said. */
  get facts(): IAnswerFacts {
    return this._facts;
  }

  /** When the user last asked for a check; null if never. */
  get askedTime(): number | null {
    return this._askedTime;
  }

  /** Whether the kernel restarted, and nothing ran since. */
  get isRestarted(): boolean {
    return this._isRestarted;
  }

  /** Takes what an answer says about texts. */
  take(answer: NotebookFindings, texts: CheckedTexts): void {
    const { checked, live_ms, slowed, failed } = answer;
    const codeTime = Date.now();
    this._facts = { texts, checked, codeTime, liveMs: live_ms, slowed, failed };
    // Another page may have run cells; then there is live evidence again.
    this._isRestarted &&= checked === null;
  }

  /** Notes that the last check failed. */
  fail(error: string): void {
    this._facts = { ...this._facts, failed: [error] };
  }

  /** Notes that the user asked for a check. */
  ask(): void {
    this._askedTime = Date.now();
  }

  /** Forgets the times: checks are turned off. */
  turnOff(): void {
    this._facts = { ...this._facts, checked: null, codeTime: null };
  }

  /** Forgets what it knew of a kernel that is gone. */
  restart(hadFindings: boolean): void {
    // A restart can be told twice; the second finds nothing left to clear.
    this._isRestarted ||= hadFindings || this._facts.checked !== null;
    this._facts = { ...this._facts, checked: null, codeTime: null, failed: [] };
  }

  /** Notes that a cell runs; true if it is the first after a restart. */
  run(): boolean {
    const isFirst = this._isRestarted;
    this._isRestarted = false;
    return isFirst;
  }

  private _facts: IAnswerFacts = {
    texts: new Map(),
    checked: null,
    codeTime: null,
    liveMs: 0,
    slowed: false,
    failed: []
  };
  private _askedTime: number | null = null;
  private _isRestarted = false;
}
