import { severityWord } from '../../findings/look';
import type { TranslationBundle } from '@jupyterlab/translation';

import { escapeText } from '../../findings/escape';
import type { Chip, Row, Severity } from '../../protocol/messages';
import type { IShownFinding } from '../../tokens';
import { formatCount } from '../parts/format';

/** How a module fares: a finding, nothing found, or never looked at. */
export type Health = Severity | 'normal' | 'unknown';

/** One sentence that says what the columns of a row show. */
export function rowLabel(
  row: Row,
  findings: readonly IShownFinding[],
  trans: TranslationBundle,
  locale?: string,
  isFlat = false
): string {
  const name = escapeText(isFlat ? pathOf(row) : row.name);
  const kind = [row.class_name, row.shape.replace(/→/g, ' to ')]
    .filter(part => part !== '')
    .map(part => escapeText(part))
    .join(' ');
  const parts = [
    name,
    row.count > 1 ? `${row.count} × ${kind}` : kind,
    row.note === '' ? '' : escapeText(row.note),
    trans._n(
      '%2 parameter',
      '%2 parameters',
      row.numel,
      formatCount(row.numel, locale)
    ),
    ...row.chips.map(chip => chipLabel(chip, trans)),
    findingsLabel(findings, trans)
  ];
  return parts.filter(part => part !== '').join(', ');
}

/** The name of a row where it stands without those above it. */
export function pathOf(row: Row): string {
  const dot = row.fqn.lastIndexOf('.');
  return `${row.fqn.slice(0, dot + 1)}${row.name}`;
}

/** What a chip means, in words. */
export function chipLabel(chip: Chip, trans: TranslationBundle): string {
  const text = escapeText(chip.text);
  switch (chip.kind) {
    case 'device':
      return trans.__('on device %1', text);
    case 'dtype':
      return trans.__('of type %1', text);
    case 'half_frozen': {
      const [, frozen, all] = /^(\d+)\/(\d+)/.exec(text) ?? [];
      return all === undefined
        ? text
        : trans._n(
            '%2 of %1 parameter frozen',
            '%2 of %1 parameters frozen',
            Number(all),
            frozen
          );
    }
    default:
      return text;
  }
}

/** `error: 1 finding`; empty without findings. */
export function findingsLabel(
  findings: readonly IShownFinding[],
  trans: TranslationBundle
): string {
  if (findings.length === 0) {
    return '';
  }
  const word = severityWord(findings[0].severity, trans);
  return trans._n('%2: %1 finding', '%2: %1 findings', findings.length, word);
}
