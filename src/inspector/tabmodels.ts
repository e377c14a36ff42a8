import type { IDisposable } from '@lumino/disposable';

import type {
  ClassSource,
  GradsFound,
  InitReport
} from '../protocol/messages';
import type { DetailsModel } from './details';
import type { IdleGate } from './gate';
import type { ModulesModel } from './modules';
import { TabModel } from './tabmodel';

/** What the tabs beyond the module's own facts are drawn from. */
export class TabModels implements IDisposable {
  constructor(options: TabModels.IOptions) {
    const { details, modules, gate } = options;
    this.init = new TabModel<InitReport>({
      tab: 'init',
      details,
      modules,
      gate,
      ask: (questions, model, fqn) => questions.init(model, fqn, false)
    });
    this.grads = new TabModel<GradsFound>({
      tab: 'grads',
      details,
      modules,
      gate,
      ask: (questions, model, fqn) => questions.grads(model, fqn)
    });
    this.source = new TabModel<ClassSource>({
      tab: 'source',
      details,
      modules,
      gate: null,
      ask: (questions, model, fqn) => questions.source(model, fqn)
    });
  }

  readonly init: TabModel<InitReport>;
  readonly grads: TabModel<GradsFound>;
  readonly source: TabModel<ClassSource>;

  get isDisposed(): boolean {
    return this.init.isDisposed;
  }

  dispose(): void {
    [this.init, this.grads, this.source].forEach(tab => tab.dispose());
  }
}

export namespace TabModels {
  export interface IOptions {
    readonly details: DetailsModel;
    readonly modules: ModulesModel;
    readonly gate: IdleGate;
  }
}
