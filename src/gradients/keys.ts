import type { IGeometry } from './geometry';
import type { GradientsModel, ICursor } from './model';

/** A key as it was pressed in a plot. */
export interface IKey {
  readonly key: string;
  readonly shiftKey: boolean;
}

/** What a key did: nothing, something, or it asks to open the row in the panel. */
export type Effect = 'none' | 'done' | 'open';

/** Moves the crosshair, pins, folds or selects by a key. */
export function press(
  { key, shiftKey }: IKey,
  model: GradientsModel,
  geometry: IGeometry
): Effect {
  const last = { row: geometry.offset, column: geometry.columns - 1 };
  const from = model.cursor ?? last;
  const target = targets(from, geometry).get(key);
  const shown = model.rows[from.row];
  if (target) {
    // The first key only shows where the crosshair is.
    const next = model.cursor ? target : last;
    if (shiftKey && next.row === from.row) {
      select(model, from.column, next.column);
    }
    model.setCursor(next);
    return 'done';
  }
  switch (key) {
    case 'Escape':
      return clear(model);
    case ' ':
      if (shown) {
        model.togglePin(shown.row.name);
      }
      return 'done';
    case 'Enter':
      if (shown?.unfolded === null) {
        return 'open';
      }
      if (shown) {
        model.toggle(shown.row.name);
        model.setCursor(from);
      }
      return 'done';
    default:
      return 'none';
  }
}

function targets(
  { row, column }: ICursor,
  geometry: IGeometry
): ReadonlyMap<string, ICursor> {
  const page = Math.max(geometry.visibleRows - 1, 1);
  return new Map([
    ['ArrowUp', { row: row - 1, column }],
    ['ArrowDown', { row: row + 1, column }],
    ['PageUp', { row: row - page, column }],
    ['PageDown', { row: row + page, column }],
    ['ArrowLeft', { row, column: column - 1 }],
    ['ArrowRight', { row, column: column + 1 }],
    ['Home', { row, column: 0 }],
    ['End', { row, column: geometry.columns - 1 }]
  ]);
}

/** Extends the selection from the end where the crosshair is. */
function select(model: GradientsModel, from: number, to: number): void {
  const { selection } = model.recording;
  const other = selection?.find(end => end !== from) ?? from;
  const held = selection?.includes(from) ? other : from;
  model.select([held, to]);
}

/** Takes the crosshair away, then the selection; then the key is not ours. */
function clear(model: GradientsModel): Effect {
  if (model.cursor) {
    model.setCursor(null);
  } else if (model.recording.selection) {
    model.select(null);
  } else {
    return 'none';
  }
  return 'done';
}
