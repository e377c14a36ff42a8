import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import { Debouncer } from '@lumino/polling';

import type { IPanelLayout, ISidebarContent } from './sidebar';
import type { IInspectorState, PanelState } from './state';

/** Keeps the state of the panel over a reload. */
export class PanelStore {
  constructor(options: PanelStore.IOptions) {
    this._stateDB = options.stateDB;
    this._state = options.state;
  }

  /** Restores what was saved, then saves each change. */
  async follow(content: ISidebarContent): Promise<void> {
    const saved = await this._read();
    if (content.isDisposed) {
      return;
    }
    this._state.restore(saved?.state ?? {});
    if (saved?.layout) {
      content.restoreLayout(saved.layout);
    }
    this._content = content;
    this._state.changed.connect(this._onChange, this);
    content.layoutChanged.connect(this._onChange, this);
    content.disposed.connect(() => this._saver.dispose());
  }

  private async _read(): Promise<Partial<ISaved> | null> {
    try {
      const saved = await this._stateDB.fetch(KEY);
      return saved as Partial<ISaved> | null;
    } catch {
      // What cannot be read starts afresh.
      return null;
    }
  }

  private _onChange(): void {
    if (!this._saver.isDisposed) {
      void this._saver.invoke().catch(() => undefined);
    }
  }

  private async _save(): Promise<void> {
    const { _content: content } = this;
    if (!content || content.isDisposed) {
      return;
    }
    const layout = content.saveLayout();
    const saved = JSON.stringify({ state: this._state.value, layout });
    if (saved !== this._last) {
      this._last = saved;
      const value: ReadonlyPartialJSONValue = JSON.parse(saved);
      await this._stateDB.save(KEY, value);
    }
  }

  private readonly _stateDB: IStateDB;
  private readonly _state: PanelState;
  private readonly _saver = new Debouncer(() => this._save(), SAVE_MS);
  private _content: ISidebarContent | null = null;
  private _last = '';
}

export namespace PanelStore {
  export interface IOptions {
    readonly stateDB: IStateDB;
    readonly state: PanelState;
  }
}

interface ISaved {
  readonly state: Partial<IInspectorState>;
  readonly layout: IPanelLayout;
}

const KEY = 'modulescope:inspector';
const SAVE_MS = 500;
