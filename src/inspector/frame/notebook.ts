import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IFindingsModel, IFindingsTracker } from '../../tokens';
import type { INotebookName, IShownNotebook } from '../parts/shownnotebook';

/** Follows the notebook in front, and what happens to its findings and its kernel. */
export class ShownNotebook implements IShownNotebook, IDisposable {
  constructor(options: ShownNotebook.IOptions) {
    this._options = options;
  }

  /** Emitted while the old notebook is still the shown one. */
  get left(): ISignal<this, void> {
    return this._left;
  }

  /** Emitted once it is another one, before `changed`. */
  get entered(): ISignal<this, void> {
    return this._entered;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get current(): IFindingsModel | null {
    return this._current;
  }

  get about(): INotebookName | null {
    return this._current ? this._options.describe(this._current) : null;
  }

  /** The path of the file; empty without a notebook. */
  get path(): string {
    return this.about?.path ?? '';
  }

  /** Whether the kernel can answer and runs no cell. */
  get isIdle(): boolean {
    const companion = this._current?.companion;
    return companion?.state === 'ready' && companion.busySince === null;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Begins with the notebook that is in front now. */
  start(): void {
    this._options.tracker.currentChanged.connect(this._onCurrent, this);
    this._onCurrent();
  }

  async refresh(): Promise<void> {
    const { _current: current } = this;
    if (current) {
      await Promise.all([current.check(), this._options.readTree()]);
    }
  }

  /** Tells all views to look again. */
  update(): void {
    this._changed.emit();
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._options.tracker.currentChanged.disconnect(this._onCurrent, this);
      this._signals().forEach(signal => signal.disconnect(this.update, this));
      Signal.clearData(this);
    }
  }

  private _onCurrent(): void {
    const { current } = this._options.tracker;
    if (current !== this._current) {
      this._signals().forEach(signal => signal.disconnect(this.update, this));
      this._left.emit();
      this._current = current;
      this._signals().forEach(signal => signal.connect(this.update, this));
      this._entered.emit();
      this._changed.emit();
    }
  }

  /** Whatever tells that the notebook or its kernel is in another state. */
  private _signals(): readonly ISignal<unknown, unknown>[] {
    const { _current: current } = this;
    const companion = current?.companion;
    return current && companion
      ? [
          current.changed,
          companion.busyChanged,
          companion.paceChanged,
          companion.stateChanged
        ]
      : [];
  }

  private readonly _options: ShownNotebook.IOptions;
  private readonly _left = new Signal<this, void>(this);
  private readonly _entered = new Signal<this, void>(this);
  private readonly _changed = new Signal<this, void>(this);
  private _current: IFindingsModel | null = null;
  private _isDisposed = false;
}

export namespace ShownNotebook {
  export interface IOptions {
    readonly tracker: IFindingsTracker;

    /** Names a notebook, its path and its kernel. */
    readonly describe: (source: IFindingsModel) => INotebookName;

    /** Reads the tree again if it is looked at. */
    readonly readTree: () => Promise<void>;
  }
}
