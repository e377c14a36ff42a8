import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { HookRow } from '../protocol/messages';
import type { ICompanion } from '../tokens';
import type { IdleGate } from './gate';
import type { ModulesModel } from './modules';
import { Questions } from './questions';

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
    options.modules.changed.connect(this._onModules, this);
    this._onModules();
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
    await this._options.modules.refresh();
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
    await this._options.modules.refresh();
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._options.modules.changed.disconnect(this._onModules, this);
      this._connect(null);
      Signal.clearData(this);
    }
  }

  private async _do<T>(
    ask: (questions: Questions) => Promise<T>
  ): Promise<T | null> {
    const { gate } = this._options;
    const companion = this._companion;
    if (!companion || !(await gate.pass()) || companion !== this._companion) {
      return null;
    }
    try {
      return await ask(new Questions(companion));
    } catch (reason) {
      this._problem = reason instanceof Error ? reason.message : String(reason);
      this._changed.emit();
      return null;
    }
  }

  private _onModules(): void {
    const { companion } = this._options.modules;
    if (companion !== this._companion) {
      this._connect(companion);
      this._forget();
    }
  }

  private _connect(companion: ICompanion | null): void {
    this._companion?.runDone.disconnect(this._forget, this);
    this._companion?.restarted.disconnect(this._forget, this);
    this._companion = companion;
    // A run may have registered hooks anew: the old order is gone.
    companion?.runDone.connect(this._forget, this);
    companion?.restarted.connect(this._forget, this);
  }

  private _forget(): void {
    this._removed = [];
    this._problem = '';
    this._changed.emit();
  }

  private readonly _options: HookActions.IOptions;
  private readonly _changed = new Signal<this, void>(this);
  private _companion: ICompanion | null = null;
  private _removed: readonly IRemovedHook[] = [];
  private _problem = '';
  private _isDisposed = false;
}

export namespace HookActions {
  export interface IOptions {
    readonly modules: ModulesModel;
    readonly gate: IdleGate;
  }
}
