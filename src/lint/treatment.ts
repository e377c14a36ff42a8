import type { MuteScope } from '../tokens';
import type { IFixer } from './lazyfixer';
import type { FindingsModel } from './model';
import type { Mutes } from './mutes';
import { safeEdits } from './safeedits';
import type { FindingsStore } from './store';
import type { FindingsUpkeep } from './upkeep';

/** What the user does about findings: fixes and mutes them. */
export class Treatment {
  constructor(private readonly _options: Treatment.IOptions) {}

  async fix(id: string, index: number): Promise<void> {
    const { fixer, model, store } = this._options;
    const finding = store.find(id);
    const fix = finding?.fixes[index];
    if (!finding || !fix) {
      return;
    }
    const isApplied = await fixer.apply(model, finding, index);
    if (isApplied && fix.kind === 'edit') {
      this._setFixed([id]);
    }
  }

  /** How many findings have a safe edit: those of one rule, or all. */
  countSafe(code?: string): number {
    return safeEdits(this._options.store.shown, code).length;
  }

  async fixAll(code?: string): Promise<void> {
    const { fixer, model, store } = this._options;
    const edits = safeEdits(store.shown, code);
    this._setFixed(await fixer.applyAll(model, edits, code));
  }

  async mute(id: string, scope: MuteScope): Promise<void> {
    const { mutes, store, upkeep } = this._options;
    const finding = store.find(id);
    if (finding) {
      await mutes.mute(finding, scope);
      upkeep.refresh();
    }
  }

  async unmute(id: string): Promise<void> {
    const { mutes, store, upkeep } = this._options;
    const finding = store.find(id);
    if (finding) {
      await mutes.unmute(finding);
      upkeep.refresh();
    }
  }

  private _setFixed(ids: readonly string[]): void {
    const { model, store, upkeep } = this._options;
    if (ids.length > 0 && !model.isDisposed) {
      store.setFixed(ids);
      upkeep.draw();
    }
  }
}

export namespace Treatment {
  export interface IOptions {
    fixer: IFixer;
    /** Whose findings are fixed. */
    model: FindingsModel;
    mutes: Mutes;
    store: FindingsStore;
    upkeep: FindingsUpkeep;
  }
}
