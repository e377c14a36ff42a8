import type { TranslationBundle } from '@jupyterlab/translation';

import { Decades } from './axes';
import type { GradientRow, ModelGradients } from '../protocol/messages';
import { formatEps, formatLast, formatValue } from './format';
import type { IGeometry } from './geometry';
import { CAPTIONS, CELL, ROW, layout, rowAt, valuesAt } from './geometry';
import {
  GLYPHS,
  beginning,
  nameLabel,
  placed,
  rowMark,
  valueLabel
} from './labels';
import type { GradientsModel } from './model';
import type { IPainter } from './painter';
import type { IShape, ITheme } from './primitives';
import { polyline, rect, text } from './primitives';
import type { IShownRow } from './rows';
import type { ISpan } from './spans';
import { decades, modelMedian, ratioSpan, valueSpan } from './spans';

/** Where |Δw|/|w| is often seen; a guide, not a rule. */
const OFTEN_SEEN: readonly [number, number] = [1e-4, 1e-2];

/** A bar for each parameter: least, mean and greatest of the shown steps. */
export const layers: IPainter = {
  ...shared(),
  draw(model, geometry, theme, trans) {
    const { model: data } = model.recording;
    if (!data) {
      return [];
    }
    const rows = spansInView(model, geometry, valueSpan);
    // Adam's eps is compared with an RMS; it says nothing of a norm.
    const eps =
      model.recording.value === 'rms' ? (data.optimizer?.eps ?? null) : null;
    const median = modelMedian(model, data);
    const axis = axisOf(model, geometry, valueSpan, eps, median);
    return [
      ...grid(axis, geometry, theme),
      ...captions(data, axis, geometry, theme, trans, eps, median),
      ...rows.flatMap(({ shown, y, span }) => [
        ...nameLabel(model, shown, geometry, y, theme),
        ...bar(shown.row, span, axis, y, geometry, theme),
        ...valueLabel(model, shown, geometry, y, theme, trans)
      ])
    ];
  }
};

/** The same of |Δw|/|w|. */
export const ratio: IPainter = {
  ...shared(),
  draw(model, geometry, theme, trans) {
    if (!model.recording.model) {
      return [];
    }
    const rows = spansInView(model, geometry, ratioSpan);
    const axis = axisOf(model, geometry, ratioSpan, ...OFTEN_SEEN);
    return [
      ...guide(axis, geometry, theme, trans),
      ...grid(axis, geometry, theme),
      ...rows.flatMap(({ shown, y, span }) => [
        ...nameLabel(model, shown, geometry, y, theme),
        ...bar(shown.row, span, axis, y, geometry, theme),
        ratioLabel(shown, span, y, geometry, theme, trans)
      ])
    ];
  }
};

type Measure = (model: GradientsModel, row: GradientRow) => ISpan | null;

function shared(): Pick<IPainter, 'layout' | 'hit' | 'mark'> {
  return {
    layout: (model, width, offset, maxRows) =>
      layout(model, width, offset, maxRows, CAPTIONS),
    // Bars have no steps: the crosshair keeps its own, at first the last one.
    hit: (model, geometry, _, y) => {
      const row = rowAt(geometry, y);
      const column = model.cursor?.column ?? model.recording.shownColumns[1];
      return row === null ? null : { row, column };
    },
    mark: rowMark
  };
}

function spansInView(
  model: GradientsModel,
  geometry: IGeometry,
  measure: Measure
): { shown: IShownRow; y: number; span: ISpan | null }[] {
  return placed(model, geometry).map(({ shown, y }) => ({
    shown,
    y,
    span: measure(model, shown.row)
  }));
}

/** One axis for all rows, in view or not: scrolling must not move it. */
function axisOf(
  model: GradientsModel,
  geometry: IGeometry,
  measure: Measure,
  ...others: (number | null)[]
): Decades {
  const spans = model.rows.map(({ row }) => measure(model, row));
  const range = decades(spans, ...others);
  return new Decades(range, geometry.left + 6, geometry.plot - 12);
}

function grid(axis: Decades, geometry: IGeometry, theme: ITheme): IShape[] {
  const height = geometry.visibleRows * ROW;
  const font = `11px ${theme.uiFont}`;
  return axis
    .ticks(56)
    .flatMap(({ at, label }) => [
      rect(Math.round(at), geometry.top, 1, height, theme.grid, 0),
      text(label, at, geometry.top + height + 11, theme.dim, font, 'center')
    ]);
}

/** Lines at the eps and at the median, named above; of close ones both names show. */
function captions(
  data: ModelGradients,
  axis: Decades,
  geometry: IGeometry,
  theme: ITheme,
  trans: TranslationBundle,
  eps: number | null,
  median: number | null
): IShape[] {
  const lines: [number, string, number[]][] = [];
  if (eps !== null) {
    lines.push([axis.at(eps), formatEps(data, trans), [4, 3]]);
  }
  if (median !== null) {
    lines.push([axis.at(median), trans.__('median of the model'), [1, 2]]);
  }
  lines.sort((a, b) => a[0] - b[0]);
  // The left name ends at its line and the right one begins at its own, so that they
  // never meet; without room on the left they stand one above the other.
  const pair = lines.length > 1;
  const fits = pair && lines[0][0] - geometry.left > 6 * lines[0][1].length;
  const bottom = geometry.top + geometry.visibleRows * ROW;
  return lines.flatMap(([x, label, dash], index) => {
    const align = fits && index === 0 ? 'right' : 'left';
    const y = !pair || fits ? 12 : 6 + 11 * index;
    const points = [geometry.top - 4, bottom].map(
      end => [Math.round(x) + 0.5, end] as const
    );
    return [
      polyline(points, theme.ink, 1, dash),
      text(
        label,
        x + (align === 'right' ? -4 : 4),
        y,
        theme.ink,
        `11px ${theme.uiFont}`,
        align
      )
    ];
  });
}

function guide(
  axis: Decades,
  geometry: IGeometry,
  theme: ITheme,
  trans: TranslationBundle
): IShape[] {
  const [from, to] = OFTEN_SEEN.map(value => axis.at(value));
  const height = geometry.visibleRows * ROW;
  return [
    rect(from, geometry.top, to - from, height, theme.neutral, -1),
    text(
      trans.__('often seen, not a rule'),
      (from + to) / 2,
      12,
      theme.ink,
      `11px ${theme.uiFont}`,
      'center'
    )
  ];
}

/** Least to greatest as a bar with ends, a line at the mean, a ring at one step. */
function bar(
  row: GradientRow,
  span: ISpan | null,
  axis: Decades,
  y: number,
  geometry: IGeometry,
  theme: ITheme
): IShape[] {
  const middle = y + CELL / 2;
  if (!span) {
    const glyph = GLYPHS.get(row.flags.trimEnd().at(-1) ?? '') ?? '';
    const font = `600 11px ${theme.uiFont}`;
    return [text(glyph, geometry.left + 16, middle, theme.dim, font, 'center')];
  }
  const [from, to, mean] = [span.low, span.high, span.mean].map(value =>
    axis.at(value)
  );
  return [
    rect(from, middle - 4, Math.max(to - from, 1), 8, theme.rule, 1),
    ...[from, to].map(x => rect(x - 0.5, middle - 6, 1, 12, theme.dim, 1)),
    rect(mean - 1, middle - 6, 2, 12, theme.ink, 2),
    ...(span.now === null ? [] : [ring(axis.at(span.now), middle, theme)])
  ];
}

function ring(x: number, y: number, theme: ITheme): IShape {
  return {
    type: 'circle',
    shape: { cx: x, cy: y, r: 4 },
    style: { fill: theme.ground, stroke: theme.brand, lineWidth: 2 },
    z2: 3,
    silent: true
  };
}

function ratioLabel(
  { row }: IShownRow,
  span: ISpan | null,
  y: number,
  geometry: IGeometry,
  theme: ITheme,
  trans: TranslationBundle
): IShape {
  const now = span?.now ?? null;
  const content =
    now !== null
      ? formatValue(now)
      : row.last.state === 'value'
        ? trans.__('not known')
        : formatLast(row, trans);
  return text(
    beginning(content, geometry),
    valuesAt(geometry),
    y + CELL / 2,
    theme.dim,
    `11px ${theme.uiFont}`
  );
}
