import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ColumnChoice } from './columns';

/** The columns of the tree that the user chose to see or not. */
export class ChosenColumns {
  /** Emitted after the user chose. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get value(): ColumnChoice {
    return this._value;
  }

  set value(value: ColumnChoice) {
    this._value = value;
    this._changed.emit();
  }

  /** Takes over what an earlier page saved, before anything is drawn. */
  restore(saved: ColumnChoice | undefined): void {
    this._value = { ...saved };
  }

  private readonly _changed = new Signal<this, void>(this);
  private _value: ColumnChoice = {};
}
