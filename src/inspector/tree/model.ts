import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ModelEntry } from '../../protocol/messages';
import type { ICompanion } from '../../tokens';
import type { IShownModel } from '../asking/shownmodel';
import { KernelReading } from './kernelreading';
import type { IGoal } from './showntree';
import { ShownTree } from './showntree';
import type { TreeModel } from './tree';

/** Keeps the tree of one of the kernel's models up to date while it is in view. */
export class ModulesModel implements IShownModel, IDisposable {
  private readonly _reading: KernelReading = new KernelReading({
    onChange: () => this._changed.emit(),
    take: listed => this.shown.take(listed),
    remember: () => this.shown.remember(),
    forget: () => this.shown.forget()
  });

  /** The chosen model and its tree, as they were left. */
  readonly shown = new ShownTree({
    reading: this._reading,
    onChange: () => this._changed.emit()
  });

  /** Emitted after anything but the tree changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The rows of the shown model. */
  get tree(): TreeModel {
    return this.shown.tree;
  }

  /** The kernel that is asked; null without a notebook. */
  get companion(): ICompanion | null {
    return this._reading.kernel.companion;
  }

  set companion(companion: ICompanion | null) {
    if (companion !== this.companion) {
      this.shown.choice.pinned = null;
      this._reading.enter(companion);
    }
  }

  /** While it is false nothing is asked. */
  get active(): boolean {
    return this._reading.active;
  }

  set active(active: boolean) {
    this._reading.active = active;
  }

  /** Whether each run refreshes the tree. */
  get follow(): boolean {
    return this._reading.follow;
  }

  set follow(follow: boolean) {
    this._reading.follow = follow;
  }

  /** The models that the picker offers. */
  get models(): readonly ModelEntry[] {
    return this.shown.choice.models;
  }

  /** What requests call the model whose tree is shown: its name, or its key. */
  get model(): string | null {
    return this.shown.choice.shown;
  }

  /** What the picker says of the shown model; null if it is gone. */
  get entry(): ModelEntry | null {
    return this.shown.choice.entry;
  }

  /** What the user calls the shown model. */
  get title(): string {
    return this.entry?.name ?? this.model ?? '';
  }

  /** The model that stays shown whatever runs. */
  get pinned(): string | null {
    return this.shown.choice.pinned;
  }

  /** True if the shown variable is gone; its last tree is still there. */
  get isGone(): boolean {
    const isUnlisted = this._reading.hasListed && this.shown.choice.isGone;
    return isUnlisted || this.tree.answer?.found === false;
  }

  get isLoading(): boolean {
    return this._reading.loading.isOn;
  }

  /** True once loading takes so long that the user may want to stop it. */
  get isSlow(): boolean {
    return this._reading.loading.isSlow;
  }

  /** True if the user asked while the kernel could not answer. */
  get isQueued(): boolean {
    return this._reading.isQueued;
  }

  /** True while the kernel should have answered, and has not. */
  get isLate(): boolean {
    return ['models.list', 'tree.get'].some(
      kind => !!this.companion?.isLate(kind)
    );
  }

  /** Why the last request failed; null if it did not. */
  get error(): Error | null {
    return this._reading.failures.error;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Reads models and tree again, now or as soon as the kernel can answer. */
  refresh(): Promise<void> {
    return this._reading.refresh();
  }

  /** Reads again on the user's request, also in a kernel that never named torch. */
  async refreshNow(): Promise<void> {
    this._reading.expect();
    this._reading.isQueued = this.companion?.state === 'waiting';
    this._changed.emit();
    await this.refresh();
  }

  /** Reads the open rows again: which of them have findings has changed. */
  async refreshRows(): Promise<void> {
    if (this.follow) {
      await this.shown.refresh();
    }
  }

  /** Gives up what is under way or waits for the kernel. */
  stop(): void {
    this._reading.stop();
    this.tree.stop();
  }

  /** Shows another model, until a different one is used in the kernel. */
  async choose(name: string): Promise<void> {
    this.shown.show(() => this.shown.choice.choose(name));
    await this.shown.refresh();
  }

  /** Shows a model and selects one of its modules, as soon as the kernel can answer. */
  async reveal(model: string, fqn: string): Promise<void> {
    this._reading.expect();
    this.shown.goal = { model, fqn };
    this.shown.missing = null;
    this._changed.emit();
    await this.refresh();
  }

  /** What `reveal` was asked for and is there no more; null if there is nothing. */
  get missing(): IGoal | null {
    return this.shown.missing;
  }

  /** Forgets what was not there. */
  forgetMissing(): void {
    this.shown.missing = null;
    this._changed.emit();
  }

  /** Keeps the shown model, or lets it go again. */
  togglePin(): void {
    this.shown.choice.pinned = this.pinned === null ? this.model : null;
    this._changed.emit();
  }

  /** Restores a pin of an earlier page. */
  pin(name: string | null): void {
    this.shown.choice.pinned = name;
    if (this.active) {
      void this.refresh();
    }
  }

  /** Runs a change of the tree that asks the kernel; a failure becomes `error`. */
  withTree(change: (tree: TreeModel) => Promise<void>): Promise<void> {
    return this._reading.guard(() => change(this.tree));
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._reading.dispose();
      Signal.clearData(this);
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _isDisposed = false;
}
