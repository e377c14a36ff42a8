import type { IDisposable } from '@lumino/disposable';

import type { ICompanion } from '../../tokens';
import { Questions } from './questions';
import type { RequestLane } from './requests';
import type { IShownModel } from './shownmodel';

/** What came of a question; neither part if the answer was no longer wanted. */
export interface IOutcome<T> {
  readonly answer: T | null;
  readonly error: Error | null;
}

/** Waits for an answer; what was cancelled is no failure. */
export async function outcomeOf<T>(
  asked: Promise<T | null>,
  isWanted: () => boolean
): Promise<IOutcome<T>> {
  try {
    const answer = await asked;
    return { answer: isWanted() ? answer : null, error: null };
  } catch (reason) {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    const isOurs = isWanted() && error.name !== 'CancelledError';
    return { answer: null, error: isOurs ? error : null };
  }
}

/** Follows the kernel whose models are shown, and lets go of it when it is another. */
export class ShownKernel implements IDisposable {
  constructor(options: ShownKernel.IOptions) {
    this._options = options;
    options.modules.changed.connect(this._onModules, this);
    this._companion = options.modules.companion;
    this._connect();
  }

  /** The link to it; null without a notebook. */
  get companion(): ICompanion | null {
    return this._companion;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Asks it; an answer that comes after the kernel was changed counts for nothing. */
  async ask<T>(
    ask: (questions: Questions) => Promise<T | null>
  ): Promise<IOutcome<T>> {
    const companion = this._companion;
    return companion
      ? outcomeOf(
          ask(new Questions(companion)),
          () => companion === this._companion && !this._isDisposed
        )
      : { answer: null, error: null };
  }

  /** Asks it after the other questions of a lane, if that is still wanted then. */
  askInTurn<T>(
    lane: RequestLane,
    ask: (questions: Questions) => Promise<T>,
    isWanted: () => boolean
  ): Promise<IOutcome<T>> {
    const companion = this._companion;
    return this.ask(questions =>
      lane.run(
        companion ?? this,
        () => ask(questions),
        () => companion === this._companion && isWanted()
      )
    );
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._options.modules.changed.disconnect(this._onModules, this);
      this._disconnect();
    }
  }

  private _onModules(): void {
    const { companion } = this._options.modules;
    if (companion !== this._companion) {
      this._disconnect();
      this._companion = companion;
      this._connect();
      this._options.onFresh();
    }
  }

  private _connect(): void {
    const { onFresh, onRun, onState } = this._options;
    this._companion?.restarted.connect(onFresh);
    this._companion?.runDone.connect(onRun);
    if (onState) {
      this._companion?.stateChanged.connect(onState);
    }
  }

  private _disconnect(): void {
    const { onFresh, onRun, onState } = this._options;
    this._companion?.restarted.disconnect(onFresh);
    this._companion?.runDone.disconnect(onRun);
    if (onState) {
      this._companion?.stateChanged.disconnect(onState);
    }
  }

  private readonly _options: ShownKernel.IOptions;
  private _companion: ICompanion | null;
  private _isDisposed = false;
}

export namespace ShownKernel {
  export interface IOptions {
    readonly modules: IShownModel;

    /** Called when it is another kernel, or the same one that knows nothing any more. */
    readonly onFresh: () => void;

    /** Called after each of its runs. */
    readonly onRun: () => void;

    /** Called when it can answer again, or no longer. */
    readonly onState?: () => void;
  }
}
