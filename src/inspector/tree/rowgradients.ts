import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { GradientFacts } from './gradientfacts';
import type { ModulesModel } from './model';
import { Questions } from '../asking/questions';
import { RequestLane } from '../asking/requests';

/** Keeps the recorded gradients of the shown model, while a column shows them. */
export class RowGradients implements IDisposable {
  constructor(modules: ModulesModel) {
    this._modules = modules;
    modules.tree.changed.connect(this._onTree, this);
  }

  /** Emitted after the facts changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What was recorded; null before it is asked for. */
  get facts(): GradientFacts | null {
    return this._facts;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Says that a view shows them, or no longer does; while none does nothing is asked. */
  set wanted(wanted: boolean) {
    if (wanted !== this._wanted) {
      this._wanted = wanted;
      void this._refresh();
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._modules.tree.changed.disconnect(this._onTree, this);
    Signal.clearData(this);
  }

  /** Each reading of the tree tells that the kernel may have gone on. */
  private _onTree(): void {
    const { reading } = this._modules.tree;
    if (reading !== this._reading) {
      if (this._modules.model !== this._model) {
        this._facts = null;
      }
      this._reading = reading;
      this._model = this._modules.model;
      void this._refresh();
    }
  }

  private async _refresh(): Promise<void> {
    const { companion, model } = this._modules;
    const reading = this._reading;
    const { answer } = this._modules.tree;
    const isIdle = companion?.state === 'ready' && companion.busySince === null;
    if (!this._wanted || !answer || !companion || !isIdle || model === null) {
      return;
    }
    try {
      const found = await this._lane.run(
        companion,
        () => new Questions(companion).grads(model, ''),
        () => reading === this._reading && !this._isDisposed
      );
      const isShown =
        companion === this._modules.companion && model === this._modules.model;
      if (found && isShown && !this._isDisposed) {
        this._facts = found.document ? new GradientFacts(found.document) : null;
        this._changed.emit();
      }
    } catch {
      // The column stays empty; the tree itself tells of a kernel that does not answer.
    }
  }

  private readonly _modules: ModulesModel;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _lane = new RequestLane();
  private _facts: GradientFacts | null = null;
  private _model: string | null = null;
  private _reading = 0;
  private _wanted = false;
  private _isDisposed = false;
}
