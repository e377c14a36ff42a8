import type { Extension, Range, Text, Transaction } from '@codemirror/state';
import {
  RangeSet,
  RangeValue,
  StateEffect,
  StateField
} from '@codemirror/state';
import type { DecorationSet } from '@codemirror/view';
import { Decoration, EditorView } from '@codemirror/view';

import type { Range as WireRange, Severity } from '../protocol/messages';
import { spanIn } from './positions';
import { SEVERITIES } from './settings';

/** What a mark stands for. */
export type MarkKind =
  /** The place that a finding is about. */
  | 'finding'
  /** Another place that belongs to its cause. */
  | 'related'
  /** A place that suffers from it. */
  | 'affected';

/** A finding's mark in one cell. */
export interface IMark {
  /** The finding's id. */
  readonly id: string;
  readonly kind: MarkKind;
  /** `hint` is drawn as `info`. */
  readonly severity: Severity;
  readonly isLive: boolean;
  readonly isStale: boolean;
  /** Null: the cell as a whole. */
  readonly range: WireRange | null;
  /** A finding's line after the code; what another place has to do with it. */
  readonly note: string;
}

/** The marks of one cell, made for one text of it. */
export interface ICellMarks {
  readonly source: string;
  readonly marks: readonly IMark[];
}

/** Replaces the marks of an editor. */
export const setMarks = StateEffect.define<ICellMarks>();

/** Removes the marks of findings that are gone, where the text is newer than the rest. */
export const keepMarks = StateEffect.define<ReadonlySet<string>>();

/** A mark that moves with the text. */
export class PlacedMark extends RangeValue {
  constructor(readonly mark: IMark) {
    super();
  }

  eq(other: RangeValue): boolean {
    return other instanceof PlacedMark && other.mark === this.mark;
  }
}

/** At most this many spans are underlined in a cell; the card lists the others. */
const MAX_UNDERLINES = 5;

/** The marks of an editor, mapped through edits. */
export const marksField = StateField.define<RangeSet<PlacedMark>>({
  create: () => RangeSet.empty,
  update(marks, transaction) {
    let placed = transaction.docChanged ? edited(marks, transaction) : marks;
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) {
        placed = place(transaction.newDoc, effect.value);
      } else if (effect.is(keepMarks)) {
        placed = placed.update({
          filter: (_from, _to, { mark }) => effect.value.has(mark.id)
        });
      }
    }
    return placed;
  },
  provide: field => EditorView.decorations.from(field, underlines)
});

/** Starts an editor with the marks that its cell has already. */
export function initialMarks(marks: ICellMarks | null): Extension {
  return marks ? marksField.init(state => place(state.doc, marks)) : marksField;
}

/** All marks between two offsets, in the order of the text. */
export function marksBetween(
  marks: RangeSet<PlacedMark>,
  from: number,
  to: number
): Range<PlacedMark>[] {
  const found: Range<PlacedMark>[] = [];
  marks.between(from, to, (start, end, value) => {
    found.push(value.range(start, end));
  });
  return found;
}

function place(doc: Text, { marks }: ICellMarks): RangeSet<PlacedMark> {
  const ranges = marks.map(mark => {
    const { from, to } = mark.range
      ? spanIn(doc, mark.range)
      : { from: 0, to: 0 };
    return new PlacedMark(mark).range(from, to);
  });
  return RangeSet.of(ranges, true);
}

/** What was read from live objects is stale once the text moved on. */
function edited(
  marks: RangeSet<PlacedMark>,
  transaction: Transaction
): RangeSet<PlacedMark> {
  const ranges: Range<PlacedMark>[] = [];
  const mapped = marks.map(transaction.changes);
  mapped.between(0, transaction.newDoc.length, (from, to, { mark }) => {
    const next =
      mark.isLive && !mark.isStale && mark.kind === 'finding'
        ? { ...mark, isStale: true }
        : mark;
    ranges.push(new PlacedMark(next).range(from, to));
  });
  return RangeSet.of(ranges, true);
}

function underlines(marks: RangeSet<PlacedMark>): DecorationSet {
  const spans: { from: number; to: number; mark: IMark }[] = [];
  for (const cursor = marks.iter(); cursor.value; cursor.next()) {
    const { from, to } = cursor;
    if (cursor.value.mark.kind === 'finding' && from < to) {
      spans.push({ from, to, mark: cursor.value.mark });
    }
  }
  const rank = ({ mark }: { mark: IMark }) => SEVERITIES.indexOf(mark.severity);
  const drawn = spans
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MAX_UNDERLINES)
    .map(({ from, to, mark }) =>
      Decoration.mark({ class: underlineClass(mark) }).range(from, to)
    );
  return Decoration.set(drawn, true);
}

function underlineClass({ severity, isStale }: IMark): string {
  const shown = severity === 'hint' ? 'info' : severity;
  const stale = isStale ? ' jp-mod-stale' : '';
  return `jp-Modulescope-underline jp-mod-${shown}${stale}`;
}
