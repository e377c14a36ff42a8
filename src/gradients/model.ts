import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Gradients } from '../protocol/messages';
import { Delivery } from './delivery';
import type { Value } from './recording';
import { Recording, clamp } from './recording';
import { RowChoice } from './rowchoice';
import type { IShownRow } from './rows';
import { find } from './rows';
import { fittedScale } from './spans';

/** The ways to look at a recording. */
export type View = 'heatmap' | 'layers' | 'ratio' | 'history';

/** Where the crosshair is. */
export interface ICursor {
  readonly row: number;
  readonly column: number;
}

/** The log10 of the values at both ends of the colours. */
export const FIXED_SCALE: readonly [number, number] = [-8, 0];

/** What one view shows of a document, and where the user is in it. */
export class GradientsModel {
  /** What was recorded, and the part of it that is looked at. */
  readonly recording = new Recording();

  /** How the states of the recording arrive here. */
  readonly delivery = new Delivery({
    show: document => this._show(document),
    onChanged: () => this._changed.emit()
  });

  get view(): View {
    return this._view;
  }

  get filter(): string {
    return this._choice.filter;
  }

  /** Whether the colours are fitted to the shown values. */
  get fit(): boolean {
    return this._fit;
  }

  /** Whether the numbers are shown as a table. */
  get asTable(): boolean {
    return this._asTable;
  }

  get rows(): readonly IShownRow[] {
    return this._choice.shown;
  }

  /** Names of the rows that the user pinned, in this order. */
  get pinned(): readonly string[] {
    return this._choice.pinned;
  }

  /** The crosshair; null without one. */
  get cursor(): ICursor | null {
    return this._cursor;
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
    this.delivery.add(document);
  }

  /** Draws again, with the colours of now. */
  redraw(): void {
    this._revision += 1;
    this._changed.emit();
  }

  /** Selects the columns between two, in either order; null selects all. */
  select(columns: readonly [number, number] | null): void {
    this._fitted = null;
    this.recording.select(columns);
    this.redraw();
  }

  selectModel(name: string): void {
    this.recording.selectModel(name);
    this._cursor = null;
    this._choice.unpin();
    this._update();
  }

  setView(view: View): void {
    this._view = view;
    this._cursor = null;
    this._update();
  }

  setValue(value: Value): void {
    this.recording.value = value;
    this._update();
  }

  setFilter(filter: string): void {
    this._choice.filter = filter;
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
    this._choice.toggle(name);
    this._cursor = null;
    this._update();
  }

  /** Pins a row or takes its pin off; false if there are too many already. */
  togglePin(name: string): boolean {
    if (!this._choice.togglePin(name)) {
      return false;
    }
    const cursor = this._view === 'history' ? null : this._cursor;
    this._refresh();
    this._cursor = cursor;
    this._changed.emit();
    return true;
  }

  /** Moves the crosshair; it stays within the cells. */
  setCursor(cursor: ICursor | null): void {
    const columns = this.recording.model?.last_steps.length ?? 0;
    const next =
      cursor && this.rows.length && columns
        ? {
            row: clamp(cursor.row, this.rows.length),
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

  /** Moves the crosshair to a parameter at a step, and unfolds its row if needed. */
  goTo(fqn: string, step: number): void {
    this._view = 'heatmap';
    this._asTable = false;
    this._choice.unfoldTo(fqn, this.recording.model?.rows ?? []);
    this._refresh();
    this._cursor = this._find(fqn, step);
    this._changed.emit();
  }

  /** Shows a newer document; the user's choices stay. */
  private _show(document: Gradients): void {
    const row = this._cursor && this.rows[this._cursor.row]?.row.name;
    const step =
      this._cursor && this.recording.model?.last_steps[this._cursor.column];
    this.recording.document = document;
    this._refresh();
    // Columns may have been joined meanwhile: the crosshair stays at its step.
    this._cursor = row && step ? this._find(row, step) : null;
    this._changed.emit();
  }

  private _update(): void {
    this._refresh();
    this._changed.emit();
  }

  private _refresh(): void {
    this._fitted = null;
    this._revision += 1;
    const rows = this.recording.model?.rows ?? [];
    this._choice.update(rows, this._view === 'history');
  }

  private _find(name: string, step: number): ICursor | null {
    const row = find(this.rows, name);
    const column =
      this.recording.model?.last_steps.findIndex(last => last >= step) ?? -1;
    return row < 0 || column < 0 ? null : { row, column };
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _choice = new RowChoice();
  private _revision = 0;
  private _view: View = 'heatmap';
  private _fit = false;
  private _asTable = false;
  private _fitted: readonly [number, number] | null = null;
  private _cursor: ICursor | null = null;
}
