import type { TranslationBundle } from '@jupyterlab/translation';

import { CIVIDIS } from './colors';
import type { IModelGradients } from './document';
import { formatLast, visible } from './format';
import type { IGeometry } from './geometry';
import {
  CELL,
  CHARACTER,
  PADDING,
  RIGHT,
  ROW,
  TOP,
  edge,
  place
} from './geometry';
import type { GradientsModel, IShownRow } from './model';

/** Colours and fonts of the theme. */
export interface ITheme {
  readonly ink: string;
  readonly dim: string;
  readonly neutral: string;
  readonly ground: string;
  readonly brand: string;
  readonly warning: string;
  readonly uiFont: string;
  readonly codeFont: string;
}

/** One thing to draw, in the words of a custom series of ECharts. */
export interface IShape {
  readonly type: 'rect' | 'text' | 'polygon';
  readonly shape?: Record<string, unknown>;
  readonly style: Record<string, unknown>;
  readonly z2?: number;
  readonly silent: true;
}

/** Everything that is drawn. */
export function shapes(
  model: GradientsModel,
  geometry: IGeometry,
  theme: ITheme,
  trans: TranslationBundle
): IShape[] {
  const { model: data } = model;
  if (!data) {
    return [];
  }
  const { offset, visibleRows } = geometry;
  const rows = model.rows.slice(offset, offset + visibleRows);
  return [
    ...rows.flatMap((shown, index) => [
      ...name(shown, geometry, index, theme),
      ...cells(model, shown, geometry, index, theme),
      ...last(data, shown, geometry, index, theme, trans)
    ]),
    ...axis(data, geometry, theme, trans),
    ...crosshair(model, geometry, theme)
  ];
}

/** The colour of a value on a log10 scale, clamped at both ends. */
export function shade(value: number, scale: readonly [number, number]): string {
  const share = (Math.log10(value) - scale[0]) / (scale[1] - scale[0]);
  const index = Math.round(
    Math.min(1, Math.max(0, share)) * (CIVIDIS.length - 1)
  );
  return CIVIDIS[index];
}

/** The sign of a flag. */
export const GLYPHS: ReadonlyMap<string, string> = new Map([
  ['N', 'N'],
  ['I', '∞'],
  ['0', '0'],
  ['-', '–'],
  ['?', '?']
]);

function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  z2 = 0
): IShape {
  return {
    type: 'rect',
    shape: { x, y, width, height },
    style: { fill },
    z2,
    silent: true
  };
}

function text(
  content: string,
  x: number,
  y: number,
  fill: string,
  font: string,
  align: 'left' | 'center' | 'right' = 'left'
): IShape {
  return {
    type: 'text',
    style: { text: content, x, y, fill, font, align, verticalAlign: 'middle' },
    z2: 2,
    silent: true
  };
}

function name(
  shown: IShownRow,
  geometry: IGeometry,
  index: number,
  theme: ITheme
): IShape[] {
  const y = TOP + index * ROW + CELL / 2;
  const x = PADDING + shown.depth * 2 * CHARACTER;
  const room = Math.floor((geometry.left - x - 8) / CHARACTER);
  const label = text(
    shorten(visible(shown.row.name), room),
    x,
    y,
    theme.ink,
    `12px ${theme.codeFont}`
  );
  return shown.unfolded === null
    ? [label]
    : [label, caret(2, y, shown.unfolded, theme.dim)];
}

/** The middle of a long name tells least: both ends stay. */
function shorten(name: string, room: number): string {
  if (name.length <= room) {
    return name;
  }
  const tail = Math.ceil((room - 1) * 0.6);
  return `${name.slice(0, Math.max(room - 1 - tail, 0))}…${name.slice(-tail)}`;
}

function caret(x: number, y: number, open: boolean, fill: string): IShape {
  const points = open
    ? [
        [x, y - 2],
        [x + 7, y - 2],
        [x + 3.5, y + 3]
      ]
    : [
        [x + 1, y - 3.5],
        [x + 6, y],
        [x + 1, y + 3.5]
      ];
  return { type: 'polygon', shape: { points }, style: { fill }, silent: true };
}

/** The cells of a row: neighbours of one colour are one rectangle. */
function cells(
  model: GradientsModel,
  { row }: IShownRow,
  geometry: IGeometry,
  index: number,
  theme: ITheme
): IShape[] {
  const y = TOP + index * ROW;
  const found: IShape[] = [];
  const fills = Array.from(row.flags, (flag, column) => {
    const value = flag === '.' ? model.valueAt(row, column) : null;
    return value === null ? theme.neutral : shade(value, model.scale);
  });
  for (const [start, end] of runs(fills)) {
    const x = edge(geometry, start);
    // Half a pixel below the next one: at fractional zooms edges would shine through.
    const overlap = end < geometry.columns ? 0.5 : 0;
    found.push(
      rect(x, y, edge(geometry, end) - x + overlap, CELL, fills[start])
    );
  }
  for (const [start, end] of runs([...row.flags])) {
    const glyph = GLYPHS.get(row.flags[start]);
    if (glyph) {
      found.push(...flagged(glyph, start, end, y, geometry, theme));
    }
  }
  return found;
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

function last(
  data: IModelGradients,
  { row }: IShownRow,
  geometry: IGeometry,
  index: number,
  theme: ITheme,
  trans: TranslationBundle
): IShape[] {
  const y = TOP + index * ROW;
  const x = geometry.width - RIGHT + 8;
  const marked = row.last.num_low > 0 || data.onset?.fqn === row.name;
  const font = `11px ${theme.uiFont}`;
  const label = text(
    formatLast(row, trans),
    x,
    y + CELL / 2,
    marked ? theme.ink : theme.dim,
    font
  );
  return marked
    ? [label, ...triangle(geometry.width - 20, y + 2, theme)]
    : [label];
}

function triangle(x: number, y: number, theme: ITheme): IShape[] {
  const points = [
    [x + 7, y],
    [x + 14, y + 13],
    [x, y + 13]
  ];
  const style = { fill: theme.warning };
  return [
    { type: 'polygon', shape: { points }, style, silent: true },
    rect(x + 6.3, y + 4.4, 1.4, 4.4, theme.ground, 1),
    rect(x + 6.3, y + 10, 1.4, 1.4, theme.ground, 1)
  ];
}

/** Step numbers at round places below the cells. */
function axis(
  data: IModelGradients,
  geometry: IGeometry,
  theme: ITheme,
  trans: TranslationBundle
): IShape[] {
  const bottom = TOP + geometry.visibleRows * ROW;
  const font = `11px ${theme.uiFont}`;
  const found = [
    text(
      trans.__('step'),
      geometry.left - 8,
      bottom + 11,
      theme.dim,
      font,
      'right'
    )
  ];
  const steps = data.last_steps;
  let taken = -Infinity;
  for (const step of ticks(steps[0], steps[steps.length - 1])) {
    const x = place(steps, step, geometry);
    const label = step.toLocaleString();
    const half = (label.length * 6.5) / 2;
    if (x - half < taken + 8) {
      continue;
    }
    taken = x + half;
    found.push(rect(x - 0.5, bottom - 1, 1, 4, theme.dim));
    found.push(text(label, x, bottom + 11, theme.dim, font, 'center'));
  }
  return found;
}

/** The first step and multiples of 1, 2 or 5 times a power of ten. */
function ticks(first: number, last: number): number[] {
  const rough = Math.max((last - first) / 5, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const distance =
    [1, 2, 5, 10].map(n => n * power).find(n => n >= rough) ?? rough;
  const found = [first];
  for (let step = Math.ceil((first + 1) / distance) * distance; step <= last;) {
    found.push(step);
    step += distance;
  }
  return found;
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
  const y = TOP + index * ROW;
  const x = edge(geometry, cursor.column);
  const width = edge(geometry, cursor.column + 1) - x;
  const bottom = TOP + geometry.visibleRows * ROW;
  // Cells can be narrower than the outline; it is centred on them then.
  const wide = Math.max(width, 7);
  const from = x - (wide - width) / 2;
  return [
    rect(from, bottom - 1, wide, 3, theme.brand, 3),
    rect(geometry.left - 5, y, 3, CELL, theme.brand, 3),
    outline(from, y, wide, CELL, '#000'),
    outline(from + 1, y + 1, wide - 2, CELL - 2, '#fff'),
    outline(from + 2, y + 2, wide - 4, CELL - 4, '#000')
  ];
}

function outline(
  x: number,
  y: number,
  width: number,
  height: number,
  stroke: string
): IShape {
  return {
    type: 'rect',
    shape: {
      x: x + 0.5,
      y: y + 0.5,
      width: Math.max(width - 1, 1),
      height: height - 1
    },
    style: { fill: 'none', stroke, lineWidth: 1 },
    z2: 4,
    silent: true
  };
}
