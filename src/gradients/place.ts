import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';

/** Where a drawing lies: what tells its notebook from others. */
export interface IPlace {
  readonly node: HTMLElement;
  /** The notebook's own; a copied output, or one scrolled away, has it, too. */
  readonly resolver: IRenderMime.IResolver | null;
}

/** The notebook that a drawing belongs to; null if it is in no notebook. */
export function notebookAt(
  tracker: INotebookTracker,
  { node, resolver }: IPlace
): NotebookPanel | null {
  return (
    tracker.find(
      panel =>
        panel.node.contains(node) ||
        (resolver !== null && panel.context.urlResolver === resolver)
    ) ?? null
  );
}
