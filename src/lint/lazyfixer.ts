import type { IShownFinding } from '../tokens';
import type { ISafeEdit } from './safeedits';
import type { FindingsModel } from './model';

/** Carries out fixes, after the user has agreed where they must. */
export interface IFixer {
  /** Returns whether something was done. */
  apply(
    model: FindingsModel,
    finding: IShownFinding,
    index: number
  ): Promise<boolean>;

  /** Previews safe edits together, and returns the ids of the findings they were made for. */
  applyAll(
    model: FindingsModel,
    edits: readonly ISafeEdit[],
    code?: string
  ): Promise<readonly string[]>;

  /** Adds the comment that switches a finding's rule off where it was found. */
  ignore(model: FindingsModel, finding: IShownFinding): Promise<void>;
}

/** Loads what carries out fixes with the first of them. */
export class LazyFixer implements IFixer {
  constructor(private readonly _load: () => Promise<IFixer>) {}

  async apply(...args: Parameters<IFixer['apply']>): Promise<boolean> {
    return (await this._load()).apply(...args);
  }

  async applyAll(
    ...args: Parameters<IFixer['applyAll']>
  ): Promise<readonly string[]> {
    return (await this._load()).applyAll(...args);
  }

  async ignore(...args: Parameters<IFixer['ignore']>): Promise<void> {
    await (await this._load()).ignore(...args);
  }
}
