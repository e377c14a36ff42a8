import type { GradientRow, ModelGradients } from '../protocol/messages';
import type { GradientsModel } from './model';

/** What the shown steps of a row come to. */
export interface ISpan {
  readonly low: number;
  /** Arithmetic, over the columns with a value. */
  readonly mean: number;
  readonly high: number;
  /** At the crosshair's step, else at the last shown one; null if it has none there. */
  readonly now: number | null;
}

/** The span of the shown statistic; null without a positive value. */
export function valueSpan(
  model: GradientsModel,
  row: GradientRow
): ISpan | null {
  if (model.recording.value === 'max') {
    return span(model, row.max, row.max, row.max);
  }
  const factors =
    model.recording.value === 'norm'
      ? row.rms.map((_, column) =>
          Math.sqrt(model.recording.numelAt(row, column))
        )
      : null;
  const { rms, low, high } = row;
  return span(model, rms, low ?? rms, high ?? rms, factors);
}

/** The span of |Δw|/|w|; null if it was not recorded. */
export function ratioSpan(
  model: GradientsModel,
  row: GradientRow
): ISpan | null {
  return row.ratio && span(model, row.ratio, row.ratio, row.ratio);
}

function span(
  model: GradientsModel,
  values: readonly (number | null)[],
  lows: readonly (number | null)[],
  highs: readonly (number | null)[],
  factors: readonly number[] | null = null
): ISpan | null {
  const [from, to] = model.recording.shownColumns;
  let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
  for (let column = from; column <= to; column++) {
    const value = values[column];
    const factor = factors?.[column] ?? 1;
    if (value !== null && value > 0) {
      low = Math.min(low, factor * (lows[column] || value));
      high = Math.max(high, factor * (highs[column] ?? value));
      sum += factor * value;
      count += 1;
    }
  }
  const at = model.cursor?.column ?? to;
  const now = (factors?.[at] ?? 1) * (values[at] ?? 0) || null;
  return count ? { low, mean: sum / count, high, now } : null;
}

/** Whole powers of ten around all of some spans. */
export function decades(
  spans: readonly (ISpan | null)[],
  ...others: readonly (number | null | undefined)[]
): readonly [number, number] {
  const values = [
    ...spans.flatMap(one => (one ? [one.low, one.high] : [])),
    ...others.filter(other => !!other && other > 0).map(Number)
  ].map(Math.log10);
  if (!values.length) {
    return [-8, 0];
  }
  const low = Math.floor(Math.min(...values));
  const high = Math.ceil(Math.max(...values));
  return low < high ? [low, high] : [low - 1, high + 1];
}

/** The median of all parameters of the model at the last step; null without values. */
export function modelMedian(
  model: GradientsModel,
  data: ModelGradients
): number | null {
  const [, to] = model.recording.shownColumns;
  const values = data.rows
    .flatMap(row => (row.members.length ? row.members : [row]))
    .map(row => model.recording.valueAt(row, to))
    .filter((value): value is number => value !== null && value > 0)
    .sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? null;
}

/** The log10 of the ends of the shown values, in steps of a tenth. */
export function fittedScale(
  model: GradientsModel
): readonly [number, number] | null {
  const [from, to] = model.recording.shownColumns;
  let [low, high] = [Infinity, -Infinity];
  for (const { row } of model.rows) {
    for (let column = from; column <= to; column++) {
      const value = model.recording.valueAt(row, column);
      if (value !== null && value > 0) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  if (low > high) {
    return null;
  }
  const ends = [
    Math.floor(Math.log10(low) * 10) / 10,
    Math.ceil(Math.log10(high) * 10) / 10
  ] as const;
  return ends[0] < ends[1] ? ends : [ends[0] - 0.1, ends[1]];
}
