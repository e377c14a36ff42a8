import type { GradientRow } from '../protocol/messages';
import type { IShownRow } from './rows';
import { shownRows } from './rows';

/** More lines than these cannot be told apart. */
export const MAX_PINNED = 8;

/** Which rows are shown: as the user filtered, unfolded and pinned them. */
export class RowChoice {
  filter = '';

  /** From top to bottom. */
  get shown(): readonly IShownRow[] {
    return this._shown;
  }

  /** Names of the rows that the user pinned, in this order. */
  get pinned(): readonly string[] {
    return this._pinned;
  }

  /** Looks again which rows of a model are shown: all, or the pinned ones alone. */
  update(rows: readonly GradientRow[], arePinned: boolean): void {
    this._shown = shownRows(rows, {
      filter: this.filter,
      unfolded: this._unfolded,
      only: arePinned ? this._pinned : null
    });
  }

  /** Shows or hides the members of a folded row. */
  toggle(name: string): void {
    if (!this._unfolded.delete(name)) {
      this._unfolded.add(name);
    }
  }

  /** Shows all rows, and that of a parameter though it be a member of a folded one. */
  unfoldTo(fqn: string, rows: readonly GradientRow[]): void {
    this.filter = '';
    const fold = rows.find(({ members }) =>
      members.some(member => member.name === fqn)
    );
    if (fold) {
      this._unfolded.add(fold.name);
    }
  }

  /** Pins a row or takes its pin off; false if there are too many already. */
  togglePin(name: string): boolean {
    const others = this._pinned.filter(one => one !== name);
    if (others.length === this._pinned.length) {
      if (others.length === MAX_PINNED) {
        return false;
      }
      others.push(name);
    }
    this._pinned = others;
    return true;
  }

  /** Takes all pins off. */
  unpin(): void {
    this._pinned = [];
  }

  private _shown: readonly IShownRow[] = [];
  private _pinned: readonly string[] = [];
  private readonly _unfolded = new Set<string>();
}
