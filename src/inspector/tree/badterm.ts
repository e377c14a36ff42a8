import type { Span } from '../../protocol/messages';

/**
 * The filter as it was probably meant: what the kernel suggests stands in place of the
 * first term that has a suggestion; null without one.
 *
 * The kernel's sentence quotes what is wrong, then what is close:
 * `Unknown filter "grd:". Did you mean "grad:"?`
 */
export function repaired(
  query: string,
  bad: readonly Span[],
  problem: string
): string | null {
  const match = SUGGESTION.exec(problem);
  if (!match) {
    return null;
  }
  const [, wrong, meant] = match;
  const place = bad.find(({ start, end }) =>
    query.slice(start, end).includes(wrong)
  );
  if (!place) {
    return null;
  }
  const term = query.slice(place.start, place.end).replace(wrong, () => meant);
  return `${query.slice(0, place.start)}${term}${query.slice(place.end)}`;
}

const SUGGESTION = /"([^"]+)"\. Did you mean "([^"]+)"/;
