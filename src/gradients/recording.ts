import type {
  GradientRow,
  Gradients,
  ModelGradients
} from '../protocol/messages';
import { numelAt } from './rebuilds';

/** Which statistic is shown. */
export type Value = 'rms' | 'norm' | 'max';

/** What was recorded, and the part of it that is looked at. */
export class Recording {
  /** The shown state; null before the first. */
  document: Gradients | null = null;

  /** The model whose rows are shown; null before the first recorded step. */
  get model(): ModelGradients | null {
    const models = this.document?.models ?? [];
    return models.find(one => one.name === this._name) ?? models[0] ?? null;
  }

  get value(): Value {
    return this.isLight && this._value === 'max' ? 'rms' : this._value;
  }
  set value(value: Value) {
    this._value = value;
  }

  /** Whether nothing but norms was recorded of finite gradients. */
  get isLight(): boolean {
    return this.document?.stats === 'light';
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

  /** Looks at another model, and at all of its columns. */
  selectModel(name: string): void {
    this._name = name;
    this._selected = null;
  }

  /** Selects the columns between two, in either order; null selects all. */
  select(columns: readonly [number, number] | null): void {
    const steps = this.model?.last_steps ?? [];
    const [from, to] = [...(columns ?? [])].sort((a, b) => a - b);
    this._selected =
      columns && steps.length
        ? [steps[clamp(from, steps.length)], steps[clamp(to, steps.length)]]
        : null;
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

  private _name = '';
  private _value: Value = 'rms';
  /** Steps, because columns may be joined. */
  private _selected: readonly [number, number] | null = null;
}

function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

/** An index within a length. */
export function clamp(index: number, length: number): number {
  return Math.min(Math.max(index, 0), length - 1);
}
