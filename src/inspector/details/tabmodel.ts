import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ModuleDetails } from '../../protocol/messages';
import type { DetailsModel } from './model';
import type { IdleGate } from '../asking/gate';
import type { IShownModel } from '../asking/shownmodel';
import { Questions } from '../asking/questions';
import { RequestLane } from '../asking/requests';
import { outcomeOf } from '../asking/shownkernel';

/** What the kernel says of the selected module for one tab, asked while the tab is open. */
export class TabModel<T> implements IDisposable {
  constructor(options: TabModel.IOptions<T>) {
    this._options = options;
    options.details.changed.connect(this._onDetails, this);
  }

  /** Emitted after the answer or the error changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What the kernel said; null until it has. */
  get answer(): T | null {
    return this._options.details.details === this._of ? this._answer : null;
  }

  /** Why the last request failed; null if it did not. */
  get error(): Error | null {
    return this._error;
  }

  get isLoading(): boolean {
    return this._isLoading;
  }

  /** True while the kernel should have answered, and has not. */
  get isLate(): boolean {
    const { modules, kind } = this._options;
    return this._isLoading && !!modules.companion?.isLate(kind);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Asks again, with another question if one is given. */
  async refresh(ask: TabModel.Ask<T> = this._options.ask): Promise<void> {
    const { details, modules, gate } = this._options;
    const of = details.details;
    const { companion } = modules;
    const { model } = modules;
    if (!of || !companion || model === null) {
      return;
    }
    const request = ++this._request;
    const isWanted = (): boolean =>
      request === this._request && companion === modules.companion;
    // The answer is shown although it is asked for again: that may take long, too.
    const isShown = (): boolean =>
      !this._isDisposed &&
      companion === modules.companion &&
      model === modules.model &&
      of.fqn === details.details?.fqn;
    this._of = of;
    this._error = null;
    this._isLoading = true;
    this._changed.emit();
    const isOpen = gate === null || (await gate.pass());
    if (!isWanted()) {
      return;
    }
    const asked = this._lane.run(
      companion,
      () => ask(new Questions(companion), model, of.fqn),
      () => isOpen && isWanted()
    );
    const { answer, error } = await outcomeOf(asked, isShown);
    if (isWanted() || answer !== null) {
      this._answer = answer;
      this._error = error;
      this._isLoading &&= !isWanted();
      this._changed.emit();
    }
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._request += 1;
      this._options.details.changed.disconnect(this._onDetails, this);
      Signal.clearData(this);
    }
  }

  /** Each new answer about the module is a reason to ask for this part of it, too. */
  private _onDetails(): void {
    const { details, tab } = this._options;
    if (details.details === null) {
      // It was about another module, or a kernel that is gone.
      this._answer = null;
    }
    const { isWanted = () => true } = this._options;
    const isOpen =
      details.active &&
      details.tab === tab &&
      details.details !== null &&
      isWanted(details.details);
    if (isOpen && details.details !== this._of) {
      void this.refresh();
    }
  }

  private readonly _options: TabModel.IOptions<T>;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _lane = new RequestLane();
  private _of: ModuleDetails | null = null;
  private _answer: T | null = null;
  private _error: Error | null = null;
  private _isLoading = false;
  private _request = 0;
  private _isDisposed = false;
}

export namespace TabModel {
  export type Ask<T> = (
    questions: Questions,
    model: string,
    fqn: string
  ) => Promise<T>;

  export interface IOptions<T> {
    /** The id of the tab that shows it. */
    readonly tab: string;

    /** What its requests are called. */
    readonly kind: string;
    readonly details: DetailsModel;
    readonly modules: IShownModel;

    /** What to wait for; null if a busy kernel can answer, too. */
    readonly gate: IdleGate | null;
    readonly ask: Ask<T>;

    /** Whether to ask without a click. */
    readonly isWanted?: (of: ModuleDetails) => boolean;
  }
}
