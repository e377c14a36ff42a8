import type { TranslationBundle } from '@jupyterlab/translation';

import { formatLast, formatNote, visible } from './format';
import type { IGeometry } from './geometry';
import { CELL, CHARACTER, PADDING, ROW, rowAt, valuesAt } from './geometry';
import type { GradientsModel } from './model';
import type { IShape, ITheme } from './primitives';
import { rect, shorten, text, triangle } from './primitives';
import type { IShownRow } from './rows';

/** Of the sign beside a last value, in pixels. */
const SIGN = 18;
/** Of a digit; letters and spaces are narrower on the whole. */
const VALUE_CHARACTER = 5.8;

/** The sign of a flag. */
export const GLYPHS: ReadonlyMap<string, string> = new Map([
  ['N', 'N'],
  ['I', '∞'],
  ['0', '0'],
  ['-', '–'],
  ['?', '?']
]);

/** The rows in view, with the heights where they begin. */
export function placed(
  model: GradientsModel,
  { offset, visibleRows, top }: IGeometry
): { shown: IShownRow; y: number }[] {
  return model.rows
    .slice(offset, offset + visibleRows)
    .map((shown, index) => ({ shown, y: top + index * ROW }));
}

/** The name of a row: bold if pinned, with a caret if it folds others. */
export function nameLabel(
  model: GradientsModel,
  shown: IShownRow,
  geometry: IGeometry,
  y: number,
  theme: ITheme
): IShape[] {
  const middle = y + CELL / 2;
  const x = PADDING + shown.depth * 2 * CHARACTER;
  const room = Math.floor((geometry.left - x - 8) / CHARACTER);
  const weight = model.pinned.includes(shown.row.name) ? '700 ' : '';
  const label = text(
    shorten(visible(shown.row.name), room),
    x,
    middle,
    theme.ink,
    `${weight}12px ${theme.codeFont}`
  );
  return shown.unfolded === null
    ? [label]
    : [label, caret(2, middle, shown.unfolded, theme.dim)];
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

/** What a row is at its last step, and a sign if that stands out. */
export function valueLabel(
  model: GradientsModel,
  { row }: IShownRow,
  geometry: IGeometry,
  y: number,
  theme: ITheme,
  trans: TranslationBundle
): IShape[] {
  const marked =
    row.last.num_low > 0 || model.recording.model?.onset?.fqn === row.name;
  const content = formatLast(row, trans, model.recording.value);
  const label = text(
    beginning(content, geometry, marked ? SIGN : 0),
    valuesAt(geometry),
    y + CELL / 2,
    marked ? theme.ink : theme.dim,
    `11px ${theme.uiFont}`
  );
  return marked
    ? [label, ...triangle(geometry.width - PADDING - 14, y + 2, theme)]
    : [label];
}

/** What fits of a last value; the read-out has all of it. */
export function beginning(
  content: string,
  geometry: IGeometry,
  taken = 0
): string {
  const end = geometry.width - (taken ? PADDING : 4) - taken;
  const room = end - valuesAt(geometry);
  const characters = Math.floor(room / VALUE_CHARACTER);
  return content.length > characters
    ? `${content.slice(0, Math.max(characters - 1, 1)).trimEnd()}…`
    : content;
}

/** All of a name or a last value under a point, which may be drawn shortened. */
export function describeEnd(
  model: GradientsModel,
  geometry: IGeometry,
  x: number,
  y: number,
  trans: TranslationBundle
): string {
  const { model: data } = model.recording;
  const row = model.rows[rowAt(geometry, y) ?? -1]?.row;
  if (!data || !row) {
    return '';
  }
  if (x < geometry.left) {
    return visible(row.name);
  }
  const last = formatLast(row, trans, model.recording.value);
  const parts = [last, formatNote(data, row, trans)];
  return x < valuesAt(geometry) ? '' : parts.filter(part => part).join(', ');
}

/** The mark beside the row of the crosshair. */
export function rowMark(
  model: GradientsModel,
  geometry: IGeometry,
  theme: ITheme
): IShape[] {
  const index = (model.cursor?.row ?? -1) - geometry.offset;
  return index < 0 || index >= geometry.visibleRows
    ? []
    : [
        rect(
          geometry.left - 5,
          geometry.top + index * ROW,
          3,
          CELL,
          theme.brand,
          3
        )
      ];
}
