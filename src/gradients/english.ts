import type { TranslationBundle } from '@jupyterlab/translation';

/** Texts as they stand in the code, for pages that have no translator. */
export const english: TranslationBundle = {
  __: fill,
  dcnpgettext: (_domain, _context, one, many, count, ...values) =>
    plural(one, many, count, ...values),
  gettext: fill,
  _n: plural,
  ngettext: plural,
  _p: (_, text, ...values) => fill(text, ...values),
  pgettext: (_, text, ...values) => fill(text, ...values),
  _np: (_, one, many, count, ...values) => plural(one, many, count, ...values),
  npgettext: (_, one, many, count, ...values) =>
    plural(one, many, count, ...values)
};

function plural(
  one: string,
  many: string,
  count: number,
  ...values: unknown[]
): string {
  return fill(count === 1 ? one : many, count, ...values);
}

/** Puts values where `%1`, `%2`, … stand; `%%` is a percent sign. */
function fill(text: string, ...values: unknown[]): string {
  return text.replace(/%(\d|%)/g, (whole, place: string) =>
    place === '%' ? '%' : String(values[Number(place) - 1] ?? whole)
  );
}
