import type { CellChange, ISharedCell } from '@jupyter/ydoc';
import type { Cell, ICodeCellModel } from '@jupyterlab/cells';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Range } from '../protocol/messages';
import { NotebookMetadata } from './metadata';
import type { ISpan } from './positions';

/** A code cell as the checks see it. */
export interface ICodeCell {
  readonly id: string;
  readonly source: string;
  readonly executionCount: number | null;
  /** Whether its author forbade to edit it. */
  readonly isReadOnly: boolean;
}

/** A replacement in the text of a cell. */
export interface IReplacement extends ISpan {
  readonly text: string;
}

/** The code of a notebook, and where to find it on the screen. */
export interface INotebookCode extends IDisposable {
  /** All code cells, top to bottom. */
  readonly cells: readonly ICodeCell[];

  /** False while some code cell's outputs come from an unknown source. */
  readonly isTrusted: boolean;

  /** True if the user turned checks off for this notebook; kept in its metadata. */
  isOff: boolean;

  /** Codes of rules and ids of findings that are muted; kept in its metadata. */
  muted: readonly string[];

  /** Whether its file keeps the ids of cells: not before format 4.5. */
  readonly keepsIds: boolean;

  /** True while a view of the notebook is on the screen. */
  readonly isVisible: boolean;

  /** Emitted with the cell's id after its text changed. */
  readonly textChanged: ISignal<INotebookCode, string>;

  /** Emitted after a cell became trusted, or lost its trust. */
  readonly trustChanged: ISignal<INotebookCode, void>;

  /** Emitted after cells were added, removed or moved. */
  readonly cellsChanged: ISignal<INotebookCode, void>;

  /** Emitted after a view was shown. */
  readonly shown: ISignal<INotebookCode, void>;

  /** A code cell by its id; null if it is gone. */
  cell(id: string): ICodeCell | null;

  /** Whether the user is in the middle of a word: composing, or choosing a completion. */
  isTyping(): boolean;

  /** Changes a cell's text in one step of its undo history. */
  replace(id: string, replacements: readonly IReplacement[]): void;

  /** Scrolls to a cell, waits for its editor and selects a range in it. */
  reveal(id: string, range: Range | null, focus: boolean): Promise<boolean>;
}

/** The code of a notebook that is open in JupyterLab. */
export class NotebookCode implements INotebookCode {
  constructor(context: DocumentRegistry.IContext<INotebookModel>) {
    this._model = context.model;
    this._metadata = new NotebookMetadata(context.model);
    this._model.cells.changed.connect(this._onCellsChanged, this);
    this._follow();
  }

  /** The view that was in front last. */
  get panel(): NotebookPanel | null {
    return this._panels[0] ?? null;
  }

  get cells(): readonly ICodeCell[] {
    return Array.from(this._codeModels.values(), readCell);
  }

  get isTrusted(): boolean {
    return Array.from(this._codeModels.values()).every(model => model.trusted);
  }

  get isOff(): boolean {
    return this._metadata.isOff;
  }
  set isOff(isOff: boolean) {
    this._metadata.isOff = isOff;
  }

  get muted(): readonly string[] {
    return this._metadata.muted;
  }
  set muted(muted: readonly string[]) {
    this._metadata.muted = muted;
  }

  get keepsIds(): boolean {
    const { nbformat, nbformatMinor } = this._model;
    return nbformat === 4 && nbformatMinor >= 5;
  }

  get isVisible(): boolean {
    return this._panels.some(panel => panel.isVisible);
  }

  get textChanged(): ISignal<this, string> {
    return this._textChanged;
  }

  get trustChanged(): ISignal<this, void> {
    return this._trustChanged;
  }

  get cellsChanged(): ISignal<this, void> {
    return this._cellsChanged;
  }

  get shown(): ISignal<this, void> {
    return this._shown;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Emitted when the last view is gone. */
  get emptied(): ISignal<this, void> {
    return this._emptied;
  }

  cell(id: string): ICodeCell | null {
    const model = this.model(id);
    return model && readCell(model);
  }

  /** The model of a code cell; null if it is gone. */
  model(id: string): ICodeCellModel | null {
    return this._codeModels.get(id) ?? null;
  }

  isTyping(): boolean {
    const editor = this.panel?.content.activeCell?.editor;
    return (
      editor?.host.classList.contains('jp-mod-completer-active') === true ||
      (editor as { editor?: { composing: boolean } } | null | undefined)?.editor
        ?.composing === true
    );
  }

  replace(id: string, replacements: readonly IReplacement[]): void {
    const shared = this.model(id)?.sharedModel;
    if (!shared) {
      return;
    }
    // Typing of the last half second would otherwise be undone together with this.
    const { undoManager } = shared as unknown as {
      undoManager?: { stopCapturing(): void } | null;
    };
    undoManager?.stopCapturing();
    shared.transact(() => {
      for (const { from, to, text } of lastFirst(replacements)) {
        shared.updateSource(from, to, text);
      }
    });
    undoManager?.stopCapturing();
  }

  async reveal(
    id: string,
    range: Range | null,
    focus: boolean
  ): Promise<boolean> {
    const notebook = this.panel?.content;
    const index = notebook?.widgets.findIndex(cell => cell.model.id === id);
    if (!notebook || index === undefined || index < 0) {
      return false;
    }
    notebook.deselectAll();
    notebook.activeCellIndex = index;
    // It rejects when a later scroll overtakes it.
    await notebook.scrollToItem(index, 'auto').catch(() => undefined);
    const cell = notebook.widgets[index];
    await cell.ready;
    if (cell.isDisposed) {
      return false;
    }
    select(cell, range);
    if (focus) {
      notebook.mode = 'edit';
      cell.editor?.focus();
    }
    return true;
  }

  /** Adds a view of this notebook, or moves it to the front. */
  addPanel(panel: NotebookPanel): void {
    const isNew = !this._panels.includes(panel);
    this._panels = [panel, ...this._panels.filter(other => other !== panel)];
    if (isNew) {
      panel.disposed.connect(this._onPanelDisposed, this);
    }
    this._shown.emit();
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
    }
  }

  /** Takes the code cells that are there now. */
  private _follow(): void {
    this._codeModels.clear();
    for (const model of this._model.cells) {
      if (model.type === 'code') {
        this._codeModels.set(model.id, model as ICodeCellModel);
        // Connecting twice is a no-op, and a removed cell lets go when it is disposed.
        model.sharedModel.changed.connect(this._onCellChanged, this);
        model.stateChanged.connect(this._onCellState, this);
      }
    }
  }

  private _onCellChanged(cell: ISharedCell, change: CellChange): void {
    if (change.sourceChange) {
      this._textChanged.emit(cell.getId());
    }
  }

  private _onCellState(_: unknown, { name }: { name: string }): void {
    if (name === 'trusted') {
      this._trustChanged.emit();
    }
  }

  private _onCellsChanged(): void {
    this._follow();
    this._cellsChanged.emit();
  }

  private _onPanelDisposed(panel: NotebookPanel): void {
    this._panels = this._panels.filter(other => other !== panel);
    if (this._panels.length === 0) {
      this._emptied.emit();
    }
  }

  private readonly _model: INotebookModel;
  private readonly _metadata: NotebookMetadata;
  /** By id, top to bottom. */
  private readonly _codeModels = new Map<string, ICodeCellModel>();
  private readonly _textChanged = new Signal<this, string>(this);
  private readonly _trustChanged = new Signal<this, void>(this);
  private readonly _cellsChanged = new Signal<this, void>(this);
  private readonly _emptied = new Signal<this, void>(this);
  private readonly _shown = new Signal<this, void>(this);
  private _panels: NotebookPanel[] = [];
  private _isDisposed = false;
}

function readCell(model: ICodeCellModel): ICodeCell {
  return {
    id: model.id,
    source: model.sharedModel.getSource(),
    executionCount: model.executionCount,
    isReadOnly: model.getMetadata('editable') === false
  };
}

/** Later places first, so that earlier offsets stay true. */
function lastFirst(replacements: readonly IReplacement[]): IReplacement[] {
  return [...replacements].sort((a, b) => b.from - a.from);
}

function select(cell: Cell, range: Range | null): void {
  if (range && cell.editor) {
    const start = { line: range.start.line, column: range.start.character };
    const end = { line: range.end.line, column: range.end.character };
    cell.editor.setSelection({ start, end });
    cell.editor.revealPosition(start);
  }
}
