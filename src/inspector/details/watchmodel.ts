import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { WatchState } from '../../protocol/messages';
import type { IShownModel } from '../asking/shownmodel';
import { RequestLane } from '../asking/requests';
import { ShownKernel } from '../asking/shownkernel';

/** The recording of gradients that goes on from cell to cell, until it is ended. */
export class WatchModel implements IDisposable {
  constructor(modules: IShownModel) {
    this._modules = modules;
    this._kernel = new ShownKernel({
      modules,
      onFresh: () => this._forget(),
      onRun: () => {
        this._isStale = true;
      }
    });
    modules.tree.changed.connect(this._onTree, this);
  }

  /** Emitted after the recording changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether gradients are recorded, or will be with the next backward. */
  get isOn(): boolean {
    return this._state !== null && this._state.state !== 'off';
  }

  /** What is recorded, as an expression; empty for all models. */
  get expression(): string {
    return this._state?.model ?? '';
  }

  /** How many backward passes were seen. */
  get steps(): number {
    return this._state?.steps ?? 0;
  }

  /** Why the last action failed; empty if it did not. */
  get problem(): string {
    return this._problem;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Records what an expression leads to from now on, instead of anything else. */
  async start(expression: string): Promise<void> {
    await this._do('start', expression);
  }

  async stop(): Promise<void> {
    await this._do('stop', '');
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      clearTimeout(this._timer);
      this._kernel.dispose();
      this._modules.tree.changed.disconnect(this._onTree, this);
      Signal.clearData(this);
    }
  }

  /** A line in a cell may have changed it: asked once the panel has read the rest. */
  private _onTree(): void {
    if (this._modules.tree.answer && this._isStale) {
      this._isStale = false;
      clearTimeout(this._timer);
      this._timer = setTimeout(() => void this._look(), LOOK_MS);
    }
  }

  /** Asks how things stand; that this failed is nothing to be told. */
  private async _look(): Promise<void> {
    const look = ++this._looks;
    const { answer } = await this._kernel.askInTurn(
      this._lane,
      questions => questions.watch('none', ''),
      () => look === this._looks
    );
    if (answer) {
      this._state = answer;
      this._changed.emit();
    }
  }

  private async _do(
    action: 'start' | 'stop',
    expression: string
  ): Promise<void> {
    const asked = `${action} ${expression}`;
    if (asked === this._asked) {
      // Pressed again before the kernel has answered.
      return;
    }
    this._asked = asked;
    const { answer, error } = await this._kernel.ask(questions =>
      questions.watch(action, expression)
    );
    this._asked = asked === this._asked ? '' : this._asked;
    if (answer || error) {
      this._state = answer ?? this._state;
      this._problem = error?.message ?? answer?.message ?? '';
      this._changed.emit();
    }
  }

  private _forget(): void {
    clearTimeout(this._timer);
    this._isStale = true;
    this._state = null;
    this._problem = '';
    this._asked = '';
    this._changed.emit();
  }

  private readonly _modules: IShownModel;
  private readonly _kernel: ShownKernel;
  private readonly _changed = new Signal<this, void>(this);
  private _state: WatchState | null = null;
  private _problem = '';
  /** The action that the kernel has not answered yet. */
  private _asked = '';
  private readonly _lane = new RequestLane();
  private _looks = 0;
  /** Whether a run may have changed it since it was asked for. */
  private _isStale = true;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}

/** The channel lets four requests through each second, and others come first. */
const LOOK_MS = 1000;
