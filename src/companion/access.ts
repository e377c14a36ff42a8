import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';

import type { CompanionState } from '../tokens';
import type { BusyClock } from './busy';
import { answersWhileBusy } from './comms';
import type { KernelLife } from './life';
import type { CompanionSettings } from './settings';

/** Whether a notebook's kernel may be greeted and asked, as far as it and its user let us. */
export class KernelAccess {
  constructor(private readonly _options: KernelAccess.IOptions) {}

  get kernel(): Kernel.IKernelConnection | null {
    return this._options.sessionContext.session?.kernel ?? null;
  }

  /** Notes that the user wants the companion whatever `autoload` says. */
  agree(): void {
    this._agreed = true;
  }

  /** Whether the user and the kernel's language let us in. */
  get mayGreet(): boolean {
    const { enabled, autoload } = this._options.settings;
    return this._isPython && enabled && (autoload === 'on' || this._agreed);
  }

  /** Whether the process has ended and its successor has not spoken. */
  get isOver(): boolean {
    return this._options.life.isOver;
  }

  /** A kernel without subshells cannot answer before its cell has ended. */
  get mustWait(): boolean {
    const { kernel } = this;
    return (
      kernel !== null &&
      this._options.busy.since !== null &&
      !answersWhileBusy(kernel)
    );
  }

  /** The state while there is no link. */
  get unlinkedState(): CompanionState {
    const status = this.kernel?.status;
    if (status === 'dead' || status === 'terminating') {
      return 'dead';
    }
    if (
      !status ||
      this.isOver ||
      ['starting', 'restarting', 'autorestarting'].includes(status)
    ) {
      return 'none';
    }
    if (!this._isPython) {
      return 'other-language';
    }
    return this.mayGreet ? 'waiting' : 'off';
  }

  private get _isPython(): boolean {
    const name = this.kernel?.name ?? '';
    const specs = this._options.sessionContext.specsManager.specs?.kernelspecs;
    return specs?.[name]?.language.toLowerCase() === 'python';
  }

  private _agreed = false;
}

export namespace KernelAccess {
  export interface IOptions {
    sessionContext: ISessionContext;
    settings: CompanionSettings;
    life: KernelLife;
    busy: BusyClock;
  }
}
