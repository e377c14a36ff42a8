import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import { learn } from '../protocol/incoming';
import type { WatchSet, WatchState } from '../protocol/messages';
import type { ICompanion, ICompanionManager } from '../tokens';
import type { IPlace } from './place';
import { notebookAt } from './place';

export { followBudget } from './budget';
export { Links } from './links';

/** Reaches the recordings of the notebooks that are open. */
export class Watches {
  constructor(tracker: INotebookTracker, companions: ICompanionManager) {
    this._tracker = tracker;
    this._companions = companions;
  }

  /** Pauses the recording that an element draws, or goes on; false if it has ended. */
  async pause(place: IPlace, watch: string, paused: boolean): Promise<boolean> {
    // The panel shows the notebook in front.
    const panel =
      notebookAt(this._tracker, place) ?? this._tracker.currentWidget;
    const action = paused ? 'pause' : 'resume';
    const state =
      panel &&
      (await this._send(panel, { action, watch, model: '', budget: null }));
    return state?.watch === watch && state.state !== 'off';
  }

  /** Whether a kernel makes a recording now; null if it cannot be asked. */
  async isRecorded(
    panel: NotebookPanel,
    watch: string
  ): Promise<boolean | null> {
    const request = { action: 'none', watch, model: '', budget: null } as const;
    const state = await this._send(panel, request);
    return state && state.watch === watch && state.state !== 'off';
  }

  /** Says to each kernel how much of a loop's time recordings may take. */
  setBudget(budget: number): void {
    this._budget = budget;
    this._tracker.forEach(panel => this._tell(panel));
  }

  /** Says it to the kernels of notebooks that are opened, and to restarted ones. */
  follow(): void {
    this._tracker.forEach(panel => this._join(panel));
    this._tracker.widgetAdded.connect((_, panel) => this._join(panel));
  }

  private _join(panel: NotebookPanel): void {
    const companion = this._companions.get(panel);
    companion.stateChanged.connect((_, state) => {
      if (state === 'ready') {
        this._tell(panel);
      }
    });
    this._tell(panel);
  }

  private _tell(panel: NotebookPanel): void {
    const budget = this._budget;
    // What the kernel assumes by itself need not be said.
    if (budget !== null && this._companions.get(panel).state === 'ready') {
      void this._send(panel, { action: 'none', watch: '', model: '', budget });
    }
  }

  private async _send(
    panel: NotebookPanel,
    request: Omit<WatchSet, 'kind' | 'id'>
  ): Promise<WatchState | null> {
    const companion: ICompanion = this._companions.get(panel);
    try {
      // Without them the answer could not be read before the panel was open once.
      const { viewValidators } = await import('../protocol/viewvalidators');
      learn(viewValidators);
      return await companion.ask({ kind: 'watch.set', ...request });
    } catch {
      // No kernel, or it restarted: nothing is recorded there.
      return null;
    }
  }

  private readonly _tracker: INotebookTracker;
  private readonly _companions: ICompanionManager;
  private _budget: number | null = null;
}
