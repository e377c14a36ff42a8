import type { IDisposable } from '@lumino/disposable';

import type {
  ClassSource,
  GradsFound,
  InitReport,
  MemoryTable,
  ParamsMeasured
} from '../../protocol/messages';
import { HookActions } from './hookactions';
import type { DetailsModel } from './model';
import type { IdleGate } from '../asking/gate';
import { LiveGradients } from './livegradients';
import type { ModulesModel } from '../tree/model';
import { TabModel } from './tabmodel';

/** What the tabs beyond the module's own facts are drawn from. */
export class TabModels implements IDisposable {
  constructor(options: TabModels.IOptions) {
    const { check, details, modules, gate } = options;
    this.init = new TabModel<InitReport>({
      tab: 'init',
      kind: 'init.get',
      details,
      modules,
      gate,
      ask: (questions, model, fqn) => questions.init(model, fqn, false)
    });
    this.grads = new TabModel<GradsFound>({
      tab: 'grads',
      kind: 'grads.get',
      details,
      modules,
      // What runs now is told by a busy kernel, too.
      gate: null,
      ask: (questions, model, fqn) => questions.grads(model, fqn)
    });
    this.source = new TabModel<ClassSource>({
      tab: 'source',
      kind: 'source.get',
      details,
      modules,
      gate: null,
      ask: (questions, model, fqn) => questions.source(model, fqn)
    });
    this.memory = new TabModel<MemoryTable>({
      tab: 'overview',
      kind: 'memory.get',
      details,
      modules,
      gate: null,
      ask: (questions, model, fqn) => questions.memory(model, fqn),
      isWanted: () => this.isMemoryOpen
    });
    this.params = new TabModel<ParamsMeasured>({
      tab: 'params',
      kind: 'params.measure',
      details,
      modules,
      gate,
      ask: (questions, model, fqn) => questions.measure(model, fqn),
      isWanted: ({ overview }) =>
        overview !== null && overview.totals.numel <= MOST_UNASKED
    });
    this.live = new LiveGradients({ tab: this.grads, details, modules });
    this.hooks = new HookActions({ modules, gate, check });
  }

  readonly hooks: HookActions;

  /** The table of bytes is asked for while it is unfolded. */
  isMemoryOpen = false;
  readonly memory: TabModel<MemoryTable>;
  readonly params: TabModel<ParamsMeasured>;
  readonly init: TabModel<InitReport>;
  readonly grads: TabModel<GradsFound>;
  readonly live: LiveGradients;
  readonly source: TabModel<ClassSource>;

  get isDisposed(): boolean {
    return this.init.isDisposed;
  }

  dispose(): void {
    this.hooks.dispose();
    this.live.dispose();
    const { memory, params, init, grads, source } = this;
    [memory, params, init, grads, source].forEach(tab => tab.dispose());
  }
}

export namespace TabModels {
  export interface IOptions {
    readonly details: DetailsModel;
    readonly modules: ModulesModel;
    readonly gate: IdleGate;

    /** Checks the notebook in front. */
    readonly check: () => Promise<void>;
  }
}

/** Statistics of more elements than this are read on a click. */
export const MOST_UNASKED = 50e6;
