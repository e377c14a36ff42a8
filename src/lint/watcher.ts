import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { Hello, NotebookFindings, RunDone } from '../protocol/messages';
import type { ICompanion } from '../tokens';
import type { CheckedTexts, ICheckSettings, ICheckSink } from './checker';
import { Checker } from './checker';
import { Clearance } from './clearance';
import type { INotebookCode } from './notebook';
import { Remainder } from './remainder';
import { Timer } from './timer';

/** After the last key. */
const TYPING_MS = 400;

/** After the last cell of the queue. */
const RUN_MS = 150;

/** Between checks while many cells run one after the other. */
const LONG_RUN_MS = 2000;

/**
 * Decides when a notebook is checked.
 *
 * Nothing is sent while no cell names torch and the kernel has not imported it.
 */
export class Watcher implements ICheckSink, IDisposable {
  constructor(options: Watcher.IOptions) {
    this._code = options.code;
    this._companion = options.companion;
    this._sink = options.sink;
    this._checker = new Checker({
      ...options,
      sink: this,
      askLater: delayMs => this._run.start(delayMs)
    });
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
    this._checker.note({ live: true });
    await this._send(true);
  }

  /** Checks again although no text changed: the settings did. */
  refresh(): void {
    this._checker.note({ stale: true });
    this._run.start(0);
  }

  onAnswer(
    answer: NotebookFindings,
    texts: CheckedTexts,
    isLive: boolean
  ): void {
    if (isLive) {
      this._remainder.follow(answer.slowed);
    }
    this._sink.onAnswer(answer, texts, isLive);
  }

  onFailed(error: string): void {
    this._sink.onFailed(error);
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._typing.stop();
    this._run.stop();
    this._checker.dispose();
    this._remainder.dispose();
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

  private async _send(isForced: boolean): Promise<void> {
    if (this._maySend) {
      await this._checker.send(isForced);
    }
  }

  private _onTextChanged(): void {
    // Also when the old text came back: the marks have turned stale by then.
    this._checker.note({ stale: true });
    this._typing.start(TYPING_MS);
  }

  private _onCellsChanged(): void {
    this._checker.note({ reordered: true });
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
      this.clearance.hasTorch = hello.torch !== null;
      this._checker.begin(this.clearance.hasTorch);
      this._remainder.renew();
    }
    this._run.start(0);
  }

  private _onRunDone(_: unknown, _push: RunDone): void {
    this.clearance.hasTorch = true;
    this._checker.note({ live: true });
    this._remainder.renew();
    if (this._running.size <= 1) {
      this._run.start(RUN_MS);
    } else if (!this._run.isRunning) {
      const { sinceLiveMs } = this._checker;
      this._run.start(Math.max(RUN_MS, LONG_RUN_MS - sinceLiveMs));
    }
  }

  private _onRestarted(): void {
    this._running.clear();
    this.clearance.hasTorch = false;
    this._checker.begin(false);
    this._remainder.renew();
  }

  private readonly _code: INotebookCode;
  private readonly _companion: ICompanion;
  private readonly _sink: ICheckSink;
  private readonly _checker: Checker;
  private readonly _running = new Set<string>();
  private readonly _remainder = new Remainder({
    isIdle: () =>
      this._running.size === 0 && this._companion.busySince === null,
    sweep: () => {
      this._checker.note({ live: true });
      this._onTimer();
    }
  });
  private readonly _typing = new Timer(() => this._onTimer());
  private readonly _run = new Timer(() => this._onTimer());
  private _hello: Hello | null = null;
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
