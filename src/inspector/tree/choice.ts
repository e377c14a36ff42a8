import type { ModelEntry, ModelsListed } from '../../protocol/messages';

/** Decides which model of the kernel is shown: the pinned, the chosen, or the used one. */
export class ModelChoice {
  /** The models that the picker offers. */
  get models(): readonly ModelEntry[] {
    return this._models;
  }

  /**
   * What requests call the model that is shown: its name, or its key if it has lost its
   * name; null before there is any.
   */
  get shown(): string | null {
    return this._shown;
  }

  /** The model that stays shown whatever runs. */
  get pinned(): string | null {
    return this._pinned;
  }

  set pinned(name: string | null) {
    this._pinned = name;
  }

  /** True if the variable that is shown no longer exists. */
  get isGone(): boolean {
    return this._shown !== null && !this._exists(this._shown);
  }

  /** Takes over what the kernel has now. */
  update(listed: Pick<ModelsListed, 'models' | 'selected'>): void {
    this._models = listed.models;
    this._used = listed.selected;
    // A pinned variable that is gone stays, if its tree was ever seen.
    const pinned =
      this._exists(this._pinned) || this._pinned === this._shown
        ? this._pinned
        : null;
    const isChosen =
      this._choice?.usedThen === this._used && this._exists(this._choice.name);
    const chosen = isChosen ? (this._choice?.name ?? null) : null;
    const newest = this._models.find(({ kept }) => !kept)?.name ?? null;
    this._shown = pinned ?? chosen ?? this._used ?? newest ?? this._shown;
  }

  /** Shows a model until a different one is used; a pin moves along. */
  choose(name: string): void {
    this._choice = { name, usedThen: this._used };
    this._shown = name;
    if (this._pinned !== null) {
      this._pinned = name;
    }
  }

  /** The model in use when this one was picked instead; undefined if it was not. */
  get pickedOver(): string | null | undefined {
    return this._choice?.name === this._shown
      ? this._choice?.usedThen
      : undefined;
  }

  /** Picks a model as on an earlier page: it counts while the same one is in use. */
  pickAgain(name: string, usedThen: string | null): void {
    this._choice = { name, usedThen };
  }

  /** Whether a name is that of a model, or leads into one. */
  lists(name: string): boolean {
    return this.resolve(name, '') !== null;
  }

  /** The listed model that a name is of or leads into, and what is left of the way. */
  resolve(name: string, fqn: string): { model: string; fqn: string } | null {
    const owner =
      this._models.find(model => modelId(model) === name) ??
      this._models.find(model => name.startsWith(`${modelId(model)}.`));
    if (!owner) {
      return null;
    }
    const model = modelId(owner);
    const parts = [name.slice(model.length + 1), fqn];
    return { model, fqn: parts.filter(part => part !== '').join('.') };
  }

  /** Forgets what the kernel said; a pin is the user's and stays. */
  clear(): void {
    this._models = [];
    this._shown = null;
    this._used = null;
    this._choice = null;
  }

  /** The model that is shown, as it was listed; null if it is gone. */
  get entry(): ModelEntry | null {
    return this._models.find(model => modelId(model) === this._shown) ?? null;
  }

  private _exists(id: string | null): boolean {
    return this._models.some(model => modelId(model) === id);
  }

  private _models: readonly ModelEntry[] = [];
  private _shown: string | null = null;
  /** The model that the kernel used last. */
  private _used: string | null = null;
  private _pinned: string | null = null;
  private _choice: { name: string; usedThen: string | null } | null = null;
}

/** What requests call a model. */
export function modelId({ name, key, kept }: ModelEntry): string {
  return kept ? key : name;
}
