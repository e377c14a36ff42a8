import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { DetailsModel } from '../details/model';
import { TABS } from '../details/tabs';
import type {
  Grouping,
  ProblemsModel,
  SeverityFilter
} from '../problems/model';
import type { ChosenColumns } from '../tree/chosencolumns';
import type { ColumnChoice } from '../tree/columns';
import type { FilterHistory } from '../tree/filterhistory';
import type { ISavedTree } from '../tree/memory';
import { TreeMemory } from '../tree/memory';
import type { ModulesModel } from '../tree/model';
import type { ShownNotebook } from './notebook';

/** What the panel remembers over a reload. */
export interface IInspectorState {
  readonly grouping: Grouping;
  readonly severity: SeverityFilter;
  readonly tab: string;
  /** The pinned model of each notebook, by path. */
  readonly pins: Readonly<Record<string, string>>;
  /** The filters used last. */
  readonly filters: readonly string[];
  readonly columns: ColumnChoice;
  /** How the trees of some models were left, the latest first. */
  readonly trees: readonly ISavedTree[];
}

/** Gathers from the models what outlives a reload, and hands it back to them. */
export class PanelState {
  constructor(options: PanelState.IOptions) {
    this._options = options;
    const { problems, modules, details, filters, columns } = options;
    modules.shown.memory = {
      find: model => this._trees.find(this._path, model),
      add: (model, state, pickedOver) => {
        const { _path: path } = this;
        this._trees.add({ ...state, path, model, pickedOver });
      }
    };
    [
      problems.changed,
      modules.changed,
      modules.tree.changed,
      modules.tree.scrolled,
      details.changed,
      filters.changed,
      columns.changed
    ].forEach((signal: ISignal<unknown, void>) =>
      signal.connect(this._onChange, this)
    );
  }

  /** Emitted after something changed that outlives a reload. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get value(): IInspectorState {
    const { problems, modules, details, filters, columns } = this._options;
    modules.shown.remember();
    return {
      grouping: problems.grouping,
      severity: problems.severity,
      tab: details.tab,
      pins: this._pins,
      filters: filters.items,
      columns: columns.value,
      trees: this._trees.items
    };
  }

  /** Takes over what an earlier page saved; unknown values are left out. */
  restore(state: Partial<IInspectorState>): void {
    const { problems, details, filters, columns } = this._options;
    if (state.grouping === 'cell') {
      problems.grouping = state.grouping;
    }
    if (state.severity === 'error' || state.severity === 'warning') {
      problems.severity = state.severity;
    }
    if (TABS.some(({ id }) => id === state.tab)) {
      details.tab = state.tab ?? '';
    }
    if (Array.isArray(state.filters)) {
      filters.replace(state.filters.map(String));
    }
    columns.restore(state.columns);
    this._pins = { ...state.pins };
    this._trees.restore(state.trees);
    this._showAgain();
  }

  /** Points the models at another notebook; its tree is shown as it was left. */
  enter(point: () => void): void {
    this._isSwitching = true;
    point();
    this._showAgain();
    this._isSwitching = false;
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private get _path(): string {
    return this._options.notebook.path;
  }

  /** Shows the model that the user had picked or pinned in this notebook. */
  private _showAgain(): void {
    const { modules } = this._options;
    const last = this._trees.last(this._path);
    if (last?.pickedOver !== undefined) {
      modules.shown.choice.pickAgain(last.model, last.pickedOver);
    }
    modules.pin(this._pins[this._path] ?? null);
  }

  private _onChange(): void {
    // While the notebook changes, the pin of neither is in place.
    if (!this._isSwitching) {
      this._keepPin();
      this._changed.emit();
    }
  }

  private _keepPin(): void {
    const path = this._options.notebook.about?.path;
    const { pinned } = this._options.modules;
    if (path !== undefined && pinned !== (this._pins[path] ?? null)) {
      const others = Object.entries(this._pins).filter(([key]) => key !== path);
      const mine: [string, string][] = pinned === null ? [] : [[path, pinned]];
      this._pins = Object.fromEntries([...others, ...mine].slice(-MAX_PINS));
    }
  }

  private readonly _options: PanelState.IOptions;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _trees = new TreeMemory();
  private _pins: Readonly<Record<string, string>> = {};
  private _isSwitching = false;
}

export namespace PanelState {
  export interface IOptions {
    readonly notebook: ShownNotebook;
    readonly problems: ProblemsModel;
    readonly modules: ModulesModel;
    readonly details: DetailsModel;
    readonly filters: FilterHistory;
    readonly columns: ChosenColumns;
  }
}

/** Pins of notebooks that are long gone must not pile up. */
const MAX_PINS = 50;
