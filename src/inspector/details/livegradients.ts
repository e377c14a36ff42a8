import type { IDisposable } from '@lumino/disposable';

import type { GradsFound } from '../../protocol/messages';
import type { DetailsModel } from './model';
import type { IShownModel } from '../asking/shownmodel';
import type { TabModel } from './tabmodel';

/**
 * Asks for the gradients in the open tab again while a cell runs.
 *
 * The kernel says when: it knows what an answer costs, and whether something records.
 */
export class LiveGradients implements IDisposable {
  constructor(options: LiveGradients.IOptions) {
    this._options = options;
    options.tab.changed.connect(this._onAnswer, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** To be called when the kernel has become busy or idle, or is another one. */
  update(): void {
    const busySince = this._busySince();
    if (busySince !== this._known) {
      this._known = busySince;
      // A watch begins with its cell; an idle kernel may have ended one.
      this._schedule(SETTLE_MS);
    }
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    this._options.tab.changed.disconnect(this._onAnswer, this);
  }

  private _onAnswer(): void {
    const { tab } = this._options;
    const isBusy = this._busySince() !== null;
    // A cell may be about to begin: the kernel is busy before it knows why.
    const again = this._againMs() ?? (isBusy && tab.answer ? BEGIN_MS : null);
    if (again !== null && !tab.isLoading) {
      this._schedule(again);
    }
  }

  private _ask(): void {
    const { tab, details } = this._options;
    const isBusy = this._busySince() !== null;
    // What an idle kernel said last stays true.
    if (!isBusy && this._againMs() === null) {
      return;
    }
    const isOpen =
      details.active && details.tab === 'grads' && details.details !== null;
    if (isOpen && !tab.isLoading) {
      void tab.refresh();
    } else if (isBusy) {
      this._schedule(LOOK_MS);
    }
  }

  private _againMs(): number | null {
    return this._options.tab.answer?.again_ms ?? null;
  }

  private _busySince(): number | null {
    return this._options.modules.companion?.busySince ?? null;
  }

  private _schedule(delayMs: number): void {
    clearTimeout(this._timer);
    if (!this._isDisposed) {
      this._timer = setTimeout(() => this._ask(), delayMs);
    }
  }

  private readonly _options: LiveGradients.IOptions;
  private _known: number | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}

export namespace LiveGradients {
  export interface IOptions {
    readonly tab: TabModel<GradsFound>;
    readonly details: DetailsModel;
    readonly modules: IShownModel;
  }
}

const SETTLE_MS = 300;
const BEGIN_MS = 1000;
/** How often to look whether a tab was opened meanwhile; nothing is asked. */
const LOOK_MS = 1000;
