/** How the panel writes numbers, sizes and times; all through `Intl`. */

const COUNT_UNITS = ['', 'k', 'M', 'B', 'T'];
const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Writes a count exactly up to four digits (`9,408`), then short (`6.63B`). */
export function formatCount(count: number, locale?: string): string {
  if (count < 10_000) {
    return new Intl.NumberFormat(locale).format(count);
  }
  const [value, unit] = scale(count, COUNT_UNITS);
  const digits = new Intl.NumberFormat(locale, {
    minimumSignificantDigits: 3,
    maximumSignificantDigits: 3
  });
  return `${digits.format(value)}${unit}`;
}

/** Writes every digit of a count: `4,198,400`. */
export function formatExact(count: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(count);
}

/** Writes a size in decimal units: `18.8 kB`, `262 MB`. */
export function formatBytes(bytes: number, locale?: string): string {
  const [value, unit] = scale(bytes, BYTE_UNITS);
  const decimals = unit === 'B' || value >= 100 ? 0 : 1;
  const digits = new Intl.NumberFormat(locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals
  });
  return `${digits.format(value)} ${unit}`;
}

/** Writes a time of day with seconds: `12:04:31`. */
export function formatTime(milliseconds: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23'
  }).format(new Date(milliseconds));
}

/** Divides by thousands until the value is below 999.5, which would round up to 1000. */
function scale(amount: number, units: readonly string[]): [number, string] {
  let value = amount;
  let index = 0;
  while (value >= 999.5 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  return [value, units[index]];
}

/** Writes a duration in whole seconds, from two minutes on in minutes: `38 s`. */
export function formatDuration(milliseconds: number, locale?: string): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 120
    ? `${formatExact(seconds, locale)} s`
    : `${formatExact(Math.floor(seconds / 60), locale)} min`;
}

/** Writes a measured value with three significant digits: `0.0200`, `3.2e-5`, `-12.3`. */
export function formatStat(value: number | null, locale?: string): string {
  if (value === null) {
    return '–';
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) {
    return value.toExponential(1);
  }
  return new Intl.NumberFormat(locale, {
    minimumSignificantDigits: size === 0 ? 1 : 3,
    maximumSignificantDigits: 3,
    useGrouping: false
  }).format(value);
}

/** How far a value is from what was expected: `8.9`, `120`; never below one. */
export function formatRatio(ratio: number, locale?: string): string {
  const times = ratio < 1 ? 1 / ratio : ratio;
  return times < 100
    ? new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(times)
    : formatCount(Math.round(times), locale);
}
