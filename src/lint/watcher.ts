import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import {
  CancelledError,
  CompanionError,
  TimeoutError
} from '../protocol/errors';
import type {
  Hello,
  NotebookCheck,
  NotebookFindings,
  RunDone,
  Severity
} from '../protocol/messages';
import type { ICompanion } from '../tokens';
import { Clearance } from './clearance';
import type { INotebookCode } from './notebook';

/** What the user wants checked. */
export interface ICheckSettings {
  readonly live: boolean;
  /** The lowest severity that is asked for. */
  readonly least: Severity;
  /** Codes of rules that are off. */
  readonly ignore: readonly string[];
  /** Codes of rules that are on although they are off by default. */
  readonly enable: readonly string[];
  /** Codes of rules whose findings are counted, not shown. */
  readonly muted: readonly string[];
}

/** The texts that an answer is about, by cell. */
export type CheckedTexts = ReadonlyMap<string, string>;

/** Takes what the companion found. */
export interface ICheckSink {
  onAnswer(
    answer: NotebookFindings,
    texts: CheckedTexts,
    isLive: boolean
  ): void;
  onFailed(error: string): void;
}

/** After the last key. */
const TYPING_MS = 400;

/** After the last cell of the queue. */
const RUN_MS = 150;

/** Between checks while many cells run one after the other. */
const LONG_RUN_MS = 2000;

/** After a check whose answer is lost. */
const RETRY_MS = 3000;

/** How many checks in a row may be lost before only a new reason leads to one. */
const MOST_RETRIES = 3;

/** A longer cell is not sent; nobody wrote it by hand. */
const MAX_CELL = 250_000;

/** No longer word, and no more of them, mutes anything; the protocol allows no more. */
const MAX_WORD = 300;
const MAX_WORDS = 1000;

/**
 * Decides when a notebook is checked, and sends the cells whose text changed.
 *
 * Nothing is sent while no cell names torch and the kernel has not imported it. There is
 * one check at a time; what happens meanwhile leads to one more.
 */
export class Watcher implements IDisposable {
  constructor(options: Watcher.IOptions) {
    this._code = options.code;
    this._companion = options.companion;
    this._sink = options.sink;
    this._settings = options.settings;
    this.clearance = new Clearance(this._code);
    this.clearance.changed.connect(this._onClearance, this);
    this._code.textChanged.connect(this._onTextChanged, this);
    this._code.cellsChanged.connect(this._onCellsChanged, this);
    this._code.shown.connect(this._onShown, this);
    this._companion.stateChanged.connect(this._onStateChanged, this);
    this._companion.runDone.connect(this._onRunDone, this);
    this._companion.restarted.connect(this._onRestarted, this);
    this._onStateChanged();
  }

  /** Whether the code may be sent. */
  readonly clearance: Clearance;

  get paused(): boolean {
    return this._paused;
  }
  set paused(paused: boolean) {
    this._paused = paused;
    this._run.start(0);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Notes that a cell was queued. */
  willRun(cellId: string): void {
    this.clearance.agree();
    this._running.add(cellId);
  }

  /** Notes that a cell ended. */
  didRun(cellId: string): void {
    this._running.delete(cellId);
    if (this._running.size === 0) {
      this._run.start(RUN_MS);
    }
  }

  /** Checks now, and waits for the answer. */
  async check(): Promise<void> {
    this.clearance.agree();
    this._wantsLive = true;
    await this._send(true);
  }

  /** Checks again although no text changed: the settings did. */
  refresh(): void {
    this._stale = true;
    this._run.start(0);
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._typing.stop();
    this._run.stop();
    this.clearance.dispose();
    Signal.clearData(this);
  }

  /** Whether cell texts may go to the kernel now. */
  private get _maySend(): boolean {
    this.clearance.update();
    return (
      !this._isDisposed &&
      !this._paused &&
      !this._code.isOff &&
      this._companion.state === 'ready' &&
      this._code.isVisible &&
      this.clearance.hindrance === null
    );
  }

  private _onTimer(): void {
    if (this._code.isTyping()) {
      this._typing.start(TYPING_MS);
    } else {
      this._typing.stop();
      this._run.stop();
      void this._send(false);
    }
  }

  /** Sends one check if there is anything to ask. */
  private async _send(isForced: boolean): Promise<void> {
    if (!this._maySend) {
      return;
    }
    if (this._inFlight) {
      this._again = true;
      await (isForced ? this._inFlight : undefined);
      return;
    }
    const cells = this._code.cells;
    const isLive = this._wantsLive && this._settings().live;
    const order = cells.map(({ id }) => id);
    const changed = cells.filter(
      ({ id, source }) =>
        source !== this._sent.get(id) && source.length <= MAX_CELL
    );
    const isNews =
      isForced ||
      isLive ||
      this._stale ||
      changed.length > 0 ||
      this._reordered;
    if (!isNews) {
      return;
    }
    this._wantsLive = false;
    this._stale = false;
    this._reordered = false;
    const texts = new Map(cells.map(({ id, source }) => [id, source]));
    this._inFlight = this._ask(
      order,
      texts,
      changed.map(({ id }) => id),
      isLive
    );
    await this._inFlight;
    this._inFlight = null;
    if (this._again) {
      this._again = false;
      this._run.start(0);
    }
  }

  private async _ask(
    order: string[],
    texts: CheckedTexts,
    changed: readonly string[],
    isLive: boolean
  ): Promise<void> {
    const { enable, ignore, least } = this._settings();
    const { hello } = this._companion;
    this._lastLive = isLive ? Date.now() : this._lastLive;
    try {
      const answer = await this._companion.check({
        revision: ++this._revision,
        order,
        cells: changed.map(id => ({
          cell_id: id,
          source: texts.get(id) ?? ''
        })),
        live: isLive,
        min_severity: least,
        ignore: [...ignore],
        enable: [...enable],
        ...this._mutes
      });
      if (this._isDisposed || hello !== this._companion.hello) {
        return;
      }
      changed.forEach(id => this._sent.set(id, texts.get(id) ?? ''));
      this._retries = 0;
      this._sink.onAnswer(answer, texts, isLive);
    } catch (reason) {
      this._onFailed(reason, isLive);
    }
  }

  /** What findings are muted by, so that the kernel gives them the ids of the mutes. */
  private get _mutes(): Pick<NotebookCheck, 'muted' | 'keeps_ids'> {
    const words = new Set([...this._code.muted, ...this._settings().muted]);
    const muted = [...words]
      .filter(({ length }) => length <= MAX_WORD)
      .slice(0, MAX_WORDS);
    return {
      ...(muted.length > 0 && { muted }),
      ...(!this._code.keepsIds && { keeps_ids: false })
    };
  }

  /** What the kernel has of our texts is not known now, so all are sent next time. */
  private _onFailed(reason: unknown, isLive: boolean): void {
    this._sent.clear();
    this._wantsLive ||= isLive;
    if (this._isDisposed || reason instanceof CancelledError) {
      return;
    }
    if (reason instanceof CompanionError || reason instanceof TimeoutError) {
      this._sink.onFailed(reason.message);
    }
    if (reason instanceof TimeoutError && this._retries < MOST_RETRIES) {
      this._retries += 1;
      this._stale = true;
      this._run.start(RETRY_MS);
    }
  }

  private _onTextChanged(): void {
    // Also when the old text came back: the marks have turned stale by then.
    this._stale = true;
    this._typing.start(TYPING_MS);
  }

  private _onCellsChanged(): void {
    this._reordered = true;
    const ids = new Set(this._code.cells.map(({ id }) => id));
    for (const id of this._running) {
      if (!ids.has(id)) {
        this._running.delete(id);
      }
    }
    this._typing.start(TYPING_MS);
  }

  /** The user trusts the notebook, or the first cell names torch. */
  private _onClearance(): void {
    this._run.start(0);
  }

  private _onShown(): void {
    this._run.start(0);
  }

  private _onStateChanged(): void {
    const { state, hello } = this._companion;
    if (state !== 'ready' || !hello) {
      return;
    }
    if (hello !== this._hello) {
      // A fresh companion has none of our texts.
      this._hello = hello;
      this._sent.clear();
      this.clearance.hasTorch = hello.torch !== null;
      this._wantsLive = this.clearance.hasTorch;
    }
    this._run.start(0);
  }

  private _onRunDone(_: unknown, _push: RunDone): void {
    this.clearance.hasTorch = true;
    this._wantsLive = true;
    if (this._running.size <= 1) {
      this._run.start(RUN_MS);
    } else if (!this._run.isRunning) {
      const sinceLast = Date.now() - this._lastLive;
      this._run.start(Math.max(RUN_MS, LONG_RUN_MS - sinceLast));
    }
  }

  private _onRestarted(): void {
    this._running.clear();
    this._sent.clear();
    this.clearance.hasTorch = false;
    this._wantsLive = false;
  }

  private readonly _code: INotebookCode;
  private readonly _companion: ICompanion;
  private readonly _sink: ICheckSink;
  private readonly _settings: () => ICheckSettings;
  /** The texts that the companion has. */
  private readonly _sent = new Map<string, string>();
  private readonly _running = new Set<string>();
  private readonly _typing = new Timer(() => this._onTimer());
  private readonly _run = new Timer(() => this._onTimer());
  private _inFlight: Promise<void> | null = null;
  private _hello: Hello | null = null;
  private _revision = 0;
  private _lastLive = 0;
  private _retries = 0;
  private _again = false;
  private _reordered = false;
  private _stale = false;
  private _wantsLive = false;
  private _paused = false;
  private _isDisposed = false;
}

export namespace Watcher {
  export interface IOptions {
    code: INotebookCode;
    companion: ICompanion;
    sink: ICheckSink;
    settings: () => ICheckSettings;
  }
}

/** Calls once, a while after it was last started. */
class Timer {
  constructor(private readonly _call: () => void) {}

  get isRunning(): boolean {
    return this._handle !== undefined;
  }

  start(delayMs: number): void {
    this.stop();
    this._handle = setTimeout(() => {
      this._handle = undefined;
      this._call();
    }, delayMs);
  }

  stop(): void {
    clearTimeout(this._handle);
    this._handle = undefined;
  }

  private _handle: ReturnType<typeof setTimeout> | undefined;
}
