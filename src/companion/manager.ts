import type { ISessionContext } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';

import type { ICompanionManager } from '../tokens';
import { Companion } from './companion';
import type { CompanionSettings } from './settings';

/** Keeps one companion per notebook, whatever the number of its views. */
export class CompanionManager implements ICompanionManager {
  constructor(settings: CompanionSettings, version: string) {
    this._settings = settings;
    this._version = version;
  }

  get(panel: NotebookPanel): Companion {
    const { sessionContext } = panel;
    let entry = this._entries.get(sessionContext);
    if (!entry) {
      entry = {
        // eslint-disable-next-line jupyter/require-disposable-ownership -- the entry owns it
        companion: new Companion({
          sessionContext,
          settings: this._settings,
          version: this._version
        }),
        panels: new Set()
      };
      this._entries.set(sessionContext, entry);
    }
    if (!entry.panels.has(panel) && !panel.isDisposed) {
      entry.panels.add(panel);
      panel.disposed.connect(this._onPanelDisposed, this);
    }
    return entry.companion;
  }

  /** Closes all comms: the page goes away, and each comm holds a thread of its kernel. */
  disconnect(): void {
    for (const { companion } of this._entries.values()) {
      companion.disconnect();
    }
  }

  /** Connects again in a page that came back from the browser's cache. */
  reconnect(): void {
    for (const { companion } of this._entries.values()) {
      companion.begin();
    }
  }

  private _onPanelDisposed(panel: NotebookPanel): void {
    for (const [sessionContext, { companion, panels }] of this._entries) {
      if (panels.delete(panel) && panels.size === 0) {
        this._entries.delete(sessionContext);
        companion.dispose();
      }
    }
  }

  private readonly _settings: CompanionSettings;
  private readonly _version: string;
  private readonly _entries = new Map<ISessionContext, IEntry>();
}

interface IEntry {
  readonly companion: Companion;
  readonly panels: Set<NotebookPanel>;
}
