import type { IDisposable } from '@lumino/disposable';

import type { ITab, ITabOptions } from './tab';

/** What the tabs of one panel are drawn from. */
export class TabModels implements IDisposable {
  constructor(tabs: readonly ITab[], options: ITabOptions) {
    this._models = new Map(tabs.map(tab => [tab, tab.model(options)]));
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The model of a tab; there must be that tab. */
  of<M extends IDisposable>(tab: ITab<M>): M {
    return this._models.get(tab) as M;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._models.forEach(model => model.dispose());
    }
  }

  private readonly _models: ReadonlyMap<ITab, IDisposable>;
  private _isDisposed = false;
}
