import type { TranslationBundle } from '@jupyterlab/translation';

import type { GradientRow, ModelGradients } from '../protocol/messages';
import { formatLast, formatNote, formatValue, visible } from './format';
import type { GradientsModel } from './model';
import { numelAt } from './rebuilds';

/** The table of a view: a heading, then a line for each row that it shows. */
export function tableOf(
  model: GradientsModel,
  data: ModelGradients,
  trans: TranslationBundle
): string[][] {
  const last = data.last_steps[data.last_steps.length - 1].toLocaleString();
  const ratios = model.recording.document?.ratio ?? false;
  return [
    [
      trans.__('Parameter'),
      trans.__('RMS at step %1', last),
      ...(model.recording.isLight
        ? []
        : [
            trans.__('Mean'),
            trans.__('Std'),
            trans.__('Least'),
            trans.__('Greatest'),
            trans.__('Zeros')
          ]),
      ...(ratios ? [trans.__('|Δw|/|w|')] : []),
      trans.__('Note')
    ],
    ...model.rows.map(({ row }) => [
      visible(row.name),
      formatLast(row, trans),
      ...(model.recording.isLight
        ? []
        : [
            optional(row.last.mean),
            optional(row.last.std),
            optional(row.last.min),
            optional(row.last.max),
            percent(row)
          ]),
      ...(ratios ? [pair(row.last.ratio)] : []),
      formatNote(data, row, trans)
    ])
  ];
}

function optional(value: number | null): string {
  return value === null ? '' : value === 0 ? '0' : formatValue(value);
}

function percent(row: GradientRow): string {
  return row.last.zero === null ? '' : `${Math.round(100 * row.last.zero)} %`;
}

function pair(values: readonly number[] | null): string {
  const texts = (values ?? []).map(optional);
  return texts[0] === texts[1] ? (texts[0] ?? '') : texts.join(' … ');
}

/** Tabs between the cells: what spreadsheets paste as a table. */
export function tabbed(table: readonly (readonly string[])[]): string {
  return table.map(line => line.join('\t')).join('\n');
}

/** A table of Markdown under a title; names cannot become markup. */
export function markdown(
  title: string,
  table: readonly (readonly string[])[]
): string {
  const [head, ...body] = table;
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(plain).join(' | ')} |`;
  const rule = `|${head.map((_, index) => (index ? ' ---: |' : ' :--- |')).join('')}`;
  return [`**${plain(title)}**`, '', line(head), rule, ...body.map(line)].join(
    '\n'
  );
}

function plain(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>()#+!|~&-]/g, '\\$&')
    .replace(/[\r\n]+/g, ' ');
}

/** All cells of all parameters, in the order of their rows: one line for each. */
export function csv(data: ModelGradients): string {
  const lines = [
    'parameter,first_step,last_step,flag,rms,low,high,norm,max,rms_at_step,ratio'
  ];
  const rows = data.rows.flatMap(row =>
    row.members.length ? row.members : [row]
  );
  for (const row of rows) {
    data.last_steps.forEach((last, column) => {
      const rms = row.rms[column];
      const cells = [
        rms,
        (row.low ?? row.rms)[column],
        (row.high ?? row.rms)[column],
        rms === null ? null : rms * Math.sqrt(numelAt(data, row, column)),
        row.max[column],
        row.at_step?.[column],
        row.ratio?.[column]
      ];
      const flag = FLAGS.get(row.flags[column]) ?? '';
      lines.push(
        [
          quoted(row.name),
          data.first_steps[column],
          last,
          flag,
          ...cells.map(cell => cell ?? '')
        ].join(',')
      );
    });
  }
  return `${lines.join('\r\n')}\r\n`;
}

const FLAGS: ReadonlyMap<string, string> = new Map([
  ['N', 'nan'],
  ['I', 'inf'],
  ['0', 'zero'],
  ['-', 'none'],
  ['?', 'unreadable']
]);

/** A name as one cell; a spreadsheet must not take it for a formula. */
function quoted(name: string): string {
  const safe = /^[=+\-@\t\r]/.test(name) ? `'${name}` : name;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
