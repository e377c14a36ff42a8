import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Range } from '../protocol/messages';
import type { ICardActions } from './card';
import type { IEditorHost } from './editor';
import { closeCard, findingsEditor, openFinding, setGutter } from './editor';
import type { IFindingsSource } from './livecard';
import { LiveCard } from './livecard';
import type { ICellMarks } from './marks';
import { keepMarks, marksBetween, marksField, setMarks } from './marks';
import { positionIn } from './positions';

/** The findings of a notebook, and what can be done about them. */
export interface ICardSource {
  readonly findings: IFindingsSource;
  readonly actions: Omit<ICardActions, 'switchTo'>;
  readonly trans: TranslationBundle;
}

/** What one notebook draws in its editors. */
export interface INotebookEditors {
  /** Whether marks have a column of their own. */
  hasGutter: boolean;
  /** Replaces the marks of a cell. */
  draw(cellId: string, marks: ICellMarks): void;
  /** Removes the marks of all other findings; the text moved on since they were placed. */
  keep(cellId: string, ids: ReadonlySet<string>): void;
  /** Where the edits of the user have moved a finding to; null if it is not drawn. */
  range(cellId: string, id: string): Range | null;
  /** Opens the card of a finding; false if it is not drawn. */
  open(cellId: string, id: string, focus: boolean): boolean;
}

/**
 * Knows the editors of all cells by their cell's model.
 *
 * Cell ids would not do: a copy of a notebook has the same ones.
 */
export class EditorRegistry {
  /** The extension of a new editor of a cell. */
  extension(cell: object): Extension {
    const entry = this.entry(cell);
    const host: IEditorHost = {
      attach: view => entry.views.add(view),
      detach: view => entry.views.delete(view),
      marks: () => entry.marks,
      hasGutter: () => entry.hasGutter,
      card: (ids, close) =>
        entry.source && LiveCard.create(entry.source, ids, close)
    };
    return findingsEditor(host);
  }

  /** What is known of a cell's editors. */
  entry(cell: object): IEditorEntry {
    let entry = this._entries.get(cell);
    if (!entry) {
      entry = { views: new Set(), marks: null, hasGutter: false, source: null };
      this._entries.set(cell, entry);
    }
    return entry;
  }

  private readonly _entries = new WeakMap<object, IEditorEntry>();
}

interface IEditorEntry {
  /** A cell has one editor per view of its notebook, and none before it is first shown. */
  readonly views: Set<EditorView>;
  marks: ICellMarks | null;
  hasGutter: boolean;
  source: ICardSource | null;
}

/** The editors of one notebook. */
export class NotebookEditors implements INotebookEditors {
  constructor(options: NotebookEditors.IOptions) {
    this._registry = options.registry;
    this._code = options.code;
    this._source = options.source;
  }

  get hasGutter(): boolean {
    return this._hasGutter;
  }
  set hasGutter(hasGutter: boolean) {
    this._hasGutter = hasGutter;
    for (const { id } of this._code.cells) {
      this._entry(id);
    }
  }

  draw(cellId: string, marks: ICellMarks): void {
    const entry = this._entry(cellId);
    if (!entry) {
      return;
    }
    const isEmpty = marks.marks.length === 0 && !entry.marks?.marks.length;
    entry.marks = marks;
    if (!isEmpty) {
      entry.views.forEach(view =>
        view.dispatch({ effects: setMarks.of(marks) })
      );
    }
  }

  keep(cellId: string, ids: ReadonlySet<string>): void {
    const entry = this._entry(cellId);
    if (!entry?.marks) {
      return;
    }
    const { source, marks } = entry.marks;
    entry.marks = { source, marks: marks.filter(({ id }) => ids.has(id)) };
    entry.views.forEach(view => view.dispatch({ effects: keepMarks.of(ids) }));
  }

  range(cellId: string, id: string): Range | null {
    for (const { state } of this._entry(cellId)?.views ?? []) {
      const marks = marksBetween(state.field(marksField), 0, state.doc.length);
      const found = marks.find(
        ({ value: { mark } }) => mark.id === id && mark.kind === 'finding'
      );
      if (found) {
        return {
          start: positionIn(state.doc, found.from),
          end: positionIn(state.doc, found.to)
        };
      }
    }
    return null;
  }

  open(cellId: string, id: string, focus: boolean): boolean {
    this._open?.views.forEach(closeCard);
    this._open = this._entry(cellId);
    const views = [...(this._open?.views ?? [])];
    const front = this._code.panel?.node;
    const inFront = views.filter(({ dom }) => front?.contains(dom));
    return [...inFront, ...views].some(
      view => view.dom.isConnected && openFinding(view, id, focus)
    );
  }

  /** The entry of a cell, with what all cells of the notebook share. */
  private _entry(cellId: string): IEditorEntry | null {
    const cell = this._code.model(cellId);
    if (!cell) {
      return null;
    }
    const entry = this._registry.entry(cell);
    entry.source = this._source;
    if (entry.hasGutter !== this._hasGutter) {
      entry.hasGutter = this._hasGutter;
      entry.views.forEach(view => setGutter(view, this._hasGutter));
    }
    return entry;
  }

  private readonly _registry: EditorRegistry;
  private readonly _code: NotebookEditors.ICells;
  private readonly _source: ICardSource;
  private _hasGutter = false;
  /** The cell whose card was opened last: there is one card at a time. */
  private _open: IEditorEntry | null = null;
}

export namespace NotebookEditors {
  /** The cells of the notebook, and the models that their editors were made for. */
  export interface ICells {
    /** The view that was in front last. */
    readonly panel: { readonly node: Node } | null;
    readonly cells: readonly { readonly id: string }[];
    model(id: string): object | null;
  }

  export interface IOptions {
    registry: EditorRegistry;
    code: ICells;
    source: ICardSource;
  }
}
