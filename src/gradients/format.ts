import type {
  GradientRow,
  Gradients,
  ModelGradients
} from '../protocol/messages';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Value } from './recording';
import { numel } from './rows';

/** `3.6e-12`: two digits, and two of the exponent, as Python prints it. */
export function formatValue(value: number): string {
  return value.toExponential(1).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** `−8`, `−5.2`, `+2`: the end of a scale, with a true minus sign. */
export function formatEnd(value: number): string {
  const text = String(Math.abs(Math.round(value * 10) / 10));
  return value < 0 ? `−${text}` : value > 0 ? `+${text}` : text;
}

/** `10th`; only English inflects it. */
export function ordinal(value: number): string {
  const suffixes = new Map([
    ['one', 'st'],
    ['two', 'nd'],
    ['few', 'rd']
  ]);
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(value);
  return `${value.toLocaleString()}${suffixes.get(rule) ?? 'th'}`;
}

/** `300 steps · every 10th step · overhead 0.8 %`. */
export function formatSummary(
  document: Gradients,
  trans: TranslationBundle
): string {
  return [
    trans._n(
      '%2 step',
      '%2 steps',
      document.steps,
      document.steps.toLocaleString()
    ),
    formatStride(document, trans),
    formatOverhead(document, trans)
  ].join(' · ');
}

/** A share, or the time itself where the first step counts for most of a short loop. */
function formatOverhead(
  { overhead, spent_s = 0 }: Gradients,
  trans: TranslationBundle
): string {
  return spent_s > 0 && spent_s < SHORT_S * overhead
    ? trans.__('overhead %1 ms', (1000 * spent_s).toFixed(0))
    : trans.__('overhead %1 %', (100 * overhead).toFixed(1));
}

const SHORT_S = 2;

function formatStride(document: Gradients, trans: TranslationBundle): string {
  const average = document.steps / Math.max(document.recorded, 1);
  const stride = Math.round(document.stride ?? average);
  const every = document.every ?? Math.max(stride, 1);
  if (every === 1) {
    return trans.__('every step');
  }
  return document.every === null
    ? trans.__('about every %1 step', ordinal(every))
    : trans.__('every %1 step', ordinal(every));
}

/** The step of a column, or its steps if it joins several. */
export function formatStep(
  model: ModelGradients,
  column: number,
  trans: TranslationBundle
): string {
  const [first, last] = [model.first_steps[column], model.last_steps[column]];
  return first === last
    ? trans.__('step %1', last.toLocaleString())
    : trans.__('steps %1–%2', first.toLocaleString(), last.toLocaleString());
}

/** What a row is at the last step: `3.6e-12`, `NaN`, `none, frozen`. */
export function formatLast(
  row: GradientRow,
  trans: TranslationBundle,
  value: Value = 'rms'
): string {
  const { last } = row;
  if (last.num_bad) {
    return last.nan ? trans.__('NaN') : trans.__('infinite');
  }
  const ends = lastEnds(row, value);
  if (ends) {
    const [low, high] = ends.map(formatValue);
    return low === high ? low : `${low} … ${high}`;
  }
  switch (last.state) {
    case 'frozen':
      return trans.__('none, frozen');
    case 'unused':
      return trans.__('none, not in forward');
    case 'unreached':
      return trans.__('none, not in graph');
    case 'unreadable':
      return trans.__('not readable');
    case 'absent':
      return trans.__('gone');
    case 'value':
      return trans.__('zero');
  }
}

/** The least and the greatest of a row's parameters, of the shown statistic. */
function lastEnds(row: GradientRow, value: Value): readonly number[] | null {
  const { rms } = row.last;
  switch (value) {
    case 'rms':
      return rms;
    case 'norm':
      return rms && rms.map(one => one * Math.sqrt(numel(row)));
    case 'max': {
      // Of several parameters only the greatest of all is known.
      const max = row.max.at(-1) ?? null;
      return max === null ? rms : [max, max];
    }
  }
}

/** What is to be said of a row besides its value; empty if nothing is. */
export function formatNote(
  model: ModelGradients,
  row: GradientRow,
  trans: TranslationBundle
): string {
  const { count, last } = row;
  if (last.num_bad) {
    return count > 1
      ? trans.__('%1 of %2 not finite', last.num_bad, count)
      : trans.__('not finite');
  }
  if (!last.num_low) {
    return '';
  }
  const eps = formatEps(model, trans);
  return last.num_low < count
    ? trans.__('%1 of %2 below %3', last.num_low, count, eps)
    : trans.__('below %1', eps);
}

/** `Adam eps 1e-08`. */
export function formatEps(
  model: ModelGradients,
  trans: TranslationBundle
): string {
  const { optimizer } = model;
  if (!optimizer) {
    return trans.__('the optimizer’s eps');
  }
  const eps = formatValue(optimizer.eps).replace('.0e', 'e');
  return trans.__('%1 eps %2', optimizer.name, eps);
}

/** Shows control and bidirectional characters of a name instead of obeying them. */
export function visible(name: string): string {
  return name.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
}
