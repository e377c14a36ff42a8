import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ModelEntry, TreeRows } from '../../protocol/messages';
import type { ICompanion } from '../../tokens';
import { ModelChoice } from './choice';
import { RequestLane } from '../asking/requests';
import { Settling } from '../asking/settling';
import { TreeModel } from './tree';
import type { ITreeState } from './memory';

/** A module of a model that somebody wants to see. */
export interface IGoal {
  readonly model: string;
  /** Empty for the model itself. */
  readonly fqn: string;
}

/** Keeps how trees were left, for one notebook. */
export interface ITreeKeeper {
  find(model: string): ITreeState | null;
  add(
    model: string,
    state: ITreeState,
    pickedOver: string | null | undefined
  ): void;
}

/** Keeps the tree of one of the kernel's models up to date while it is in view. */
export class ModulesModel implements IDisposable {
  /** Emitted after anything but the tree changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The rows of the shown model. */
  readonly tree = new TreeModel({
    ask: (request, isWanted) => this._askTree(request, isWanted)
  });

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
    this._choice.pinned = null;
    this._clear();
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
      this._catchUp();
    }
  }

  /** Whether each run refreshes the tree. */
  get follow(): boolean {
    return this._follow;
  }

  set follow(follow: boolean) {
    const resumes = follow && !this._follow;
    this._follow = follow;
    if (!follow) {
      this._settling.cancel();
    }
    if (resumes && this._isStale) {
      void this.refresh();
    }
  }

  /** The models that the picker offers. */
  get models(): readonly ModelEntry[] {
    return this._choice.models;
  }

  /** What requests call the model whose tree is shown: its name, or its key. */
  get model(): string | null {
    return this._choice.shown;
  }

  /** What the picker says of the shown model; null if it is gone. */
  get entry(): ModelEntry | null {
    return this._choice.entry;
  }

  /** What the user calls the shown model. */
  get title(): string {
    return this.entry?.name ?? this.model ?? '';
  }

  /** The model that stays shown whatever runs. */
  get pinned(): string | null {
    return this._choice.pinned;
  }

  /** True if the shown variable is gone; its last tree is still there. */
  get isGone(): boolean {
    return (
      (this._hasListed && this._choice.isGone) ||
      this.tree.answer?.found === false
    );
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

  /** True while the kernel should have answered, and has not. */
  get isLate(): boolean {
    return ['models.list', 'tree.get'].some(
      kind => !!this._companion?.isLate(kind)
    );
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
    this._isAsked = true;
    this._isQueued = this._companion?.state === 'waiting';
    this._changed.emit();
    await this.refresh();
  }

  /** Reads the open rows again: which of them have findings has changed. */
  async refreshRows(): Promise<void> {
    if (this._active && this._follow && this.model !== null) {
      await this._refreshTree();
    }
  }

  /** Gives up what is under way or waits for the kernel. */
  stop(): void {
    this._generation += 1;
    this._isStale = false;
    this._isAsked = false;
    this._isQueued = false;
    this.tree.stop();
    this._endReading();
  }

  /** Shows another model, until a different one is used in the kernel. */
  async choose(name: string): Promise<void> {
    this._show(() => this._choice.choose(name));
    await this._refreshTree();
  }

  /** Shows a model and selects one of its modules, as soon as the kernel can answer. */
  async reveal(model: string, fqn: string): Promise<void> {
    this._hasTorch = true;
    this._isAsked = true;
    this._goal = { model, fqn };
    this._missing = null;
    this._changed.emit();
    await this.refresh();
  }

  /** What `reveal` was asked for and is there no more; null if there is nothing. */
  get missing(): IGoal | null {
    return this._missing;
  }

  /** Whether a name is that of a model, or leads into one. */
  lists(model: string): boolean {
    return this._choice.resolve(model, '') !== null;
  }

  /** Forgets what was not there. */
  forgetMissing(): void {
    this._missing = null;
    this._changed.emit();
  }

  /** Keeps the trees of this page for the next one; null while nobody does. */
  memory: ITreeKeeper | null = null;

  /** Hands the shown tree to the memory, before another takes its place. */
  remember(): void {
    if (this.model !== null && this.tree.answer) {
      this.memory?.add(this.model, this.tree.state, this._choice.pickedOver);
    }
  }

  /** Picks a model as on an earlier page, if the same one is in use as then. */
  pickAgain(name: string, usedThen: string | null): void {
    this._choice.pickAgain(name, usedThen);
  }

  /** Keeps the shown model, or lets it go again. */
  togglePin(): void {
    this._choice.pinned = this.pinned === null ? this.model : null;
    this._changed.emit();
  }

  /** Restores a pin of an earlier page. */
  pin(name: string | null): void {
    this._choice.pinned = name;
    if (this._active) {
      void this.refresh();
    }
  }

  /** Runs a change of the tree that asks the kernel; a failure becomes `error`. */
  async withTree(change: (tree: TreeModel) => Promise<void>): Promise<void> {
    const generation = this._generation;
    try {
      await change(this.tree);
    } catch (reason) {
      this._fail(reason, generation);
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

  /** Reads what happened since; while runs are not followed, what is shown stays. */
  private _catchUp(): void {
    this._isStale = true;
    if (this._isExpected) {
      void this.refresh();
    }
  }

  /** Whether the user asked, asks always, or has not been shown anything yet. */
  private get _isExpected(): boolean {
    return this._isAsked || this._follow || !this._hasListed;
  }

  /** Reads until nothing has happened meanwhile. */
  private async _readAll(): Promise<void> {
    const generation = this._generation;
    const isWanted = (): boolean => generation === this._generation;
    this._isQueued = false;
    this._setLoading(true);
    do {
      this._isStale = false;
      await this._read(generation);
    } while (isWanted() && this._isStale && this._canAsk() && this._isExpected);
    if (isWanted()) {
      this._endReading();
    }
  }

  /** Waits no longer for what is under way. */
  private _endReading(): void {
    this._reading = null;
    this._setLoading(false);
  }

  private async _read(generation: number): Promise<void> {
    const companion = this._companion;
    const isAwaited = this._awaited();
    const isWanted = (): boolean =>
      generation === this._generation && isAwaited();
    if (!companion) {
      return;
    }
    const listed = await this._lane
      .run(companion, () => companion.listModels(), isWanted)
      .catch((reason: unknown) => {
        if (isWanted()) {
          this._fail(reason, generation);
        }
        return null;
      });
    if (!isWanted()) {
      // Who follows runs again wants what was dropped.
      this._isStale ||= generation === this._generation;
      return;
    }
    if (!listed) {
      return;
    }
    this._error = null;
    this._hasListed = true;
    this._show(() => this._choice.update(listed));
    const goal = this._goal;
    this._goal = null;
    await (goal ? this._goTo(goal) : this._refreshTree());
  }

  /**
   * Begins a read, and tells later whether its answer is still awaited: that to a run is
   * not once runs are no longer followed.
   */
  private _awaited(): () => boolean {
    const isFollowing = !this._isAsked && this._follow && this._hasListed;
    this._isAsked = false;
    return () => !isFollowing || this._isExpected;
  }

  /** Shows what `reveal` was asked for, or says that it is gone. */
  private async _goTo(goal: IGoal): Promise<void> {
    const found = this._choice.resolve(goal.model, goal.fqn);
    if (!found) {
      this._missing = goal;
      await this._refreshTree();
      this._changed.emit();
      return;
    }
    this._show(() => this._choice.choose(found.model));
    await this.withTree(async tree => {
      const isThere = await tree.reveal(found.fqn);
      this._missing = isThere === false ? goal : null;
    });
    this._changed.emit();
  }

  /** Changes the choice; the tree of another model is shown as it was left. */
  private _show(change: () => void): void {
    const { model: before } = this;
    const state = this.tree.answer ? this.tree.state : null;
    const { pickedOver } = this._choice;
    change();
    const { model } = this;
    if (model !== before) {
      if (before !== null && state) {
        this.memory?.add(before, state, pickedOver);
      }
      this.tree.reset();
      const saved = model === null ? null : this.memory?.find(model);
      if (saved) {
        // A filter stays when another model is picked; a new page starts with its own.
        const query = before === null ? saved.query : this.tree.query;
        this.tree.restore({ ...saved, query });
      }
    }
    this._changed.emit();
  }

  private async _refreshTree(): Promise<void> {
    if (this.model !== null && !this._choice.isGone && this._canAsk()) {
      await this.withTree(async tree => {
        await tree.refresh();
        this._retries = 0;
      });
    }
  }

  private async _askTree(
    request: TreeModel.IRequest,
    isAwaited: () => boolean
  ): Promise<TreeRows | null> {
    const { companion, model } = this;
    const generation = this._generation;
    if (!companion || model === null) {
      return null;
    }
    const isShown = (): boolean =>
      generation === this._generation && model === this.model;
    const answer = await this._lane.run(
      companion,
      () => companion.getTree({ model, ...request }),
      () => isAwaited() && isShown()
    );
    return isShown() ? answer : null;
  }

  private _onState(): void {
    if (this._companion?.state === 'ready') {
      this._catchUp();
    }
    this._changed.emit();
  }

  /** The model that the same cells build again is shown as this one was. */
  private _onRestart(): void {
    this.remember();
    this._clear();
  }

  private _onRun(): void {
    this._hasTorch = true;
    this._isStale = true;
    if (this._follow && this._active) {
      this._settling.touch();
    }
  }

  private _fail(reason: unknown, generation: number): void {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    if (generation === this._generation && error.name !== 'CancelledError') {
      this._error = error;
      // Whatever is asked while runs are not followed is for the user.
      this._isAsked ||= !this._follow;
      this._retryLater();
      this._changed.emit();
    }
  }

  /** A kernel whose answer is lost is asked again, less and less often. */
  private _retryLater(): void {
    if (this._error?.name === 'TimeoutError' && this._retries < MOST_RETRIES) {
      clearTimeout(this._retryTimer);
      const wait = RETRY_MS * 2 ** this._retries;
      this._retryTimer = setTimeout(() => this._catchUp(), wait);
      this._retries += 1;
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
    this._settling.cancel();
    clearTimeout(this._retryTimer);
    this._retries = 0;
    this._choice.clear();
    this._hasListed = false;
    this._hasTorch = false;
    this._isQueued = false;
    this._isStale = true;
    this._isAsked = false;
    this._error = null;
    this._goal = null;
    this._missing = null;
    this.tree.reset();
    this._endReading();
  }

  private _disconnect(): void {
    this._companion?.stateChanged.disconnect(this._onState, this);
    this._companion?.restarted.disconnect(this._onRestart, this);
    this._companion?.runDone.disconnect(this._onRun, this);
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _choice = new ModelChoice();
  private readonly _lane = new RequestLane();
  private readonly _settling = new Settling({
    settleMs: 150,
    maxWaitMs: 2000,
    done: () => void this.refresh()
  });
  private _companion: ICompanion | null = null;
  private _active = false;
  private _follow = true;
  private _hasListed = false;
  private _hasTorch = false;
  private _isLoading = false;
  private _isSlow = false;
  private _isQueued = false;
  private _isStale = true;
  /** What the user asked for has not been read yet. */
  private _isAsked = false;
  private _isDisposed = false;
  private _error: Error | null = null;
  /** What is to be shown once the models are listed. */
  private _goal: IGoal | null = null;
  private _missing: IGoal | null = null;
  /** Grows when all answers that are under way become void. */
  private _generation = 0;
  private _reading: Promise<void> | null = null;
  private _retries = 0;
  private _retryTimer: ReturnType<typeof setTimeout> | undefined;
  private _slowTimer: ReturnType<typeof setTimeout> | undefined;
}

const SLOW_MS = 5000;
const RETRY_MS = 2000;
const MOST_RETRIES = 4;
