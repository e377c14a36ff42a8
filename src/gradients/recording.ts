import type {
  GradientRow,
  Gradients,
  ModelGradients
} from '../protocol/messages';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { numelAt } from './rebuilds';
import type { Link } from './sessionlink';

/** Which statistic is shown. */
export type Value = 'rms' | 'norm' | 'max';

/** What is known of the kernel, or `quiet`: it is there, and sent nothing for a while. */
export type Contact = Link | 'quiet';

/** What was recorded, and the part of it that is looked at. */
export abstract class ShownRecording {
  get document(): Gradients | null {
    return this.shown;
  }

  /** The model whose rows are shown; null before the first recorded step. */
  get model(): ModelGradients | null {
    const models = this.shown?.models ?? [];
    return models.find(one => one.name === this.modelName) ?? models[0] ?? null;
  }

  get value(): Value {
    return this.isLight && this.statistic === 'max' ? 'rms' : this.statistic;
  }

  /** Whether nothing but norms was recorded of finite gradients. */
  get isLight(): boolean {
    return this.shown?.stats === 'light';
  }

  /** Whether updates still come, though a recording has not ended. */
  get contact(): Contact {
    return this._contact;
  }

  /** Whether newer states are kept back until the user goes on. */
  get held(): boolean {
    return this._held;
  }

  /** Whether the recording itself is paused. */
  get paused(): boolean {
    return this._paused ?? this.shown?.state === 'paused';
  }

  /** First and last of the selected columns; null if all are meant. */
  get selection(): readonly [number, number] | null {
    const steps = this.model?.last_steps;
    if (!this.selected || !steps?.length) {
      return null;
    }
    const [from, to] = this.selected.map(step =>
      steps.findIndex(last => last >= step)
    );
    return from < 0 ? null : [from, to < 0 ? steps.length - 1 : to];
  }

  /** First and last of the columns that bars and lines speak of. */
  get shownColumns(): readonly [number, number] {
    return this.selection ?? [0, (this.model?.last_steps.length ?? 0) - 1];
  }

  /** Rises with each change of what lies below the crosshair. */
  get revision(): number {
    return this._revision;
  }

  /** Emitted after anything that is drawn changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Takes a newer document; the user's choices stay. */
  setDocument(document: Gradients): void {
    this._newest = document;
    if (this._paused !== null && ++this._updates > 1) {
      // Somebody else may have paused it or gone on; one update can be on its way.
      this._paused = null;
    }
    if (this._held) {
      return;
    }
    this.take(document);
  }

  /** Draws again, with the colours of now. */
  redraw(): void {
    this.rise();
    this.emitChanged();
  }

  setContact(contact: Contact): void {
    if (contact !== this._contact) {
      this._contact = contact;
      this.emitChanged();
    }
  }

  /** Keeps newer states back, or shows the newest and goes on. */
  setHeld(held: boolean): void {
    this._held = held;
    if (!held && this._newest && this._newest !== this.shown) {
      this.setDocument(this._newest);
    } else {
      this.emitChanged();
    }
  }

  /** Says that the recording was paused or goes on: no update tells of a pause. */
  setPaused(paused: boolean): void {
    this._paused = paused;
    this._updates = 0;
    this.emitChanged();
  }

  /** Selects the columns between two, in either order; null selects all. */
  select(columns: readonly [number, number] | null): void {
    const steps = this.model?.last_steps ?? [];
    const [from, to] = [...(columns ?? [])].sort((a, b) => a - b);
    this.selected =
      columns && steps.length
        ? [steps[clamp(from, steps.length)], steps[clamp(to, steps.length)]]
        : null;
    this.redraw();
  }

  /** The shown statistic of a cell; null where it has none. */
  valueAt(row: GradientRow, column: number): number | null {
    switch (this.value) {
      case 'max':
        return row.max[column];
      case 'norm':
        return times(row.rms[column], Math.sqrt(this.numelAt(row, column)));
      case 'rms':
        return row.rms[column];
    }
  }

  /** The elements of one parameter of a row at a column. */
  numelAt(row: GradientRow, column: number): number {
    return this.model ? numelAt(this.model, row, column) : 0;
  }

  /** Shows a document; the user's choices stay. */
  protected abstract take(document: Gradients): void;

  /** Says that something that is drawn changed. */
  protected emitChanged(): void {
    this._changed.emit();
  }

  /** Notes that what lies below the crosshair changed. */
  protected rise(): void {
    this._revision += 1;
  }

  protected shown: Gradients | null = null;
  protected modelName = '';
  protected statistic: Value = 'rms';
  /** Steps, because columns may be joined. */
  protected selected: readonly [number, number] | null = null;
  private _newest: Gradients | null = null;
  private _contact: Contact = 'live';
  private _held = false;
  private _paused: boolean | null = null;
  /** Documents since the recording was paused here. */
  private _updates = 0;
  private _revision = 0;
  private readonly _changed = new Signal<this, void>(this);
}

function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

/** An index within a length. */
export function clamp(index: number, length: number): number {
  return Math.min(Math.max(index, 0), length - 1);
}
