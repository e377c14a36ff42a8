import type { IDisposable } from '@lumino/disposable';

import type { Finding } from '../../protocol/messages';
import { IdleGate } from '../asking/gate';
import { CompareModel } from '../compare/model';
import { DetailsModel } from '../details/model';
import { TabModels } from '../details/tabmodels';
import { TABS } from '../details/tabs';
import { WatchModel } from '../details/watchmodel';
import { ProblemsModel } from '../problems/model';
import { ChosenColumns } from '../tree/chosencolumns';
import { FilterHistory } from '../tree/filterhistory';
import { FollowChoice } from '../tree/followchoice';
import { ModulesModel } from '../tree/model';
import { RowGradients } from '../tree/rowgradients';
import { Attention } from './attention';
import { ShownNotebook } from './notebook';
import { PanelState } from './state';

/** Makes the models of all sections, and points them at the notebook in front. */
export class InspectorModel implements IDisposable {
  constructor(options: InspectorModel.IOptions) {
    const { modules } = this;
    this.problems = new ProblemsModel({ cellOrder: options.cellOrder });
    this.notebook = new ShownNotebook({
      ...options,
      readTree: async () => {
        await (modules.active ? modules.refreshNow() : undefined);
      }
    });
    this.tabs = new TabModels(TABS, {
      notebook: this.notebook,
      modules,
      details: this.details,
      gate: this.gate,
      watch: this.watch,
      check: async () => this.notebook.current?.check()
    });
    this.compare = new CompareModel(this);
    this.state = new PanelState(this);
    this.notebook.left.connect(() => modules.shown.remember());
    this.notebook.entered.connect(this._onEntered, this);
    this.notebook.changed.connect(this._onNotebook, this);
    this.notebook.start();
  }

  readonly notebook: ShownNotebook;
  readonly problems: ProblemsModel;
  readonly modules = new ModulesModel();
  readonly details = new DetailsModel({
    modules: this.modules,
    tab: TABS[0].id
  });
  readonly gradients = new RowGradients(this.modules);

  /** What reads data waits here until the kernel is idle. */
  readonly gate = new IdleGate(() => this.notebook.isIdle);
  readonly watch = new WatchModel(this.modules);
  readonly tabs: TabModels;
  readonly compare: CompareModel;

  /** Who looks at which of these. */
  readonly attention = new Attention();
  readonly filters = new FilterHistory();
  readonly columns = new ChosenColumns();

  /** Whether each run refreshes the tree. */
  readonly follow = new FollowChoice(() => this.notebook.update());

  /** What outlives a reload. */
  readonly state: PanelState;

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this.notebook.dispose();
    this.gate.cancel();
    this.state.dispose();
    this.watch.dispose();
    this.compare.dispose();
    this.tabs.dispose();
    this.gradients.dispose();
    this.details.dispose();
    this.modules.dispose();
    this.problems.dispose();
  }

  private _onEntered(): void {
    const { current } = this.notebook;
    this.state.enter(() => {
      // What waited was about the other notebook.
      this.gate.cancel();
      this.problems.source = current;
      this.modules.companion = current?.companion ?? null;
    });
  }

  private _onNotebook(): void {
    const { current } = this.notebook;
    this.gate.update();
    // Who pauses the checks wants the kernel left alone.
    this.modules.follow = this.follow.value && !current?.paused;
    // The rows may have been read before the check that found these.
    const ids = liveIds(current?.findings ?? []);
    if (ids !== this._liveIds) {
      this._liveIds = ids;
      void this.modules.refreshRows();
    }
  }

  private _liveIds = '';
  private _isDisposed = false;
}

export namespace InspectorModel {
  export interface IOptions
    extends
      ProblemsModel.IOptions,
      Pick<ShownNotebook.IOptions, 'tracker' | 'describe'> {}
}

/** The findings about live objects, as one key. */
function liveIds(findings: readonly Finding[]): string {
  const live = findings.filter(({ status }) => status === 'live');
  return live
    .map(({ id }) => id)
    .sort()
    .join('\n');
}
