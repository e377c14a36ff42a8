import type { TranslationBundle } from '@jupyterlab/translation';

import type { DiffRow, SnapshotDiff } from '../../protocol/messages';
import { foldRows, isValue } from './lines';

/** Writes a comparison as Markdown for an issue or a chat. */
export function diffMarkdown(
  diff: SnapshotDiff,
  trans: TranslationBundle
): string {
  const title = `${diff.a?.name ?? '?'} → ${diff.b?.name ?? '?'}`;
  const structure = diff.rows.filter(row => !isValue(row)).map(structureLine);
  const values = foldRows(diff.rows.filter(({ kind }) => kind === 'changed'));
  const table = values.map(({ name, count, relative }) => {
    const change = relative === null ? '?' : relative.toExponential(1);
    return `| \`${plain(name)}\` | ${count} | ${change} |`;
  });
  const head = `| ${trans.__('Tensor')} | ${trans.__('Tensors')} | \\|Δ\\|/\\|w\\| |`;
  return [
    `## ${plain(title)}`,
    plain(diff.summary),
    structure.join('\n'),
    table.length > 0 ? [head, '|---|---|---|', ...table].join('\n') : ''
  ]
    .filter(part => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** `- retyped: blocks.11.act GELU → QuickGELU` */
function structureLine({ kind, fqn, before, after }: DiffRow): string {
  const change = [before, after].filter(text => text !== '').join(' → ');
  return `- ${kind}: \`${plain(fqn)}\` ${plain(change)}`.trimEnd();
}

/** Keeps a text from the kernel in one line and in one cell, without HTML. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[<>&|]/g, c => `\\${c}`);
}
