import type { TranslationBundle } from '@jupyterlab/translation';

import { formatStep, formatValue, visible } from './format';
import type { GradientsModel } from './model';
import { numel } from './model';

/** What is at the crosshair, in parts; empty without one. */
export function describeCell(
  model: GradientsModel,
  trans: TranslationBundle
): string[] {
  const { cursor, model: data } = model;
  const row = cursor && model.rows[cursor.row]?.row;
  if (!cursor || !row || !data) {
    return [];
  }
  const { column } = cursor;
  const rms = row.rms[column];
  const max = row.max[column];
  const atStep = row.at_step?.[column];
  return [
    formatStep(data, column, trans),
    visible(row.name),
    ...(rms === null
      ? [describeFlag(model, trans)]
      : [
          row.count > 1
            ? trans.__('median RMS %1', formatValue(rms))
            : trans.__('RMS %1', formatValue(rms)),
          ...(model.value === 'norm'
            ? [trans.__('norm %1', formatValue(rms * Math.sqrt(numel(row))))]
            : []),
          ...(max === null ? [] : [trans.__('max %1', formatValue(max))])
        ]),
    ...(atStep === null || atStep === undefined
      ? []
      : [trans.__('RMS at step() %1', formatValue(atStep))])
  ];
}

function describeFlag(model: GradientsModel, trans: TranslationBundle): string {
  const { row, column } = model.cursor ?? { row: 0, column: 0 };
  const data = model.rows[row].row;
  switch (data.flags[column]) {
    case 'N':
    case 'I':
      return describeBad(model, trans);
    case '0':
      return trans.__('exactly zero');
    case '-':
      return trans.__('no gradient');
    case '?':
      return trans.__('not readable');
    default:
      return trans.__('not there yet');
  }
}

/** The counts of a cell that is not finite, where they are known. */
function describeBad(model: GradientsModel, trans: TranslationBundle): string {
  const { row, column } = model.cursor ?? { row: 0, column: 0 };
  const data = model.rows[row].row;
  const counts = data.bad.find(bad => bad[0] === column);
  if (!counts) {
    return data.flags[column] === 'N' ? trans.__('NaN') : trans.__('infinite');
  }
  const total = (data.count * numel(data)).toLocaleString();
  const [, nan, inf] = counts;
  return [
    ...(nan ? [trans.__('NaN in %1 of %2', nan.toLocaleString(), total)] : []),
    ...(inf
      ? [trans.__('infinite in %1 of %2', inf.toLocaleString(), total)]
      : [])
  ].join(', ');
}
