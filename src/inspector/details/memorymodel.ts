import type { IDisposable } from '@lumino/disposable';

import type { MemoryTable } from '../../protocol/messages';
import type { ITabOptions } from './tab';
import { TabModel } from './tabmodel';

/** The bytes of the selected module, which are asked for while they are unfolded. */
export class MemoryModel implements IDisposable {
  constructor({ details, modules }: ITabOptions) {
    this.table = new TabModel({
      tab: 'overview',
      kind: 'memory.get',
      details,
      modules,
      gate: null,
      ask: (questions, model, fqn) => questions.memory(model, fqn),
      isWanted: () => this._isOpen
    });
  }

  readonly table: TabModel<MemoryTable>;

  get isOpen(): boolean {
    return this._isOpen;
  }

  set isOpen(isOpen: boolean) {
    this._isOpen = isOpen;
    if (isOpen && !this.table.answer && !this.table.isLoading) {
      void this.table.refresh();
    }
  }

  get isDisposed(): boolean {
    return this.table.isDisposed;
  }

  dispose(): void {
    this.table.dispose();
  }

  private _isOpen = false;
}
