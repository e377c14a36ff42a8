import type { InitRow } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { formatExact, formatRatio, formatStat } from '../parts/format';

/** `std 0.020 · expected 0.177 · 8.9× low` */
export function verdictText(row: InitRow, context: IViewContext): string {
  const { trans, locale } = context;
  const { std, expected } = row;
  if (std === null) {
    return trans.__('No figures');
  }
  const parts = [trans.__('std %1', formatStat(std, locale))];
  if (expected) {
    parts.push(trans.__('expected %1', formatStat(expected.std, locale)));
    const off = offText(row, context);
    if (off !== '') {
      parts.push(off);
    }
  }
  return parts.join(' · ');
}

/** `8.9× low`; empty if nothing is off, or nobody knows. */
export function offText(row: InitRow, { trans, locale }: IViewContext): string {
  if (!isOff(row)) {
    return '';
  }
  const isLow = row.verdict === 'low';
  if (row.ratio === null) {
    return isLow ? trans.__('low') : trans.__('high');
  }
  const times = formatRatio(row.ratio, locale);
  return isLow ? trans.__('%1× low', times) : trans.__('%1× high', times);
}

/** `250 of 1,000 values sampled · std within 2%` */
export function samplingText(
  row: InitRow,
  { trans, locale }: IViewContext
): string {
  const { sampled, numel, bound, nonfinite } = row;
  const parts =
    sampled < numel
      ? [
          trans._n(
            '%2 of %3 value sampled',
            '%2 of %3 values sampled',
            numel,
            formatExact(sampled, locale),
            formatExact(numel, locale)
          )
        ]
      : [
          trans._n(
            'its value read',
            'all %2 values read',
            numel,
            formatExact(numel, locale)
          )
        ];
  if (bound !== null) {
    const percent = new Intl.NumberFormat(locale, {
      style: 'percent',
      maximumFractionDigits: 1
    });
    parts.push(trans.__('std within %1', percent.format(bound)));
  }
  if (nonfinite > 0) {
    parts.push(
      trans._n(
        '%2 value is NaN or infinite',
        '%2 values are NaN or infinite',
        nonfinite,
        formatExact(nonfinite, locale)
      )
    );
  }
  return parts.join(' · ');
}

/** Whether the scale is not the expected one. */
export function isOff({ verdict }: InitRow): boolean {
  return verdict === 'low' || verdict === 'high';
}

/** `encoder.0.weight` */
export function rowName({ fqn, parameter }: InitRow): string {
  return fqn === '' ? parameter : `${fqn}.${parameter}`;
}
