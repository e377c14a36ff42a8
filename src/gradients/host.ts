import type { TranslationBundle } from '@jupyterlab/translation';

import type { GradientsModel } from './model';

/** What the place where a drawing lies can do for it; absent where it cannot. */
export interface IHost {
  readonly trans: TranslationBundle;
  /** Shows a module in the panel. */
  readonly open?: (model: string, fqn: string) => void;
  /** Pauses a recording in the kernel, or goes on with it; false if it was not reached. */
  readonly pause?: (watch: string, paused: boolean) => Promise<boolean>;
}

/** Properties of the view and of its parts. */
export interface IViewProps {
  readonly model: GradientsModel;
  readonly host: IHost;
}
