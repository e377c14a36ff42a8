import type { ITreeState } from './memory';
import type { ISort, SortKey } from './nodes';
import { OpenRows } from './openrows';

/** What the user made of a tree: what is open, selected, filtered, sorted and in view. */
export class ViewState {
  /** The key of the row that has the focus; null if none has. */
  selected: string | null = null;

  /** The text of the filter box. */
  query = '';

  /** Pixels above the first row in view. */
  top = 0;

  /** Which rows are open without a filter. */
  readonly rows = new OpenRows();

  /** Which rows are open now. */
  get open(): OpenRows {
    return this.query === '' ? this.rows : this._filteredRows;
  }

  /** The order of the matches; null for that of the tree, and without a filter. */
  get sort(): ISort | null {
    return this.query === '' ? null : this._sort;
  }

  /** Sorts by a column: first one way, then the other, then not any more. */
  sortBy(by: SortKey): void {
    const isNumber = by === 'params' || by === 'bytes';
    const before = this._sort?.by === by ? this._sort : null;
    const isLast = before !== null && before.isDescending !== isNumber;
    this._sort = isLast
      ? null
      : { by, isDescending: before ? !before.isDescending : isNumber };
  }

  /** Filters by another text. */
  filter(query: string): void {
    this.query = query;
    this._filteredRows.clear();
  }

  /** As much of it as outlives the page. */
  get saved(): ITreeState {
    return {
      ...this.rows.state,
      selected: this.selected,
      query: this.query,
      top: this.top
    };
  }

  restore(saved: ITreeState): void {
    this.rows.restore(saved);
    this.selected = saved.selected;
    this.query = saved.query;
    this.top = saved.top;
  }

  /** Starts anew, as for another model; keeps the filter and the order. */
  clear(): void {
    this.selected = null;
    this.top = 0;
    this.rows.clear();
    this._filteredRows.clear();
  }

  /** A filtered tree arrives open; closing its rows does not close those of the tree. */
  private readonly _filteredRows = new OpenRows();
  private _sort: ISort | null = null;
}
