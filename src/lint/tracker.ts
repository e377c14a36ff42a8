import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type {
  INotebookModel,
  INotebookTracker,
  Notebook,
  NotebookPanel
} from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ICompanionManager, IFindingsTracker } from '../tokens';
import type { ICardActions } from './card';
import type { EditorRegistry } from './editors';
import { NotebookEditors } from './editors';
import type { IFixer } from './lazyfixer';
import { FindingsModel } from './model';
import { NotebookCode } from './notebook';
import type { ILintSettings } from './settings';

/** What a card does beyond its notebook. */
export interface ICardCommands {
  mute(model: FindingsModel, id: string, button: HTMLElement): void;
  openProblems(): void;
  ignore(model: FindingsModel, id: string): void;
  explain(model: FindingsModel, code: string): void;
}

type Context = DocumentRegistry.IContext<INotebookModel>;

/** Makes a findings model for each open notebook; its views share it. */
export class FindingsTracker implements IFindingsTracker {
  constructor(options: FindingsTracker.IOptions) {
    this._options = options;
    const { notebooks } = options;
    notebooks.forEach(panel => this._add(panel));
    notebooks.widgetAdded.connect((_, panel) => this._add(panel), this);
    notebooks.currentChanged.connect(this._onCurrentChanged, this);
    this._onCurrentChanged();
  }

  get current(): FindingsModel | null {
    const panel = this._options.notebooks.currentWidget;
    return panel ? this.get(panel) : null;
  }

  get currentChanged(): ISignal<this, FindingsModel | null> {
    return this._currentChanged;
  }

  /** Emitted with each new model. */
  get added(): ISignal<this, FindingsModel> {
    return this._added;
  }

  get(panel: NotebookPanel): FindingsModel | null {
    return panel.isDisposed || !panel.context.isReady
      ? null
      : this._entry(panel).model;
  }

  /** Notes that a cell of a notebook was queued. */
  willRun(notebook: Notebook, cellId: string): void {
    this._of(notebook)?.upkeep.willRun(cellId);
  }

  /** Notes that a cell of a notebook ended. */
  didRun(notebook: Notebook, cellId: string): void {
    this._of(notebook)?.upkeep.didRun(cellId);
  }

  /** Takes changed settings into account. */
  refresh(): void {
    for (const { model } of this._entries.values()) {
      model.upkeep.refresh();
    }
  }

  private _of(notebook: Notebook): FindingsModel | null {
    const panel = this._options.notebooks.find(
      ({ content }) => content === notebook
    );
    return panel ? this.get(panel) : null;
  }

  private _add(panel: NotebookPanel): void {
    void panel.context.ready.then(() => {
      if (panel.isDisposed) {
        return;
      }
      this._entry(panel).code.addPanel(panel);
      if (panel === this._options.notebooks.currentWidget) {
        this._currentChanged.emit(this.current);
      }
    });
  }

  private _entry(panel: NotebookPanel): IEntry {
    let entry = this._entries.get(panel.context);
    if (!entry) {
      const { context } = panel;
      const code = new NotebookCode(context);
      code.emptied.connect(() => this._onEmptied(context));
      code.addPanel(panel);
      entry = { code, model: this._createModel(panel, code) };
      this._entries.set(panel.context, entry);
      this._added.emit(entry.model);
    }
    return entry;
  }

  private _createModel(
    panel: NotebookPanel,
    code: NotebookCode
  ): FindingsModel {
    const { companions, editors, fixer, muteRule, settings, trans } =
      this._options;
    return new FindingsModel({
      companion: companions.get(panel),
      code,
      fixer,
      settings,
      muteRule,
      panel: () => code.panel ?? panel,
      editors: model =>
        new NotebookEditors({
          registry: editors,
          code,
          source: { findings: model, actions: this._actions(model), trans }
        })
    });
  }

  private _actions(model: FindingsModel): Omit<ICardActions, 'switchTo'> {
    const { commands } = this._options;
    return {
      executionCount: id => model.executionCount(id),
      showCell: (id, line) => void model.showCell(id, line),
      fix: (id, index) => void model.fix(id, index),
      countSafe: code => model.countSafe(code),
      fixAll: code => void model.fixAll(code),
      mute: (id, button) => commands.mute(model, id, button),
      numUndrawn: () => model.undrawn,
      openProblems: () => commands.openProblems(),
      ignore: id => commands.ignore(model, id),
      explain: code => commands.explain(model, code)
    };
  }

  private _onCurrentChanged(): void {
    const panel = this._options.notebooks.currentWidget;
    if (panel) {
      this._entries.get(panel.context)?.code.addPanel(panel);
    }
    this._currentChanged.emit(this.current);
  }

  private _onEmptied(context: Context): void {
    const entry = this._entries.get(context);
    this._entries.delete(context);
    entry?.model.dispose();
    entry?.code.dispose();
  }

  private readonly _options: FindingsTracker.IOptions;
  private readonly _entries = new Map<Context, IEntry>();
  private readonly _added = new Signal<this, FindingsModel>(this);
  private readonly _currentChanged = new Signal<this, FindingsModel | null>(
    this
  );
}

export namespace FindingsTracker {
  export interface IOptions {
    notebooks: INotebookTracker;
    companions: ICompanionManager;
    editors: EditorRegistry;
    fixer: IFixer;
    commands: ICardCommands;
    settings: () => ILintSettings;
    /** Mutes a rule in the user's settings, or shows it again. */
    muteRule: (code: string, isMuted: boolean) => Promise<void>;
    trans: TranslationBundle;
  }
}

interface IEntry {
  readonly code: NotebookCode;
  readonly model: FindingsModel;
}
