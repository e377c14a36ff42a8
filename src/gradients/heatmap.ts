import { stepAxis } from './axes';
import { CIVIDIS } from './colors';
import type { IGeometry } from './geometry';
import { CELL, ROW, cellAt, edge, layout } from './geometry';
import { GLYPHS, nameLabel, placed, rowMark, valueLabel } from './labels';
import type { GradientsModel } from './model';
import type { IPainter } from './painter';
import type { IShape, ITheme } from './primitives';
import { cells, outline, rect, text } from './primitives';
import { rebuildLines } from './rebuilds';
import type { IShownRow } from './rows';

/** A row for each parameter, a column for each recorded step. */
export const heatmap: IPainter = {
  layout: (model, width, offset, maxRows) =>
    layout(model, width, offset, maxRows),
  hit: (_, geometry, x, y) => cellAt(geometry, x, y),
  draw(model, geometry, theme, trans) {
    const { model: data } = model.recording;
    if (!data) {
      return [];
    }
    const bottom = geometry.top + geometry.visibleRows * ROW;
    return [
      ...coloured(model, geometry, theme),
      ...placed(model, geometry).flatMap(({ shown, y }) => [
        ...nameLabel(model, shown, geometry, y, theme),
        ...signs(shown, geometry, y, theme),
        ...valueLabel(model, shown, geometry, y, theme, trans)
      ]),
      ...rebuildLines(data, geometry, bottom - geometry.top, theme),
      ...stepAxis(data, geometry, bottom, theme, trans)
    ];
  },
  mark: (model, geometry, theme) => [
    ...selected(model, geometry, theme),
    ...crosshair(model, geometry, theme)
  ]
};

/** The colour of a value on a log10 scale, clamped at both ends. */
export function shade(value: number, scale: readonly [number, number]): string {
  const share = (Math.log10(value) - scale[0]) / (scale[1] - scale[0]);
  const index = Math.round(
    Math.min(1, Math.max(0, share)) * (CIVIDIS.length - 1)
  );
  return CIVIDIS[index];
}

/** The cells of all rows in view, by colour; neighbours of one are one rectangle. */
function coloured(
  model: GradientsModel,
  geometry: IGeometry,
  theme: ITheme
): IShape[] {
  const byFill = new Map<string, [number, number, number, number][]>();
  const { scale } = model;
  for (const { shown, y } of placed(model, geometry)) {
    const { row } = shown;
    const fills = Array.from(row.flags, (flag, column) => {
      const value = flag === '.' ? model.recording.valueAt(row, column) : null;
      return value === null ? theme.neutral : shade(value, scale);
    });
    for (const [start, end] of runs(fills)) {
      const x = edge(geometry, start);
      // Half a pixel below the next one: at fractional zooms edges would shine through.
      const overlap = end < geometry.columns ? 0.5 : 0;
      const rects = byFill.get(fills[start]) ?? [];
      rects.push([x, y, edge(geometry, end) - x + overlap, CELL]);
      byFill.set(fills[start], rects);
    }
  }
  return [...byFill].map(([fill, rects]) => cells(rects, fill));
}

/** The signs of a row where it has no values. */
function signs(
  { row }: IShownRow,
  geometry: IGeometry,
  y: number,
  theme: ITheme
): IShape[] {
  return [...runs([...row.flags])].flatMap(([start, end]) => {
    const glyph = GLYPHS.get(row.flags[start]);
    return glyph ? flagged(glyph, start, end, y, geometry, theme) : [];
  });
}

/** A sign where a run of flags starts, and a hairline through the rest of it. */
function flagged(
  glyph: string,
  start: number,
  end: number,
  y: number,
  geometry: IGeometry,
  theme: ITheme
): IShape[] {
  const x = edge(geometry, start);
  const middle = (x + edge(geometry, start + 1)) / 2;
  // In narrow columns the sign is wider than its cell.
  const center = Math.max(middle, x + 5);
  const font = `600 11px ${theme.uiFont}`;
  const sign = text(
    glyph,
    center,
    y + CELL / 2 + 0.5,
    theme.ink,
    font,
    'center'
  );
  const from = Math.max(edge(geometry, start + 1), center + 5) + 2;
  const to = edge(geometry, end) - 2;
  return to > from
    ? [sign, rect(from, y + CELL / 2 - 0.5, to - from, 1, theme.dim, 1)]
    : [sign];
}

/** Start and end of each run of equal items. */
function* runs(items: readonly string[]): Generator<[number, number]> {
  let start = 0;
  for (let index = 1; index <= items.length; index++) {
    if (index === items.length || items[index] !== items[start]) {
      yield [start, index];
      start = index;
    }
  }
}

/** A bracket below the selected steps, and lines at its ends. */
function selected(
  model: GradientsModel,
  geometry: IGeometry,
  theme: ITheme
): IShape[] {
  const { selection } = model.recording;
  if (!selection) {
    return [];
  }
  const from = edge(geometry, selection[0]);
  const to = edge(geometry, selection[1] + 1);
  const height = geometry.visibleRows * ROW;
  return [
    rect(from, geometry.top + height - 1, to - from, 3, theme.brand, 2),
    ...[from - 1, to].flatMap(x => [
      rect(x - 1, geometry.top, 3, height, theme.ground, 2),
      rect(x, geometry.top, 1, height, theme.brand, 3)
    ])
  ];
}

/** Marks on both axes, and an outline that shows on every colour. */
function crosshair(
  model: GradientsModel,
  geometry: IGeometry,
  theme: ITheme
): IShape[] {
  const { cursor } = model;
  const index = cursor ? cursor.row - geometry.offset : -1;
  if (!cursor || index < 0 || index >= geometry.visibleRows) {
    return [];
  }
  const y = geometry.top + index * ROW;
  const x = edge(geometry, cursor.column);
  const width = edge(geometry, cursor.column + 1) - x;
  const bottom = geometry.top + geometry.visibleRows * ROW;
  // Cells can be narrower than the outline; it is centred on them then.
  const wide = Math.max(width, 7);
  const from = x - (wide - width) / 2;
  return [
    rect(from, bottom - 1, wide, 3, theme.brand, 3),
    ...rowMark(model, geometry, theme),
    outline(from, y, wide, CELL, '#000'),
    outline(from + 1, y + 1, wide - 2, CELL - 2, '#fff'),
    outline(from + 2, y + 2, wide - 4, CELL - 4, '#000')
  ];
}
