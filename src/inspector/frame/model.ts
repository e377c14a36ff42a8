import type { IObservableDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Finding } from '../../protocol/messages';
import type { IFindingsModel, IFindingsTracker } from '../../tokens';
import { Attention } from './attention';
import type { ColumnChoice } from '../tree/columns';
import { CompareModel } from '../compare/model';
import type { DetailsTab } from '../details/model';
import { DetailsModel, TABS } from '../details/model';
import { FollowChoice } from '../tree/followchoice';
import { IdleGate } from '../asking/gate';
import { FilterHistory } from '../tree/filterhistory';
import { ModulesModel } from '../tree/model';
import type { Grouping, SeverityFilter } from '../problems/model';
import { ProblemsModel } from '../problems/model';
import { RowGradients } from '../tree/rowgradients';
import { TabModels } from '../details/tabmodels';
import type { ISavedTree } from '../tree/memory';
import { TreeMemory } from '../tree/memory';
import { WatchModel } from '../details/watchmodel';

/** What the panel remembers over a reload. */
export interface IInspectorState {
  readonly grouping: Grouping;
  readonly severity: SeverityFilter;
  readonly tab: DetailsTab;
  /** The pinned model of each notebook, by path. */
  readonly pins: Readonly<Record<string, string>>;
  /** The filters used last. */
  readonly filters: readonly string[];
  readonly columns: ColumnChoice;
  /** How the trees of some models were left, the latest first. */
  readonly trees: readonly ISavedTree[];
}

/** What the panel says of the notebook it shows. */
export interface INotebookName {
  readonly path: string;
  readonly name: string;
  readonly kernel: string;
  /** How many code cells it has. */
  readonly cells: number;
}

/** Joins the three sections, and points them at the notebook in front. */
export class InspectorModel implements IObservableDisposable {
  constructor(options: InspectorModel.IOptions) {
    this._tracker = options.tracker;
    this._describe = options.describe;
    this.problems = new ProblemsModel({ cellOrder: options.cellOrder });
    this.modules = new ModulesModel();
    this.details = new DetailsModel({ modules: this.modules });
    this.gradients = new RowGradients(this.modules);
    this.tabs = new TabModels({
      details: this.details,
      modules: this.modules,
      gate: this.gate,
      check: async () => this._current?.check()
    });
    this.compare = new CompareModel(this);
    this.watch = new WatchModel(this.modules);
    this._tracker.currentChanged.connect(this._onCurrent, this);
    this.problems.changed.connect(this._onSaved, this);
    this.modules.changed.connect(this._onSaved, this);
    this.modules.tree.changed.connect(this._onSaved, this);
    this.modules.tree.scrolled.connect(this._onSaved, this);
    this.modules.memory = {
      find: model => this._trees.find(this._path, model),
      add: (model, state, pickedOver) => {
        const { _path: path } = this;
        this._trees.add({ ...state, path, model, pickedOver });
      }
    };
    this.details.changed.connect(this._onSaved, this);
    this.filters.changed.connect(this._onSaved, this);
    this._onCurrent();
  }

  readonly problems: ProblemsModel;
  readonly modules: ModulesModel;
  readonly details: DetailsModel;
  readonly gradients: RowGradients;

  /** What reads data waits here until the kernel is idle. */
  readonly gate = new IdleGate(() => this.isIdle);
  readonly tabs: TabModels;
  readonly compare: CompareModel;
  readonly watch: WatchModel;

  /** Who looks at which of these. */
  readonly attention = new Attention();
  readonly filters = new FilterHistory();

  /** Whether each run refreshes the tree. */
  readonly follow = new FollowChoice(() => this._onFindings());

  /** Emitted after the notebook or what is known of it changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted after something changed that outlives a reload. */
  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  /** Emitted once, when the panel is gone. */
  get disposed(): ISignal<this, void> {
    return this._disposed;
  }

  /** The findings of the notebook in front; null without one. */
  get current(): IFindingsModel | null {
    return this._current;
  }

  /** The notebook in front. */
  get notebook(): INotebookName | null {
    return this._current ? this._describe(this._current) : null;
  }

  /** Whether the kernel can answer and runs no cell. */
  get isIdle(): boolean {
    const companion = this._current?.companion;
    return companion?.state === 'ready' && companion.busySince === null;
  }

  /** The columns of the tree that the user chose to see or not. */
  get columns(): ColumnChoice {
    return this._columns;
  }

  set columns(columns: ColumnChoice) {
    this._columns = columns;
    this._changed.emit();
    this._stateChanged.emit();
  }

  get state(): IInspectorState {
    const { grouping, severity } = this.problems;
    this.modules.remember();
    return {
      grouping,
      severity,
      tab: this.details.tab,
      pins: this._pins,
      filters: this.filters.items,
      columns: this._columns,
      trees: this._trees.items
    };
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Takes over what an earlier page saved; unknown values are left out. */
  restore(state: Partial<IInspectorState>): void {
    if (state.grouping === 'cell') {
      this.problems.grouping = state.grouping;
    }
    if (state.severity === 'error' || state.severity === 'warning') {
      this.problems.severity = state.severity;
    }
    if (state.tab && TABS.includes(state.tab)) {
      this.details.tab = state.tab;
    }
    if (Array.isArray(state.filters)) {
      this.filters.replace(state.filters.map(String));
    }
    this._columns = { ...state.columns };
    this._pins = { ...state.pins };
    this._trees.restore(state.trees);
    this._pickAgain();
    this.modules.pin(this._pins[this._path] ?? null);
  }

  /** Checks the notebook and reads the tree, now. */
  async refresh(): Promise<void> {
    const current = this._current;
    if (!current) {
      return;
    }
    await Promise.all([
      current.check(),
      this.modules.active ? this.modules.refreshNow() : undefined
    ]);
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._tracker.currentChanged.disconnect(this._onCurrent, this);
    this._current?.changed.disconnect(this._onFindings, this);
    this._current?.companion.busyChanged.disconnect(this._onFindings, this);
    this._current?.companion.paceChanged.disconnect(this._onFindings, this);
    this._current?.companion.stateChanged.disconnect(this._onFindings, this);
    this.gate.cancel();
    this.watch.dispose();
    this.compare.dispose();
    this.tabs.dispose();
    this.gradients.dispose();
    this.details.dispose();
    this.modules.dispose();
    this.problems.dispose();
    this._disposed.emit();
    Signal.clearData(this);
  }

  private _onCurrent(): void {
    const current = this._tracker.current;
    if (current === this._current) {
      return;
    }
    this._current?.changed.disconnect(this._onFindings, this);
    this._current?.companion.busyChanged.disconnect(this._onFindings, this);
    this._current?.companion.paceChanged.disconnect(this._onFindings, this);
    this._current?.companion.stateChanged.disconnect(this._onFindings, this);
    this.modules.remember();
    this._current = current;
    current?.changed.connect(this._onFindings, this);
    current?.companion.busyChanged.connect(this._onFindings, this);
    current?.companion.paceChanged.connect(this._onFindings, this);
    current?.companion.stateChanged.connect(this._onFindings, this);
    this._isSwitching = true;
    // What waited was about the other notebook.
    this.gate.cancel();
    this.problems.source = current;
    this.modules.companion = current?.companion ?? null;
    this._pickAgain();
    this.modules.pin(this._pins[this._path] ?? null);
    this._isSwitching = false;
    this._onFindings();
  }

  private get _path(): string {
    return this.notebook?.path ?? '';
  }

  /** Shows the model that the user had picked in this notebook. */
  private _pickAgain(): void {
    const last = this._trees.last(this._path);
    if (last?.pickedOver !== undefined) {
      this.modules.pickAgain(last.model, last.pickedOver);
    }
  }

  private _onFindings(): void {
    this.gate.update();
    this.tabs.live.update();
    // Who pauses the checks wants the kernel left alone.
    this.modules.follow = this.follow.value && !this._current?.paused;
    // The rows may have been read before the check that found these.
    const ids = liveIds(this._current?.findings ?? []);
    if (ids !== this._liveIds) {
      this._liveIds = ids;
      void this.modules.refreshRows();
    }
    this._changed.emit();
  }

  private _onSaved(): void {
    // While the notebook changes, the pin of neither is in place.
    if (this._isSwitching) {
      return;
    }
    const path = this.notebook?.path;
    const { pinned } = this.modules;
    if (path !== undefined && pinned !== (this._pins[path] ?? null)) {
      const others = Object.entries(this._pins).filter(([key]) => key !== path);
      const mine: [string, string][] = pinned === null ? [] : [[path, pinned]];
      this._pins = Object.fromEntries([...others, ...mine].slice(-MAX_PINS));
    }
    this._stateChanged.emit();
  }

  private readonly _tracker: IFindingsTracker;
  private readonly _describe: InspectorModel.IOptions['describe'];
  private readonly _changed = new Signal<this, void>(this);
  private readonly _disposed = new Signal<this, void>(this);
  private readonly _stateChanged = new Signal<this, void>(this);
  private _current: IFindingsModel | null = null;
  private readonly _trees = new TreeMemory();
  private _pins: Readonly<Record<string, string>> = {};
  private _columns: ColumnChoice = {};
  private _liveIds = '';
  private _isSwitching = false;
  private _isDisposed = false;
}

export namespace InspectorModel {
  export interface IOptions extends ProblemsModel.IOptions {
    readonly tracker: IFindingsTracker;

    /** Names a notebook, its path and its kernel. */
    readonly describe: (source: IFindingsModel) => INotebookName;
  }
}

/** Pins of notebooks that are long gone must not pile up. */
const MAX_PINS = 50;

/** The findings about live objects, as one key. */
function liveIds(findings: readonly Finding[]): string {
  const live = findings.filter(({ status }) => status === 'live');
  return live
    .map(({ id }) => id)
    .sort()
    .join('\n');
}
