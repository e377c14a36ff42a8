import type { Edit } from '../protocol/messages';
import type { IReplacement } from './notebook';
import { lineOf, lineSpans, offsetInSource } from './positions';

/** The edits of a fix as replacements in a text; null if they do not fit it. */
export function replacementsOf(
  source: string,
  edits: readonly Edit[]
): IReplacement[] | null {
  const replacements: IReplacement[] = [];
  for (const { range, text } of edits) {
    const from = offsetInSource(source, range.start);
    const to = offsetInSource(source, range.end);
    if (from === null || to === null || to < from) {
      return null;
    }
    replacements.push({ from, to, text });
  }
  replacements.sort((a, b) => a.from - b.from);
  const overlap = replacements.some(
    ({ from }, i) => i > 0 && from < replacements[i - 1].to
  );
  return overlap ? null : replacements;
}

/** A text after replacements that are in order and do not overlap. */
export function replaced(
  source: string,
  replacements: readonly IReplacement[]
): string {
  let result = '';
  let end = 0;
  for (const { from, to, text } of replacements) {
    result += source.slice(end, from) + text;
    end = to;
  }
  return result + source.slice(end);
}

/** The comment that switches a rule off for one line of a cell. */
export function ignoreReplacement(
  source: string,
  line: number,
  code: string
): IReplacement | null {
  const span = lineSpans(source)[line];
  if (!span) {
    return null;
  }
  const text = lineOf(source, line);
  const list = /#\s*nn:\s*ignore\[([^\]]*)(?=\])/.exec(text);
  if (list) {
    const at = span.from + list.index + list[0].length;
    const separator = list[1].trim() === '' ? '' : ', ';
    return { from: at, to: at, text: `${separator}${code}` };
  }
  const comment = `# nn: ignore[${code}]`;
  if (/\\\s*$/.test(text)) {
    // Nothing may follow a backslash, so the comment goes above.
    const indent = /^\s*/.exec(text)?.[0] ?? '';
    return { from: span.from, to: span.from, text: `${indent}${comment}\n` };
  }
  const end = span.from + text.trimEnd().length;
  return { from: end, to: span.to, text: `  ${comment}` };
}
