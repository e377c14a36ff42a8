import { visible } from './format';
import type { GradientsModel, ICursor } from './model';

/** Sizes in CSS pixels. */
export const ROW = 20;
export const CELL = 18;
const TOP = 4;
/** Room for the names of lines above the rows. */
export const CAPTIONS = 24;
export const AXIS = 24;
export const PADDING = 12;
const MIN_LEFT = 120;
/** Room for the last values; narrow outputs show their beginnings. */
const RIGHT = 136;
const NARROW_RIGHT = 84;
const NARROW = 420;
export const CHARACTER = 7.3;

/** Where everything is. */
export interface IGeometry {
  readonly width: number;
  readonly height: number;
  /** The first row begins here. */
  readonly top: number;
  /** The cells begin here. */
  readonly left: number;
  readonly plot: number;
  readonly columns: number;
  /** The first shown row, and how many fit. */
  readonly offset: number;
  readonly visibleRows: number;
}

/** Computes the geometry for a width; at most `maxRows` rows are in view. */
export function layout(
  model: GradientsModel,
  width: number,
  offset: number,
  maxRows: number,
  top = TOP
): IGeometry {
  const longest = Math.max(
    0,
    ...model.rows.map(shown => visible(shown.row.name).length + 2 * shown.depth)
  );
  // The names get what they need, the cells at least two fifths.
  const right = width < NARROW ? NARROW_RIGHT : RIGHT;
  const left = Math.round(
    Math.min(
      Math.max(longest * CHARACTER + 2 * PADDING, MIN_LEFT),
      Math.max(0.6 * width - right, MIN_LEFT)
    )
  );
  const visibleRows = Math.min(model.rows.length, maxRows);
  return {
    width,
    height: top + visibleRows * ROW + AXIS,
    top,
    left,
    plot: Math.max(width - left - right, 40),
    columns: model.recording.model?.last_steps.length ?? 0,
    offset: Math.max(Math.min(offset, model.rows.length - visibleRows), 0),
    visibleRows
  };
}

/** Where the last values begin. */
export function valuesAt(geometry: IGeometry): number {
  return geometry.left + geometry.plot + 8;
}

/** The cell under a point; null outside of the cells. */
export function cellAt(
  geometry: IGeometry,
  x: number,
  y: number
): ICursor | null {
  const row = Math.floor((y - geometry.top) / ROW);
  const column = Math.floor(
    ((x - geometry.left) / geometry.plot) * geometry.columns
  );
  const inside =
    row >= 0 &&
    row < geometry.visibleRows &&
    column >= 0 &&
    column < geometry.columns;
  return inside ? { row: row + geometry.offset, column } : null;
}

/** The row whose name is under a point; null outside of the names. */
export function nameAt(
  geometry: IGeometry,
  x: number,
  y: number
): number | null {
  return x < geometry.left ? rowAt(geometry, y) : null;
}

/** The row at a height; null above and below the rows. */
export function rowAt(geometry: IGeometry, y: number): number | null {
  const row = rowOf(geometry, y);
  return row >= 0 && row < geometry.visibleRows ? row + geometry.offset : null;
}

function rowOf(geometry: IGeometry, y: number): number {
  return Math.floor((y - geometry.top) / ROW);
}

/** The column nearest to a place. */
export function columnAt(geometry: IGeometry, x: number): number {
  const share = (x - geometry.left) / geometry.plot;
  return Math.min(
    Math.max(Math.floor(share * geometry.columns), 0),
    geometry.columns - 1
  );
}

/** The left edge of a column, on half pixels so that edges stay sharp. */
export function edge(geometry: IGeometry, column: number): number {
  const share = column / Math.max(geometry.columns, 1);
  return geometry.left + Math.round(share * geometry.plot * 2) / 2;
}

/** Where a step is: in the middle of its column, or between two. */
export function place(
  steps: readonly number[],
  step: number,
  geometry: IGeometry
): number {
  const middle = (column: number): number =>
    (edge(geometry, column) + edge(geometry, column + 1)) / 2;
  const column = steps.findIndex(last => last >= step);
  if (column === 0 || steps[column] === step) {
    return middle(column);
  }
  const before = steps[column - 1];
  const share = (step - before) / (steps[column] - before);
  return middle(column - 1) + share * (middle(column) - middle(column - 1));
}
