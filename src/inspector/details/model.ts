import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ModuleDetails } from '../../protocol/messages';
import type { ICompanion } from '../../tokens';
import { RequestLane } from '../asking/requests';
import type { IShownModel } from '../asking/shownmodel';
import { isGhost, nodeFqn } from '../parts/node';
import type { INode } from '../parts/node';

/** Describes the module that is selected in the tree. */
export class DetailsModel implements IDisposable {
  constructor(options: DetailsModel.IOptions) {
    this._modules = options.modules;
    this._tab = options.tab;
    this._modules.tree.changed.connect(this._onTree, this);
  }

  /** Emitted after the target, the answer or the tab changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The id of the open tab. */
  get tab(): string {
    return this._tab;
  }

  set tab(tab: string) {
    this._tab = tab;
    this._changed.emit();
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

  /** The selected row; without a selection, the model itself. */
  get node(): INode | null {
    return this._modules.tree.described;
  }

  /** What the kernel said about the row; null until it has. */
  get details(): ModuleDetails | null {
    const { _details: details, node } = this;
    const isThis =
      details !== null &&
      node !== null &&
      this._detailsOf === this._modules.model &&
      details.fqn === nodeFqn(node);
    return isThis ? details : null;
  }

  /** True while the kernel should have answered, and has not. */
  get isLate(): boolean {
    return !!this._modules.companion?.isLate('module.get');
  }

  /** Why the last request failed; null if it did not. */
  get error(): Error | null {
    return this._error;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Asks for the selected module; an answer about another one is dropped. */
  async refresh(): Promise<void> {
    this._cancelTimer();
    this._isStale = true;
    const { companion, model } = this._modules;
    const { node } = this;
    if (!this._active || !companion || model === null || !node) {
      return;
    }
    if (companion.state !== 'ready' || isGhost(node)) {
      return;
    }
    this._isStale = false;
    const fqn = nodeFqn(node);
    const request = ++this._request;
    const isWanted = (): boolean =>
      request === this._request && companion === this._modules.companion;
    try {
      const details = await this._lane.run(
        companion,
        () => companion.getModule(model, fqn),
        isWanted
      );
      if (details && this._isShown(companion, model, fqn)) {
        this._details = details;
        this._detailsOf = model;
        this._error = null;
        this._changed.emit();
      }
    } catch (reason) {
      if (isWanted() && !this._isDisposed) {
        this._fail(reason);
      }
    }
  }

  /** Whether a module of a kernel is still the one to describe. */
  private _isShown(kernel: ICompanion, model: string, fqn: string): boolean {
    const { node } = this;
    return (
      !this._isDisposed &&
      kernel === this._modules.companion &&
      model === this._modules.model &&
      node !== null &&
      fqn === nodeFqn(node)
    );
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._request += 1;
    this._cancelTimer();
    this._modules.tree.changed.disconnect(this._onTree, this);
    Signal.clearData(this);
  }

  /** Asks again if another row is selected, or the tree was read again. */
  private _onTree(): void {
    const { tree } = this._modules;
    const { node } = this;
    const target = node ? `${node.key} ${node.member}` : null;
    if (target === this._target && tree.reading === this._reading) {
      return;
    }
    this._target = target;
    this._reading = tree.reading;
    this._error = null;
    this._isStale = true;
    this._cancelTimer();
    if (this._active) {
      // Holding an arrow key passes many rows.
      this._timer = setTimeout(() => void this.refresh(), SETTLE_MS);
    }
    this._changed.emit();
  }

  private _fail(reason: unknown): void {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    if (error.name !== 'CancelledError') {
      this._error = error;
      this._changed.emit();
    }
  }

  private _cancelTimer(): void {
    clearTimeout(this._timer);
  }

  private readonly _modules: IShownModel;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _lane = new RequestLane();
  private _tab: string;
  private _active = false;
  private _details: ModuleDetails | null = null;
  /** The model that they were asked of; the answer says its name. */
  private _detailsOf: string | null = null;
  private _error: Error | null = null;
  private _target: string | null = null;
  private _reading = 0;
  private _isStale = true;
  private _request = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}

export namespace DetailsModel {
  export interface IOptions {
    /** Says which module is selected, in which kernel. */
    readonly modules: IShownModel;

    /** The tab that is open at first. */
    readonly tab: string;
  }
}

const SETTLE_MS = 150;
