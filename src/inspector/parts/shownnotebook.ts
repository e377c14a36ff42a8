import type { ISignal } from '@lumino/signaling';

import type { IFindingsModel } from '../../tokens';

/** What the panel says of the notebook it shows. */
export interface INotebookName {
  readonly path: string;
  readonly name: string;
  readonly kernel: string;
  /** How many code cells it has. */
  readonly cells: number;
}

/** The notebook in front, as all sections see it. */
export interface IShownNotebook {
  /** Emitted after it is another one, or what is known of it changed. */
  readonly changed: ISignal<unknown, void>;

  /** Its findings; null without a notebook. */
  readonly current: IFindingsModel | null;

  /** What the panel says of it; null without a notebook. */
  readonly about: INotebookName | null;

  /** Checks it and reads the tree, now. */
  refresh(): Promise<void>;
}
