import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import type { ModuleDetails, Overview } from '../../protocol/messages';
import type { IFindingsModel } from '../../tokens';
import type { IdleGate } from '../asking/gate';
import type { IShownModel } from '../asking/shownmodel';
import type { IViewContext } from '../parts/context';
import type { INode } from '../parts/node';
import type { IShownNotebook } from '../parts/shownnotebook';
import type { DetailsModel } from './model';
import type { WatchModel } from './watchmodel';

/** One tab of the section; all of them are listed in `tabs.ts`. */
export interface ITab<M extends IDisposable = IDisposable> {
  /** Names it in what is saved; never shown. */
  readonly id: string;

  // Methods, so that tabs whose models differ fit into one list.
  label(trans: TranslationBundle): string;

  /** Makes what the view is drawn from, once for a panel. */
  model(options: ITabOptions): M;
  view(props: ITabProps<M>): JSX.Element;
}

/** What the model of a tab may ask and follow. */
export interface ITabOptions {
  readonly notebook: IShownNotebook;
  readonly modules: IShownModel;
  readonly details: DetailsModel;
  readonly gate: IdleGate;
  readonly watch: WatchModel;

  /** Checks the notebook in front. */
  readonly check: () => Promise<void>;
}

/** What a tab is drawn from: its model, and the module that is selected. */
export interface ITabProps<M> {
  readonly model: M;
  readonly node: INode;
  readonly answer: ModuleDetails;
  readonly overview: Overview;
  /** The notebook that the module is of. */
  readonly source: IFindingsModel;
  /** The model that the module is of. */
  readonly modules: IShownModel;
  readonly gate: IdleGate;
  readonly context: IViewContext;
}
