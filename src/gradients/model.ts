import type { Gradients } from '../protocol/messages';
import type { Value } from './recording';
import { ShownRecording, clamp } from './recording';
import type { IShownRow } from './rows';
import { find, shownRows } from './rows';
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

/** More lines than these cannot be told apart. */
export const MAX_PINNED = 8;

/** What one view shows of a document, and where the user is in it. */
export class GradientsModel extends ShownRecording {
  get view(): View {
    return this._view;
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

  get scale(): readonly [number, number] {
    return this._fit
      ? (this._fitted ??= fittedScale(this) ?? FIXED_SCALE)
      : FIXED_SCALE;
  }

  override select(columns: readonly [number, number] | null): void {
    this._fitted = null;
    super.select(columns);
  }

  selectModel(name: string): void {
    this.modelName = name;
    this._cursor = null;
    this.selected = null;
    this._pinned = [];
    this._update();
  }

  setView(view: View): void {
    this._view = view;
    this._cursor = null;
    this._update();
  }

  setValue(value: Value): void {
    this.statistic = value;
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
    this.emitChanged();
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
      this.emitChanged();
    }
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
    this.emitChanged();
  }

  protected override take(document: Gradients): void {
    const row = this._cursor && this._rows[this._cursor.row]?.row.name;
    const step = this._cursor && this.model?.last_steps[this._cursor.column];
    this.shown = document;
    this._refresh();
    // Columns may have been joined meanwhile: the crosshair stays at its step.
    this._cursor = row && step ? this._find(row, step) : null;
    this.emitChanged();
  }

  private _update(): void {
    this._refresh();
    this.emitChanged();
  }

  private _refresh(): void {
    this._fitted = null;
    this.rise();
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

  private _view: View = 'heatmap';
  private _filter = '';
  private _fit = false;
  private _asTable = false;
  private _fitted: readonly [number, number] | null = null;
  private _rows: readonly IShownRow[] = [];
  private readonly _unfolded = new Set<string>();
  private _pinned: readonly string[] = [];
  private _cursor: ICursor | null = null;
}
