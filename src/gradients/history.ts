import { Decades, stepAxis } from './axes';
import type { ModelGradients } from '../protocol/messages';
import { visible } from './format';
import type { IGeometry } from './geometry';
import { AXIS, CHARACTER, columnAt, edge } from './geometry';
import { GLYPHS } from './labels';
import type { GradientsModel } from './model';
import type { IPainter } from './painter';
import type { IShape, ITheme } from './primitives';
import { marker, outline, polyline, rect, shorten, text } from './primitives';
import { rebuildLines, rebuiltColumns } from './rebuilds';
import type { IShownRow } from './rows';
import { decades, valueSpan } from './spans';

const HEIGHT = 216;
const TOP = 12;
const LEFT = 64;
const LABELS = 168;
const LINE = 14;

/** Lines of the pinned parameters; each differs in colour, dashes and marks. */
export const history: IPainter = {
  layout: (model, width) => {
    const labels = Math.min(LABELS, 0.35 * width);
    return {
      width,
      height: TOP + HEIGHT + AXIS,
      top: TOP,
      left: LEFT,
      plot: Math.max(width - LEFT - labels, 40),
      columns: model.recording.model?.last_steps.length ?? 0,
      offset: 0,
      visibleRows: 0
    };
  },
  draw(model, geometry, theme, trans) {
    const { model: data } = model.recording;
    if (!data) {
      return [];
    }
    const axis = axisOf(model);
    return [
      ...grid(axis, geometry, theme),
      ...stepAxis(data, geometry, TOP + HEIGHT, theme, trans),
      ...rebuildLines(data, geometry, HEIGHT, theme),
      ...model.rows.flatMap((shown, index) =>
        line(model, data, shown, index, axis, geometry, theme)
      ),
      ...names(model, data, axis, geometry, theme)
    ];
  },
  mark(model, geometry, theme) {
    const { cursor } = model;
    const { selection } = model.recording;
    const found: IShape[] = [];
    if (selection) {
      const from = edge(geometry, selection[0]);
      const width = edge(geometry, selection[1] + 1) - from;
      found.push(rect(from, TOP + HEIGHT - 1, width, 3, theme.brand, 3));
    }
    const row = cursor && model.rows[cursor.row]?.row;
    if (cursor && row) {
      const x = center(geometry, cursor.column);
      const value = model.recording.valueAt(row, cursor.column);
      found.push(rect(x - 0.5, TOP, 1, HEIGHT, theme.brand, 2));
      if (value) {
        const y = axisOf(model).at(value);
        found.push(outline(x - 6, y - 6, 12, 12, theme.brand));
      }
    }
    return found;
  },
  hit(model, geometry, x, y) {
    if (!geometry.columns || x < LEFT || x > LEFT + geometry.plot) {
      return null;
    }
    const column = columnAt(geometry, x);
    const axis = axisOf(model);
    const distances = model.rows.map(({ row }) => {
      const value = model.recording.valueAt(row, column);
      return value ? Math.abs(axis.at(value) - y) : Infinity;
    });
    const row = distances.indexOf(Math.min(...distances));
    return row < 0 ? null : { row, column };
  }
};

/** Dashes of a line, by its place. */
const DASHES: readonly (readonly number[])[] = [
  [],
  [6, 3],
  [1.5, 3],
  [8, 3, 1.5, 3]
];

function axisOf(model: GradientsModel): Decades {
  const range = decades(model.rows.map(({ row }) => valueSpan(model, row)));
  return new Decades(range, TOP + HEIGHT, -HEIGHT);
}

function color(index: number, theme: ITheme): string {
  return [theme.ink, theme.brand, theme.added, theme.dim][index % 4];
}

function center(geometry: IGeometry, column: number): number {
  return (edge(geometry, column) + edge(geometry, column + 1)) / 2;
}

function grid(axis: Decades, geometry: IGeometry, theme: ITheme): IShape[] {
  const font = `11px ${theme.uiFont}`;
  return axis
    .ticks(28)
    .flatMap(({ at, label }) => [
      rect(LEFT, Math.round(at), geometry.plot, 1, theme.grid, 0),
      text(label, LEFT - 8, at, theme.dim, font, 'right')
    ]);
}

/** A line with gaps, marks at some of its points, and the sign where a gap begins. */
function line(
  model: GradientsModel,
  data: ModelGradients,
  { row }: IShownRow,
  index: number,
  axis: Decades,
  geometry: IGeometry,
  theme: ITheme
): IShape[] {
  const stroke = color(index, theme);
  const found: IShape[] = [];
  const every = Math.max(Math.round(geometry.columns / 5), 1);
  const first = Math.round(((index % 4) * every) / 8);
  const [from, to] = model.recording.shownColumns;
  let points: [number, number][] = [];
  const end = (): void => {
    if (points.length > 1) {
      found.push(polyline(points, stroke, 2, DASHES[index % 4]));
    } else if (points.length) {
      found.push(marker(index, ...points[0], stroke, theme.ground));
    }
    points = [];
  };
  const rebuilt = rebuiltColumns(data);
  for (let column = from; column <= to; column++) {
    const value = model.recording.valueAt(row, column);
    if (rebuilt.includes(column)) {
      end();
    }
    if (value) {
      const point: [number, number] = [
        center(geometry, column),
        axis.at(value)
      ];
      points.push(point);
      if ((column - from) % every === Math.min(first, every - 1)) {
        found.push(marker(index, ...point, stroke, theme.ground));
      }
      continue;
    }
    const last = points.at(-1);
    end();
    const glyph = GLYPHS.get(row.flags[column]);
    if (last && glyph) {
      const font = `600 11px ${theme.uiFont}`;
      found.push(text(glyph, last[0] + 8, last[1], theme.ink, font, 'center'));
    }
  }
  end();
  return found;
}

/** The names at the ends of the lines, moved apart where they would meet. */
function names(
  model: GradientsModel,
  data: ModelGradients,
  axis: Decades,
  geometry: IGeometry,
  theme: ITheme
): IShape[] {
  const [from, to] = model.recording.shownColumns;
  const x = LEFT + geometry.plot + 12;
  const room = Math.floor((geometry.width - x - 16) / CHARACTER);
  const ends = model.rows.flatMap(({ row }, index) => {
    for (
      let column = Math.min(to, data.last_steps.length - 1);
      column >= from;
      column--
    ) {
      const value = model.recording.valueAt(row, column);
      if (value) {
        return [{ row, index, y: axis.at(value) }];
      }
    }
    return [];
  });
  ends.sort((a, b) => a.y - b.y);
  const places: number[] = [];
  for (const { y } of ends) {
    places.push(Math.max(y, (places.at(-1) ?? -Infinity) + LINE));
  }
  // Pushed below the plot, the lowest names move up again.
  for (let i = places.length - 1, floor = TOP + HEIGHT; i >= 0; i--) {
    places[i] = Math.min(places[i], floor);
    floor = places[i] - LINE;
  }
  return ends.flatMap(({ row, index }, i) => [
    marker(index, x, places[i], color(index, theme), theme.ground),
    text(
      shorten(visible(row.name), room),
      x + 10,
      places[i],
      theme.ink,
      `12px ${theme.codeFont}`
    )
  ]);
}
