/** A term of a filter that the kernel does not understand. */
export interface IBadTerm {
  readonly start: number;
  readonly end: number;
  /** What the term may have been meant to be; null if nothing is close. */
  readonly suggestion: string | null;
}

/**
 * Finds what the kernel's sentences are about in the filter as it was typed.
 *
 * A sentence quotes what is wrong, and may quote what was meant or an example:
 * `Unknown filter "grd:". Did you mean "grad:"?`
 */
export function findBadTerms(query: string, problem: string): IBadTerm[] {
  const found: IBadTerm[] = [];
  for (const match of problem.matchAll(QUOTED)) {
    const [, lead, quoted] = match;
    const last = found.at(-1);
    if (lead === undefined) {
      const term = findTerm(query, quoted);
      found.push(...(term ? [{ ...term, suggestion: null }] : []));
    } else if (lead === MEANT && last) {
      const { start, end } = last;
      const term = query.slice(start, end);
      found.splice(-1, 1, { ...last, suggestion: repair(term, quoted) });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The filter with a bad term replaced by what was meant. */
export function withSuggestion(query: string, bad: IBadTerm): string {
  const { start, end, suggestion } = bad;
  return `${query.slice(0, start)}${suggestion ?? ''}${query.slice(end)}`;
}

/** The term that has this name, or this value. */
function findTerm(
  query: string,
  quoted: string
): { start: number; end: number } | null {
  for (const match of query.matchAll(/\S+/g)) {
    const term = match[0].replace(/^-/, '');
    if (term.startsWith(quoted) || term.endsWith(`:${quoted}`)) {
      const end = match.index + match[0].length;
      return { start: end - term.length, end };
    }
  }
  return null;
}

/** `grad:none` for `grd:none` and `grad:`; `is:frozen` for `is:frozn` and `is:frozen`. */
function repair(term: string, meant: string): string {
  return meant.endsWith(':')
    ? `${meant}${term.slice(term.indexOf(':') + 1)}`
    : meant;
}

const MEANT = 'Did you mean ';
const QUOTED = /(Did you mean |for example )?"([^"]+)"/g;
