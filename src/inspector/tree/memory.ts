/** What the user made of the tree of one model, as far as it outlives the page. */
export interface ITreeState {
  /** The rows that were opened or closed, by key, the latest last. */
  readonly expanded: readonly (readonly [string, boolean])[];
  /** Which member of a fold is shown, by key. */
  readonly members: readonly (readonly [string, number])[];
  readonly selected: string | null;
  readonly query: string;
  /** Pixels above the first row in view. */
  readonly top: number;
}

/** The state of one tree, and whose it is. */
export interface ISavedTree extends ITreeState {
  /** The notebook. */
  readonly path: string;
  readonly model: string;
  /** The model in use when this one was picked instead; undefined if it was not. */
  readonly pickedOver?: string | null;
}

/** Remembers the trees that were looked at last, so many and no larger than this. */
export class TreeMemory {
  /** The one looked at last comes first. */
  get items(): readonly ISavedTree[] {
    return this._items;
  }

  /** The tree that a notebook showed last; null if there is none. */
  last(path: string): ISavedTree | null {
    return this._items.find(item => item.path === path) ?? null;
  }

  find(path: string, model: string): ISavedTree | null {
    return this._items.find(isOf(path, model)) ?? null;
  }

  add(item: ISavedTree): void {
    // A key of a nameless model means another one in the next kernel.
    if (item.model.length <= MAX_TEXT && !item.model.startsWith('#')) {
      const isSame = isOf(item.path, item.model);
      const others = this._items.filter(other => !isSame(other));
      this._items = [bounded(item), ...others].slice(0, MAX_TREES);
    }
  }

  /** Takes over what an earlier page saved; what has another shape is left out. */
  restore(saved: unknown): void {
    const items = Array.isArray(saved) ? saved : [];
    this._items = items.filter(isSavedTree).slice(0, MAX_TREES).map(bounded);
  }

  private _items: readonly ISavedTree[] = [];
}

function isOf(path: string, model: string): (item: ISavedTree) => boolean {
  return item => item.path === path && item.model === model;
}

/** Without what is too much or too long. */
function bounded(item: ISavedTree): ISavedTree {
  const isShort = ([key]: readonly [string, unknown]): boolean =>
    key.length <= MAX_TEXT;
  const { selected, query } = item;
  return {
    ...item,
    expanded: item.expanded.filter(isShort).slice(-MAX_ROWS),
    members: item.members.filter(isShort).slice(-MAX_ROWS),
    selected: selected !== null && selected.length > MAX_TEXT ? null : selected,
    query: query.length > MAX_TEXT ? '' : query
  };
}

/** Whether a stored value is what this version writes: anybody can edit the store. */
function isSavedTree(value: unknown): value is ISavedTree {
  const item = (value ?? {}) as Partial<Record<keyof ISavedTree, unknown>>;
  return (
    typeof item.path === 'string' &&
    typeof item.model === 'string' &&
    isPairs(item.expanded, 'boolean') &&
    isPairs(item.members, 'number') &&
    (item.selected === null || typeof item.selected === 'string') &&
    typeof item.query === 'string' &&
    typeof item.top === 'number' &&
    ['undefined', 'string'].includes(typeof (item.pickedOver ?? ''))
  );
}

function isPairs(value: unknown, type: 'boolean' | 'number'): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      pair =>
        Array.isArray(pair) &&
        typeof pair[0] === 'string' &&
        typeof pair[1] === type
    )
  );
}

const MAX_TREES = 20;
/** Of each of the lists of a tree. */
const MAX_ROWS = 200;
/** What the kernel cuts names at, and the kind of the row in front of it. */
const MAX_TEXT = 1010;
