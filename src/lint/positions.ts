import type { Text } from '@codemirror/state';

import type { Position, Range } from '../protocol/messages';

/** A stretch of a text in UTF-16 units. */
export interface ISpan {
  readonly from: number;
  readonly to: number;
}

/** The offset of a position in an editor's text; beyond its end, the end. */
export function offsetIn(doc: Text, position: Position): number {
  if (position.line >= doc.lines) {
    return doc.length;
  }
  const line = doc.line(position.line + 1);
  return Math.min(line.from + position.character, line.to);
}

/** The span of a range in an editor's text. */
export function spanIn(doc: Text, range: Range): ISpan {
  const from = offsetIn(doc, range.start);
  return { from, to: Math.max(from, offsetIn(doc, range.end)) };
}

/** The position of an offset in an editor's text. */
export function positionIn(doc: Text, offset: number): Position {
  const line = doc.lineAt(Math.min(offset, doc.length));
  return { line: line.number - 1, character: offset - line.from };
}

/** Where each line of a source starts and ends, without its line break. */
export function lineSpans(source: string): ISpan[] {
  const spans: ISpan[] = [];
  let from = 0;
  // The breaks that Python and CodeMirror know; not those of `String.split(/\s/)`.
  for (const match of source.matchAll(/\r\n?|\n/g)) {
    spans.push({ from, to: match.index });
    from = match.index + match[0].length;
  }
  return [...spans, { from, to: source.length }];
}

/** The offset of a position in a source; null if there is no such place. */
export function offsetInSource(
  source: string,
  position: Position
): number | null {
  const span = lineSpans(source)[position.line];
  const offset = (span?.from ?? Infinity) + position.character;
  return span && offset <= span.to ? offset : null;
}

/** The text of one zero-based line of a source; empty if there is none. */
export function lineOf(source: string, line: number): string {
  const span = lineSpans(source)[line];
  return span ? source.slice(span.from, span.to) : '';
}
