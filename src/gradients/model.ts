import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type {
  GradientRow,
  Gradients,
  ModelGradients
} from '../protocol/messages';
import type { IShownRow } from './rows';
import { numelAt } from './rebuilds';
import { find, shownRows } from './rows';
import type { Link } from './sessionlink';
import { fittedScale } from './spans';

/** The ways to look at a recording. */
export type View = 'heatmap' | 'layers' | 'ratio' | 'history';

/** Which statistic is shown. */
export type Value = 'rms' | 'norm' | 'max';

/** What is known of the kernel, or `quiet`: it is there, and sent nothing for a while. */
export type Contact = Link | 'quiet';

/** Where the crosshair is. */
export interface ICursor {
  readonly row: number;
  readonly column: number;
}

/** The log10 of the values at both ends of the colours. */
export const FIXED_SCALE: readonly [number, number] = [-8, 0];

/** More lines than these cannot be told apart. */
export const MAX_PINNED = 8;

/** What one view shows of a document, and where the user is in it. */
export class GradientsModel {
  get document(): Gradients | null {
    return this._document;
  }

  /** The model whose rows are shown; null before the first recorded step. */
  get model(): ModelGradients | null {
    const models = this._document?.models ?? [];
    return (
      models.find(one => one.name === this._modelName) ?? models[0] ?? null
    );
  }

  get view(): View {
    return this._view;
  }

  get value(): Value {
    return this.isLight && this._value === 'max' ? 'rms' : this._value;
  }

  /** Whether nothing but norms was recorded of finite gradients. */
  get isLight(): boolean {
    return this._document?.stats === 'light';
  }

  get filter(): string {
    return this._filter;
  }

  /** Whether the colours are fitted to the shown values. */
  get fit(): boolean {
    return this._fit;
  }

  /** Whether the numbers are shown as a table. */
  get asTable(): boolean {
    return this._asTable;
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
    return this._paused ?? this._document?.state === 'paused';
  }

  get rows(): readonly IShownRow[] {
    return this._rows;
  }

  /** Names of the rows that the user pinned, in this order. */
  get pinned(): readonly string[] {
    return this._pinned;
  }

  /** The crosshair; null without one. */
  get cursor(): ICursor | null {
    return this._cursor;
  }

  /** First and last of the selected columns; null if all are meant. */
  get selection(): readonly [number, number] | null {
    const steps = this.model?.last_steps;
    if (!this._selected || !steps?.length) {
      return null;
    }
    const [from, to] = this._selected.map(step =>
      steps.findIndex(last => last >= step)
    );
    return from < 0 ? null : [from, to < 0 ? steps.length - 1 : to];
  }

  /** First and last of the columns that bars and lines speak of. */
  get shownColumns(): readonly [number, number] {
    return this.selection ?? [0, (this.model?.last_steps.length ?? 0) - 1];
  }

  get scale(): readonly [number, number] {
    return this._fit
      ? (this._fitted ??= fittedScale(this) ?? FIXED_SCALE)
      : FIXED_SCALE;
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
    const row = this._cursor && this._rows[this._cursor.row]?.row.name;
    const step = this._cursor && this.model?.last_steps[this._cursor.column];
    this._document = document;
    this._refresh();
    // Columns may have been joined meanwhile: the crosshair stays at its step.
    this._cursor = row && step ? this._find(row, step) : null;
    this._changed.emit();
  }

  /** Draws again, with the colours of now. */
  redraw(): void {
    this._revision += 1;
    this._changed.emit();
  }

  setContact(contact: Contact): void {
    if (contact !== this._contact) {
      this._contact = contact;
      this._changed.emit();
    }
  }

  /** Keeps newer states back, or shows the newest and goes on. */
  setHeld(held: boolean): void {
    this._held = held;
    if (!held && this._newest && this._newest !== this._document) {
      this.setDocument(this._newest);
    } else {
      this._changed.emit();
    }
  }

  /** Says that the recording was paused or goes on: no update tells of a pause. */
  setPaused(paused: boolean): void {
    this._paused = paused;
    this._updates = 0;
    this._changed.emit();
  }

  selectModel(name: string): void {
    this._modelName = name;
    this._cursor = null;
    this._selected = null;
    this._pinned = [];
    this._update();
  }

  setView(view: View): void {
    this._view = view;
    this._cursor = null;
    this._update();
  }

  setValue(value: Value): void {
    this._value = value;
    this._update();
  }

  setFilter(filter: string): void {
    this._filter = filter;
    this._cursor = null;
    this._update();
  }

  setFit(fit: boolean): void {
    this._fit = fit;
    this._update();
  }

  setTable(asTable: boolean): void {
    this._asTable = asTable;
    this._update();
  }

  /** Shows or hides the members of a folded row. */
  toggle(name: string): void {
    if (!this._unfolded.delete(name)) {
      this._unfolded.add(name);
    }
    this._cursor = null;
    this._update();
  }

  /** Pins a row or takes its pin off; false if there are too many already. */
  togglePin(name: string): boolean {
    const others = this._pinned.filter(one => one !== name);
    if (others.length === this._pinned.length) {
      if (others.length === MAX_PINNED) {
        return false;
      }
      others.push(name);
    }
    this._pinned = others;
    const cursor = this._view === 'history' ? null : this._cursor;
    this._refresh();
    this._cursor = cursor;
    this._changed.emit();
    return true;
  }

  /** Moves the crosshair; it stays within the cells. */
  setCursor(cursor: ICursor | null): void {
    const columns = this.model?.last_steps.length ?? 0;
    const next =
      cursor && this._rows.length && columns
        ? {
            row: clamp(cursor.row, this._rows.length),
            column: clamp(cursor.column, columns)
          }
        : null;
    if (
      next?.row !== this._cursor?.row ||
      next?.column !== this._cursor?.column
    ) {
      this._cursor = next;
      this._changed.emit();
    }
  }

  /** Selects the columns between two, in either order; null selects all. */
  select(columns: readonly [number, number] | null): void {
    const steps = this.model?.last_steps ?? [];
    const [from, to] = [...(columns ?? [])].sort((a, b) => a - b);
    this._selected =
      columns && steps.length
        ? [steps[clamp(from, steps.length)], steps[clamp(to, steps.length)]]
        : null;
    this._fitted = null;
    this.redraw();
  }

  /** Moves the crosshair to a parameter at a step, and unfolds its row if needed. */
  goTo(fqn: string, step: number): void {
    this._filter = '';
    this._view = 'heatmap';
    this._asTable = false;
    const fold = this.model?.rows.find(row =>
      row.members.some(member => member.name === fqn)
    );
    if (fold) {
      this._unfolded.add(fold.name);
    }
    this._refresh();
    this._cursor = this._find(fqn, step);
    this._changed.emit();
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

  private _update(): void {
    this._refresh();
    this._changed.emit();
  }

  private _refresh(): void {
    this._fitted = null;
    this._revision += 1;
    this._rows = shownRows(this.model?.rows ?? [], {
      filter: this._filter,
      unfolded: this._unfolded,
      only: this._view === 'history' ? this._pinned : null
    });
  }

  private _find(name: string, step: number): ICursor | null {
    const row = find(this._rows, name);
    const column = this.model?.last_steps.findIndex(last => last >= step) ?? -1;
    return row < 0 || column < 0 ? null : { row, column };
  }

  private _document: Gradients | null = null;
  private _newest: Gradients | null = null;
  private _modelName = '';
  private _view: View = 'heatmap';
  private _value: Value = 'rms';
  private _filter = '';
  private _fit = false;
  private _asTable = false;
  private _contact: Contact = 'live';
  private _held = false;
  private _paused: boolean | null = null;
  /** Documents since the recording was paused here. */
  private _updates = 0;
  private _fitted: readonly [number, number] | null = null;
  private _rows: readonly IShownRow[] = [];
  private readonly _unfolded = new Set<string>();
  private _pinned: readonly string[] = [];
  private _cursor: ICursor | null = null;
  /** Steps, because columns may be joined. */
  private _selected: readonly [number, number] | null = null;
  private _revision = 0;
  private readonly _changed = new Signal<this, void>(this);
}

function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

function clamp(index: number, length: number): number {
  return Math.min(Math.max(index, 0), length - 1);
}
