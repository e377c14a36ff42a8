import type { IDisposable } from '@lumino/disposable';

import type { GradsFound } from '../../protocol/messages';
import type { IShownNotebook } from '../parts/shownnotebook';
import { LiveGradients } from './livegradients';
import type { ITabOptions } from './tab';
import { TabModel } from './tabmodel';
import type { WatchModel } from './watchmodel';

/** What was recorded of the selected module, also while it is being recorded. */
export class GradsModel implements IDisposable {
  constructor({ notebook, details, modules, watch }: ITabOptions) {
    this.watch = watch;
    this.found = new TabModel({
      tab: 'grads',
      kind: 'grads.get',
      details,
      modules,
      // What runs now is told by a busy kernel, too.
      gate: null,
      ask: (questions, model, fqn) => questions.grads(model, fqn)
    });
    this._live = new LiveGradients({ tab: this.found, details, modules });
    this._notebook = notebook;
    notebook.changed.connect(this._onNotebook, this);
  }

  readonly found: TabModel<GradsFound>;
  readonly watch: WatchModel;

  get isDisposed(): boolean {
    return this._live.isDisposed;
  }

  dispose(): void {
    this._notebook.changed.disconnect(this._onNotebook, this);
    this._live.dispose();
    this.found.dispose();
  }

  private _onNotebook(): void {
    this._live.update();
  }

  private readonly _live: LiveGradients;
  private readonly _notebook: IShownNotebook;
}
