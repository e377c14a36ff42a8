import type { Extension, Range } from '@codemirror/state';
import { Compartment, Prec, StateEffect, StateField } from '@codemirror/state';
import type { EditorView, Tooltip, TooltipView } from '@codemirror/view';
import {
  ViewPlugin,
  closeHoverTooltips,
  hasHoverTooltips,
  hoverTooltip,
  keymap,
  showTooltip
} from '@codemirror/view';

import type { IDisposable } from '@lumino/disposable';

import { marksGutter, gutterIcon } from './gutter';
import { inlineMessages } from './inline';
import type { ICellMarks, IMark, PlacedMark } from './marks';
import { initialMarks, marksBetween, marksField } from './marks';

/** What an editor needs to know of its notebook's findings. */
export interface IEditorHost {
  /** An editor came to life. */
  attach(view: EditorView): void;
  detach(view: EditorView): void;
  marks(): ICellMarks | null;
  /** Whether marks have a column. */
  hasGutter(): boolean;
  /** The card of these findings, the first of them open; null if they are gone. */
  card(ids: readonly string[], close: () => void): ILiveCard | null;
}

/** A card that follows its finding. */
export interface ILiveCard extends IDisposable {
  readonly node: HTMLElement;
}

/** A card that stays until it is closed. */
interface IPinned {
  readonly pos: number;
  readonly ids: readonly string[];
  readonly focus: boolean;
}

/** Opens the card of findings in an editor, or closes it. */
const pinCard = StateEffect.define<IPinned | null>();

/** Draws findings in one cell's editor, and opens their cards. */
export function findingsEditor(host: IEditorHost): Extension {
  return [
    initialMarks(host.marks()),
    inlineMessages(),
    column.of(host.hasGutter() ? signs : []),
    pinnedCard(host),
    hoverTooltip((view, pos, side) => hoverCard(host, view, pos, side), {
      hoverTime: 300
    }),
    Prec.highest(keymap.of([{ key: 'Escape', run: closeCard }])),
    ViewPlugin.define(view => {
      host.attach(view);
      return { destroy: () => host.detach(view) };
    })
  ];
}

/** Shows or hides the column of marks: a notebook without modules keeps its looks. */
export function setGutter(view: EditorView, isShown: boolean): void {
  view.dispatch({ effects: column.reconfigure(isShown ? signs : []) });
}

/** Opens the card of the finding at the cursor, else of its line; false if there is none. */
export function openAtCursor(view: EditorView): boolean {
  const { head } = view.state.selection.main;
  const { from, to } = view.state.doc.lineAt(head);
  const marks = marksBetween(view.state.field(marksField), from, to);
  const [first] = [
    ...marks.filter(range => range.from <= head && head <= range.to),
    ...marks
  ];
  return first !== undefined && openMarks(view, first.from, marks, first, true);
}

/** Opens the card of one finding. */
export function openFinding(
  view: EditorView,
  id: string,
  focus: boolean
): boolean {
  const all = marksBetween(
    view.state.field(marksField),
    0,
    view.state.doc.length
  );
  const mark = all.find(({ value }) => isMain(value.mark, id));
  if (!mark) {
    return false;
  }
  const line = view.state.doc.lineAt(mark.from);
  const onLine = all.filter(({ from }) => line.from <= from && from <= line.to);
  return openMarks(view, mark.from, onLine, mark, focus);
}

/** Closes the card that is open; false if none is. */
export function closeCard(view: EditorView): boolean {
  if (view.state.field(pinnedField, false)) {
    view.dispatch({ effects: pinCard.of(null) });
    return true;
  }
  if (hasHoverTooltips(view.state)) {
    view.dispatch({ effects: closeHoverTooltips });
    return true;
  }
  return false;
}

const column = new Compartment();

const signs = marksGutter({
  icon: gutterIcon,
  onClick: (view, mark) => openLine(view, mark)
});

const pinnedField = StateField.define<IPinned | null>({
  create: () => null,
  update: (pinned, transaction) => {
    const kept = transaction.docChanged ? null : pinned;
    return transaction.effects.reduce(
      (last, effect) => (effect.is(pinCard) ? effect.value : last),
      kept
    );
  }
});

function pinnedCard(host: IEditorHost): Extension {
  return [
    pinnedField,
    showTooltip.compute([pinnedField], state => {
      const pinned = state.field(pinnedField);
      return pinned && cardTooltip(host, pinned);
    })
  ];
}

function isMain(mark: IMark, id: string): boolean {
  return mark.kind === 'finding' && mark.id === id;
}

function openLine(view: EditorView, mark: IMark): boolean {
  const all = marksBetween(
    view.state.field(marksField),
    0,
    view.state.doc.length
  );
  const range = all.find(({ value }) => value.mark === mark);
  if (!range) {
    return false;
  }
  const line = view.state.doc.lineAt(range.from);
  const onLine = all.filter(({ from }) => line.from <= from && from <= line.to);
  return openMarks(view, range.from, onLine, range, true);
}

function openMarks(
  view: EditorView,
  pos: number,
  marks: readonly Range<PlacedMark>[],
  first: Range<PlacedMark>,
  focus: boolean
): boolean {
  const ids = [first, ...marks].map(({ value }) => value.mark.id);
  view.dispatch({
    effects: pinCard.of({ pos, ids: [...new Set(ids)], focus })
  });
  return true;
}

function hoverCard(
  host: IEditorHost,
  view: EditorView,
  pos: number,
  side: -1 | 1
): Tooltip | null {
  if (view.state.field(pinnedField)) {
    return null;
  }
  const marks = marksBetween(view.state.field(marksField), pos, pos).filter(
    ({ from, to, value }) =>
      value.mark.kind === 'finding' &&
      (from < pos || (from === pos && side > 0)) &&
      (pos < to || (pos === to && side < 0))
  );
  if (marks.length === 0) {
    return null;
  }
  const ids = marks.map(({ value }) => value.mark.id);
  const [{ from, to }] = marks;
  return { ...cardTooltip(host, { pos: from, ids, focus: false }), end: to };
}

function cardTooltip(host: IEditorHost, pinned: IPinned): Tooltip {
  return {
    pos: pinned.pos,
    above: false,
    create: view => new CardView(host, view, pinned)
  };
}

/** Holds a card in a tooltip, and gives the focus back that it had when it goes. */
class CardView implements TooltipView {
  constructor(
    host: IEditorHost,
    private readonly _view: EditorView,
    private readonly _pinned: IPinned
  ) {
    this.dom = document.createElement('div');
    this.dom.className = 'jp-ModulescopeTooltip';
    this._card = host.card(_pinned.ids, () => this._close());
    if (this._card) {
      this.dom.append(this._card.node);
    }
    this.dom.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        this._close();
      }
    });
    this.dom.addEventListener('focusin', () => {
      this._hasFocus = true;
    });
    this.dom.addEventListener('focusout', ({ relatedTarget }) => {
      // What is removed with the focus on it hands it to nobody.
      this._hasFocus &&= relatedTarget === null;
    });
  }

  readonly dom: HTMLElement;

  /** The card is drawn below the text, clear of the underline. */
  readonly offset = { x: 0, y: 4 };

  mount(): void {
    if (this._pinned.focus) {
      this.dom.querySelector<HTMLElement>('.jp-ModulescopeCard')?.focus();
    }
  }

  destroy(): void {
    this._card?.dispose();
    if (this._hasFocus) {
      // An editor that is being updated cannot take it.
      queueMicrotask(() => this._returnFocus());
    }
  }

  /** Who writes elsewhere by now goes on there. */
  private _close(): void {
    const isFocused = this.dom.contains(document.activeElement);
    closeCard(this._view);
    if (isFocused) {
      const { from } = this._view.state.selection.main;
      // Chromium paints underlines of selected text in the colour of the text.
      this._view.dispatch({ selection: { anchor: from } });
      this._view.focus();
    }
  }

  private _returnFocus(): void {
    if (document.activeElement === document.body) {
      this._view.focus();
    }
  }

  private readonly _card: ILiveCard | null;
  private _hasFocus = false;
}
