import type { TranslationBundle } from '@jupyterlab/translation';

import type { GradientRow } from '../protocol/messages';
import { formatStep, formatValue, visible } from './format';
import type { GradientsModel, ICursor } from './model';
import { rebuiltColumns } from './rebuilds';
import type { ISpan } from './spans';
import { ratioSpan, valueSpan } from './spans';

/** What is at the crosshair, or at another cell, in parts; empty without one. */
export function describeCell(
  model: GradientsModel,
  trans: TranslationBundle,
  cursor: ICursor | null = model.cursor
): string[] {
  const { model: data } = model.recording;
  const row = cursor && model.rows[cursor.row]?.row;
  if (!cursor || !row || !data) {
    return [];
  }
  const { column } = cursor;
  const place = [formatStep(data, column, trans), visible(row.name)];
  switch (model.view) {
    case 'layers':
      return [...place, ...describeSpan(valueSpan(model, row), trans)];
    case 'ratio':
      return [...place, ...describeSpan(ratioSpan(model, row), trans)];
    default:
      return [...place, ...describeValues(model, row, column, trans)];
  }
}

function describeSpan(span: ISpan | null, trans: TranslationBundle): string[] {
  if (!span) {
    return [trans.__('no value')];
  }
  return [
    ...(span.now === null ? [] : [formatValue(span.now)]),
    trans.__('least %1', formatValue(span.low)),
    trans.__('mean %1', formatValue(span.mean)),
    trans.__('greatest %1', formatValue(span.high))
  ];
}

function describeValues(
  model: GradientsModel,
  row: GradientRow,
  column: number,
  trans: TranslationBundle
): string[] {
  const rms = row.rms[column];
  const max = row.max[column];
  const atStep = row.at_step?.[column] ?? null;
  const ratio = row.ratio?.[column] ?? null;
  const values: (string | false)[] = [
    rms === null
      ? describeFlag(model, row, column, trans)
      : row.count > 1
        ? trans.__('median RMS %1', formatValue(rms))
        : trans.__('RMS %1', formatValue(rms)),
    rms !== null &&
      model.recording.value === 'norm' &&
      trans.__(
        'norm %1',
        formatValue(rms * Math.sqrt(model.recording.numelAt(row, column)))
      ),
    rms !== null && max !== null && trans.__('max %1', formatValue(max)),
    atStep !== null && trans.__('RMS at step() %1', formatValue(atStep)),
    ratio !== null && trans.__('|Δw|/|w| %1', formatValue(ratio)),
    model.recording.model !== null &&
      rebuiltColumns(model.recording.model).includes(column) &&
      trans.__('first of the rebuilt model')
  ];
  return values.filter(value => value !== false);
}

function describeFlag(
  model: GradientsModel,
  row: GradientRow,
  column: number,
  trans: TranslationBundle
): string {
  switch (row.flags[column]) {
    case 'N':
    case 'I':
      return describeBad(model, row, column, trans);
    case '0':
      return trans.__('exactly zero');
    case '-':
      return describeNone(row, trans);
    case '?':
      return trans.__('not readable');
    default:
      return trans.__('not there yet');
  }
}

/** No gradient, and why where that is known. */
function describeNone(row: GradientRow, trans: TranslationBundle): string {
  switch (row.last.state) {
    case 'frozen':
      return trans.__('no gradient, frozen');
    case 'unused':
      return trans.__('no gradient, not used in forward');
    case 'unreached':
      return trans.__('no gradient, not in graph');
    default:
      return trans.__('no gradient');
  }
}

/** The counts of a cell that is not finite, where they are known. */
function describeBad(
  model: GradientsModel,
  row: GradientRow,
  column: number,
  trans: TranslationBundle
): string {
  const counts = row.bad.find(bad => bad[0] === column);
  if (!counts) {
    return row.flags[column] === 'N' ? trans.__('NaN') : trans.__('infinite');
  }
  const total = (
    row.count * model.recording.numelAt(row, column)
  ).toLocaleString();
  const [, nan, inf] = counts;
  return [
    ...(nan ? [trans.__('NaN in %1 of %2', nan.toLocaleString(), total)] : []),
    ...(inf
      ? [trans.__('infinite in %1 of %2', inf.toLocaleString(), total)]
      : [])
  ].join(', ');
}
