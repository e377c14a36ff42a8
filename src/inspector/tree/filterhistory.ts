import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** The filters that were used last, newest first. */
export class FilterHistory {
  /** Emitted after a filter was added, or all were replaced. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get items(): readonly string[] {
    return this._items;
  }

  /** Remembers a filter; one that is known moves to the front. */
  add(text: string): void {
    const query = text.trim();
    if (query !== '' && query !== this._items[0]) {
      this.replace([query, ...this._items.filter(item => item !== query)]);
    }
  }

  /** Takes over what an earlier page saved. */
  replace(items: readonly string[]): void {
    this._items = items.slice(0, MOST);
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _items: readonly string[] = [];
}

const MOST = 10;
