import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { HookRow } from '../../protocol/messages';
import type { IdleGate } from '../asking/gate';
import type { IShownModel } from '../asking/shownmodel';
import type { Questions } from '../asking/questions';
import { ShownKernel } from '../asking/shownkernel';

/** A hook that was taken off, and what puts it back. */
export interface IRemovedHook {
  readonly hook: HookRow;
  /** What the user calls its model. */
  readonly title: string;
  /** What the kernel wants to hear; null once it is too late. */
  readonly undo: string | null;
}

/** Takes hooks off live modules, and puts the last one back while no cell has run. */
export class HookActions implements IDisposable {
  constructor(options: HookActions.IOptions) {
    this._options = options;
    const forget = (): void => this._forget();
    // A run may have registered hooks anew: the old order is gone.
    this._kernel = new ShownKernel({
      modules: options.modules,
      onFresh: forget,
      onRun: forget
    });
  }

  /** Emitted after the last action or its outcome changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The hooks that were removed last, in their order, until the next run. */
  get removed(): readonly IRemovedHook[] {
    return this._removed;
  }

  /** Why the last action failed; empty if it did not. */
  get problem(): string {
    return this._problem;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Whether the removal can be taken back. */
  get canUndo(): boolean {
    return this._removed.some(({ undo }) => undo !== null);
  }

  /** Takes hooks off, once the kernel is idle; resolves with whether any is off. */
  async remove(
    model: string,
    title: string,
    hooks: readonly HookRow[]
  ): Promise<boolean> {
    const removed: IRemovedHook[] = [];
    this._problem = '';
    for (const hook of hooks) {
      const answer = await this._do(questions =>
        questions.removeHook(model, hook.fqn, hook.hook)
      );
      if (!answer?.done) {
        this._problem = answer?.message ?? this._problem;
        break;
      }
      removed.push({ hook, title, undo: answer.undo });
    }
    this._removed = removed;
    this._changed.emit();
    await this._lookAgain();
    return removed.length > 0;
  }

  /** Puts the last removed hooks back where they were, the last one first. */
  async restore(): Promise<void> {
    const removed = this._removed;
    this._problem = '';
    for (const { undo } of [...removed].reverse()) {
      if (undo !== null) {
        const answer = await this._do(questions => questions.restoreHook(undo));
        this._problem = answer?.done === false ? answer.message : this._problem;
      }
    }
    if (removed === this._removed) {
      this._removed = [];
    }
    this._changed.emit();
    await this._lookAgain();
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._kernel.dispose();
      Signal.clearData(this);
    }
  }

  /** No run will tell that the objects have changed. */
  private async _lookAgain(): Promise<void> {
    const { modules, check } = this._options;
    await Promise.all([modules.refresh(), check()]);
  }

  private async _do<T>(
    ask: (questions: Questions) => Promise<T>
  ): Promise<T | null> {
    const { companion } = this._kernel;
    const isOpen = companion !== null && (await this._options.gate.pass());
    if (!isOpen || companion !== this._kernel.companion) {
      return null;
    }
    const { answer, error } = await this._kernel.ask(ask);
    if (error) {
      this._problem = error.message;
      this._changed.emit();
    }
    return answer;
  }

  private _forget(): void {
    this._removed = [];
    this._problem = '';
    this._changed.emit();
  }

  private readonly _options: HookActions.IOptions;
  private readonly _kernel: ShownKernel;
  private readonly _changed = new Signal<this, void>(this);
  private _removed: readonly IRemovedHook[] = [];
  private _problem = '';
  private _isDisposed = false;
}

export namespace HookActions {
  export interface IOptions {
    readonly modules: IShownModel;
    readonly gate: IdleGate;

    /** Checks the notebook whose kernel it is. */
    readonly check: () => Promise<void>;
  }
}
