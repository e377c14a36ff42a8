import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Session } from '@jupyterlab/services';

import type { ICompanionManager } from '../tokens';
import type { IPlace } from './place';
import { notebookAt } from './place';
import { SessionLink } from './sessionlink';
import type { Watches } from './watches';

/** The links to the kernels of all open notebooks. */
export class Links {
  constructor(
    tracker: INotebookTracker,
    companions: ICompanionManager,
    sessions: Session.IManager,
    watches: Watches
  ) {
    this._tracker = tracker;
    this._sessions = sessions;
    this._companions = companions;
    this._watches = watches;
    // What a kernel says before anything is drawn counts, too.
    tracker.forEach(panel => this._join(panel));
    tracker.widgetAdded.connect((_, panel) => this._join(panel));
  }

  /** The link of the notebook in which a recording is drawn; null elsewhere. */
  of(place: IPlace, watch: string): SessionLink | null {
    const panel = notebookAt(this._tracker, place);
    if (panel) {
      return this._links.get(panel) ?? null;
    }
    const { currentWidget } = this._tracker;
    if (place.resolver || !currentWidget) {
      return null;
    }
    // The panel shows what the kernel of the notebook in front has just told.
    const link = this._links.get(currentWidget);
    link?.hear(watch);
    return link ?? null;
  }

  private _join(panel: NotebookPanel): void {
    if (this._links.has(panel)) {
      return;
    }
    const link = new SessionLink({
      sessionContext: panel.sessionContext,
      sessions: this._sessions,
      isRecorded: watch => this._watches.isRecorded(panel, watch)
    });
    this._links.set(panel, link);
    this._companions.get(panel).stateChanged.connect((_, state) => {
      if (state === 'ready') {
        link.askAgain();
      }
    });
    panel.disposed.connect(() => {
      this._links.delete(panel);
      link.dispose();
    });
  }

  private readonly _tracker: INotebookTracker;
  private readonly _companions: ICompanionManager;
  private readonly _sessions: Session.IManager;
  private readonly _watches: Watches;
  private readonly _links = new Map<NotebookPanel, SessionLink>();
}
