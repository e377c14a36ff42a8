import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ModelEntry, TreeRows } from '../protocol/messages';
import type { ICompanion } from '../tokens';
import { RequestLane } from './requests';
import { TreeModel } from './treemodel';

/** Chooses a model of the kernel, and keeps its tree up to date while it is in view. */
export class ModulesModel implements IDisposable {
  /** Emitted after anything but the tree changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The rows of the chosen model. */
  readonly tree = new TreeModel({ ask: request => this._askTree(request) });

  /** The kernel that is asked; null without a notebook. */
  get companion(): ICompanion | null {
    return this._companion;
  }

  set companion(companion: ICompanion | null) {
    if (companion === this._companion) {
      return;
    }
    this._disconnect();
    this._companion = companion;
    this._choice = null;
    this._pinned = null;
    this._clear();
    this._hasTorch = false;
    companion?.stateChanged.connect(this._onState, this);
    companion?.restarted.connect(this._onRestart, this);
    companion?.runDone.connect(this._onRun, this);
    this._onState();
  }

  /** While it is false nothing is asked. */
  get active(): boolean {
    return this._active;
  }

  set active(active: boolean) {
    this._active = active;
    if (active && this._isStale) {
      void this.refresh();
    }
  }

  /** Whether each run refreshes the tree. */
  follow = true;

  /** The models that the picker offers. */
  get models(): readonly ModelEntry[] {
    return this._models;
  }

  /** The name of the model whose tree is shown. */
  get model(): string | null {
    return this._model;
  }

  /** The model that stays chosen whatever runs. */
  get pinned(): string | null {
    return this._pinned;
  }

  /** True if the shown variable is gone; its last tree is still there. */
  get isGone(): boolean {
    return this._isGone || this.tree.answer?.found === false;
  }

  /** Whether the kernel has shown that it knows torch. */
  get hasTorch(): boolean {
    return this._hasTorch || !!this._companion?.hasTorch;
  }

  get isLoading(): boolean {
    return this._isLoading;
  }

  /** True once loading takes so long that the user may want to stop it. */
  get isSlow(): boolean {
    return this._isSlow;
  }

  /** True if the user asked while the kernel could not answer. */
  get isQueued(): boolean {
    return this._isQueued;
  }

  /** Why the last request failed; null if it did not. */
  get error(): Error | null {
    return this._error;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Reads models and tree again, now or as soon as the kernel can answer. */
  async refresh(): Promise<void> {
    this._isStale = true;
    if (this._canAsk()) {
      this._reading ??= this._readAll();
    }
    await this._reading;
  }

  /** Reads again on the user's request, also in a kernel that never named torch. */
  async refreshNow(): Promise<void> {
    this._hasTorch = true;
    this._isQueued = this._companion?.state === 'waiting';
    this._changed.emit();
    await this.refresh();
  }

  /** Gives up what is under way or waits for the kernel. */
  stop(): void {
    this._generation += 1;
    this._isStale = false;
    this._isQueued = false;
    this.tree.stop();
    this._changed.emit();
  }

  /** Shows another model, until a different one is used in the kernel. */
  async choose(name: string): Promise<void> {
    this._choice = { name, usedThen: this._used };
    this._pinned = this._pinned === null ? null : name;
    this._show(name);
    await this._refreshTree(this._generation);
  }

  /** Keeps the shown model chosen, or lets it go again. */
  togglePin(): void {
    this._pinned = this._pinned === null ? this._model : null;
    this._changed.emit();
  }

  /** Restores a pin of an earlier page. */
  pin(name: string | null): void {
    this._pinned = name;
    if (this._active) {
      void this.refresh();
    }
  }

  /** Runs a change of the tree that asks the kernel; a failure becomes `error`. */
  async withTree(change: (tree: TreeModel) => Promise<void>): Promise<void> {
    try {
      await change(this.tree);
    } catch (reason) {
      this._fail(reason);
    }
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._disconnect();
    this._clear();
    Signal.clearData(this);
  }

  private _canAsk(): boolean {
    return (
      this._active &&
      !this._isDisposed &&
      this._companion?.state === 'ready' &&
      this.hasTorch
    );
  }

  /** Reads until nothing has happened meanwhile. */
  private async _readAll(): Promise<void> {
    this._isQueued = false;
    this._setLoading(true);
    while (this._isStale && this._canAsk()) {
      this._isStale = false;
      await this._read(this._generation);
    }
    this._reading = null;
    this._setLoading(false);
  }

  private async _read(generation: number): Promise<void> {
    const companion = this._companion;
    if (!companion) {
      return;
    }
    try {
      const listed = await this._lane.run(
        () => companion.listModels(),
        () => generation === this._generation
      );
      if (!listed || generation !== this._generation) {
        return;
      }
      this._models = listed.models;
      this._used = listed.selected;
      this._error = null;
      this._decide();
    } catch (reason) {
      this._fail(reason);
      return;
    }
    await this._refreshTree(generation);
  }

  /** Takes the pinned model, the chosen one, or the one used last, in this order. */
  private _decide(): void {
    const exists = (name: string | null): name is string =>
      this._models.some(model => model.name === name);
    const chosen =
      this._choice && this._choice.usedThen === this._used
        ? this._choice.name
        : null;
    const fallback = this._used ?? this._models[0]?.name ?? null;
    // A pinned variable that is gone still shows its last tree, if there is one.
    const isPinKept = exists(this._pinned) || this._pinned === this._model;
    const name =
      (isPinKept ? this._pinned : null) ?? (exists(chosen) ? chosen : fallback);
    this._isGone = name === null ? this._model !== null : !exists(name);
    if (name !== null && exists(name)) {
      this._show(name);
    }
    this._changed.emit();
  }

  private _show(name: string): void {
    if (name !== this._model) {
      this._model = name;
      this.tree.reset();
    }
    this._isGone = false;
    this._changed.emit();
  }

  private async _refreshTree(generation: number): Promise<void> {
    if (this._model === null || this._isGone || !this._canAsk()) {
      return;
    }
    if (generation === this._generation) {
      await this.withTree(tree => tree.refresh());
    }
  }

  private async _askTree(
    request: TreeModel.IRequest
  ): Promise<TreeRows | null> {
    const companion = this._companion;
    const model = this._model;
    const generation = this._generation;
    if (!companion || model === null) {
      return null;
    }
    const isWanted = (): boolean =>
      generation === this._generation && model === this._model;
    const answer = await this._lane.run(
      () => companion.getTree({ model, ...request }),
      isWanted
    );
    return answer && isWanted() ? answer : null;
  }

  private _onState(): void {
    if (this._companion?.state === 'ready') {
      void this.refresh();
    }
    this._changed.emit();
  }

  private _onRestart(): void {
    this._hasTorch = false;
    this._clear();
  }

  private _onRun(): void {
    this._hasTorch = true;
    this._isStale = true;
    if (!this.follow || !this._active) {
      return;
    }
    const now = Date.now();
    this._firstRun = this._timer === null ? now : this._firstRun;
    const wait = Math.min(SETTLE_MS, this._firstRun + MAX_WAIT_MS - now);
    this._cancelTimer();
    this._timer = setTimeout(
      () => {
        this._timer = null;
        void this.refresh();
      },
      Math.max(wait, 0)
    );
  }

  private _fail(reason: unknown): void {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    if (error.name !== 'CancelledError') {
      this._error = error;
      this._changed.emit();
    }
  }

  private _setLoading(isLoading: boolean): void {
    this._isLoading = isLoading;
    this._isSlow = false;
    clearTimeout(this._slowTimer);
    if (isLoading) {
      this._slowTimer = setTimeout(() => {
        this._isSlow = true;
        this._changed.emit();
      }, SLOW_MS);
    }
    this._changed.emit();
  }

  /** Forgets everything that the kernel said. */
  private _clear(): void {
    this._generation += 1;
    this._cancelTimer();
    clearTimeout(this._slowTimer);
    this._models = [];
    this._model = null;
    this._used = null;
    this._isGone = false;
    this._isQueued = false;
    this._isStale = true;
    this._error = null;
    this.tree.reset();
    this._changed.emit();
  }

  private _cancelTimer(): void {
    if (this._timer !== null) {
      clearTimeout(this._timer);
      this._timer = null;
    }
  }

  private _disconnect(): void {
    this._companion?.stateChanged.disconnect(this._onState, this);
    this._companion?.restarted.disconnect(this._onRestart, this);
    this._companion?.runDone.disconnect(this._onRun, this);
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _lane = new RequestLane();
  private _companion: ICompanion | null = null;
  private _active = false;
  private _models: readonly ModelEntry[] = [];
  private _model: string | null = null;
  /** The model that the kernel used last. */
  private _used: string | null = null;
  private _choice: { name: string; usedThen: string | null } | null = null;
  private _pinned: string | null = null;
  private _isGone = false;
  private _hasTorch = false;
  private _isLoading = false;
  private _reading: Promise<void> | null = null;
  private _isSlow = false;
  private _isQueued = false;
  private _isStale = true;
  private _error: Error | null = null;
  private _generation = 0;
  private _timer: ReturnType<typeof setTimeout> | null = null;
  private _slowTimer: ReturnType<typeof setTimeout> | undefined;
  private _firstRun = 0;
  private _isDisposed = false;
}

/** How long to wait for the next cell of a queue, and at most. */
const SETTLE_MS = 150;
const MAX_WAIT_MS = 2000;
const SLOW_MS = 5000;
