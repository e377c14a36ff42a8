import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IGradients, IModelGradients, IRow } from './document';

/** Which statistic the colours show. */
export type Value = 'rms' | 'norm' | 'max';

/** A row as it is shown. */
export interface IShownRow {
  readonly row: IRow;
  /** 1 for a member of an unfolded row. */
  readonly depth: 0 | 1;
  /** Whether it can be unfolded, and is. */
  readonly unfolded: boolean | null;
}

/** Where the crosshair is. */
export interface ICursor {
  readonly row: number;
  readonly column: number;
}

/** The log10 of the values at both ends of the colours. */
export const FIXED_SCALE: readonly [number, number] = [-8, 0];

/** What one view shows of a document, and where the user is in it. */
export class GradientsModel {
  get document(): IGradients | null {
    return this._document;
  }

  /** The model whose rows are shown; null before the first recorded step. */
  get model(): IModelGradients | null {
    const models = this._document?.models ?? [];
    return (
      models.find(one => one.name === this._modelName) ?? models[0] ?? null
    );
  }

  get value(): Value {
    return this._value;
  }

  get filter(): string {
    return this._filter;
  }

  /** Whether the colours are fitted to the shown values. */
  get fit(): boolean {
    return this._fit;
  }

  get rows(): readonly IShownRow[] {
    return this._rows;
  }

  /** The crosshair; null without one. */
  get cursor(): ICursor | null {
    return this._cursor;
  }

  get scale(): readonly [number, number] {
    return this._fit ? (this._fitted ??= this._measure()) : FIXED_SCALE;
  }

  /** Emitted after anything that is drawn changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Takes a newer document; the user's choices stay. */
  setDocument(document: IGradients): void {
    const row = this._cursor && this._rows[this._cursor.row]?.row.name;
    const step = this._cursor && this.model?.last_steps[this._cursor.column];
    this._document = document;
    this._refresh();
    // Columns may have been joined meanwhile: the crosshair stays at its step.
    this._cursor = row && step ? this._find(row, step) : null;
    this._changed.emit();
  }

  selectModel(name: string): void {
    this._modelName = name;
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

  /** Shows or hides the members of a folded row. */
  toggle(name: string): void {
    if (!this._unfolded.delete(name)) {
      this._unfolded.add(name);
    }
    this._cursor = null;
    this._update();
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

  /** Moves the crosshair to a parameter at a step, and unfolds its row if needed. */
  goTo(fqn: string, step: number): void {
    this._filter = '';
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
  valueAt(row: IRow, column: number): number | null {
    if (this._value === 'max') {
      return row.max[column];
    }
    const rms = row.rms[column];
    return rms === null || this._value === 'rms'
      ? rms
      : rms * Math.sqrt(numel(row));
  }

  private _update(): void {
    this._refresh();
    this._changed.emit();
  }

  private _refresh(): void {
    this._fitted = null;
    this._rows = this._shown();
  }

  private _shown(): IShownRow[] {
    const wanted = this._filter.trim().toLowerCase();
    const matches = (row: IRow) => row.name.toLowerCase().includes(wanted);
    return (this.model?.rows ?? []).flatMap((row): IShownRow[] => {
      if (!wanted || matches(row)) {
        const unfolded = this._unfolded.has(row.name);
        const members = unfolded ? row.members : [];
        return [
          { row, depth: 0, unfolded: row.members.length ? unfolded : null },
          ...members.map(member => ({
            row: member,
            depth: 1 as const,
            unfolded: null
          }))
        ];
      }
      // A single block of a fold was asked for: it is shown by itself.
      return row.members
        .filter(matches)
        .map(member => ({ row: member, depth: 0, unfolded: null }));
    });
  }

  private _find(name: string, step: number): ICursor | null {
    const row = this._rows.findIndex(shown => shown.row.name === name);
    const column = this.model?.last_steps.findIndex(last => last >= step) ?? -1;
    return row < 0 || column < 0 ? null : { row, column };
  }

  /** The ends of the shown values, in steps of a tenth. */
  private _measure(): readonly [number, number] {
    let [low, high] = [Infinity, -Infinity];
    for (const { row } of this._rows) {
      for (let column = 0; column < row.flags.length; column++) {
        const value = this.valueAt(row, column);
        if (value !== null && value > 0) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    if (low > high) {
      return FIXED_SCALE;
    }
    const ends = [
      Math.floor(Math.log10(low) * 10) / 10,
      Math.ceil(Math.log10(high) * 10) / 10
    ] as const;
    return ends[0] < ends[1] ? ends : [ends[0] - 0.1, ends[1]];
  }

  private _document: IGradients | null = null;
  private _modelName = '';
  private _value: Value = 'rms';
  private _filter = '';
  private _fit = false;
  private _fitted: readonly [number, number] | null = null;
  private _rows: readonly IShownRow[] = [];
  private readonly _unfolded = new Set<string>();
  private _cursor: ICursor | null = null;
  private readonly _changed = new Signal<this, void>(this);
}

/** The number of elements of one parameter of a row. */
export function numel(row: IRow): number {
  return row.shape.reduce((product, size) => product * size, 1);
}

function clamp(index: number, length: number): number {
  return Math.min(Math.max(index, 0), length - 1);
}
