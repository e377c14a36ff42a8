import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { TreeRows } from '../../protocol/messages';
import type { INode } from '../parts/node';
import type { ITreeState } from './memory';
import type { ISort, Line, SortKey } from './nodes';
import { RowReading } from './rowreading';
import { TreeLines } from './treelines';
import { ViewState } from './viewstate';

/** The tree of one model: what the kernel sent, and what the user opened and selected. */
export class TreeModel {
  constructor({ ask }: Pick<RowReading.IOptions, 'ask'>) {
    this._rows = new RowReading({
      ask,
      nodes: this._lines.nodes,
      choices: this._view.rows,
      query: () => this._view.query,
      lines: () => this._lines.all,
      fill: (node, answer) => this._lines.fill(node, answer),
      giveUp: () => this._lines.closeUnread()
    });
  }

  /** Emitted after the lines, the selection or the answer's facts changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What is drawn, from top to bottom. */
  get lines(): readonly Line[] {
    return this._lines.all;
  }

  /** The last answer for the top of the tree; null before the first. */
  get answer(): TreeRows | null {
    return this._lines.answer;
  }

  /**
   * Grows each time the model itself was read again; a filter is another view of what
   * was read.
   */
  get reading(): number {
    return this._reading;
  }

  /** The row that has the focus and that Details speak of. */
  get selected(): INode | null {
    return this._lines.selected;
  }

  /** The row that Details speak of: the selected one, else the model itself. */
  get described(): INode | null {
    const first = this.lines[0];
    return this.selected ?? (first?.type === 'node' ? first.node : null);
  }

  /** The text of the filter box. */
  get query(): string {
    return this._view.query;
  }

  /** The order of the matches; null for that of the tree, and without a filter. */
  get sort(): ISort | null {
    return this._view.sort;
  }

  /** Sorts by a column: first one way, then the other, then not any more. */
  async sortBy(by: SortKey): Promise<void> {
    this._view.sortBy(by);
    this._lines.update();
    if (this._lines.nodes.leftOut > 0 && this._rows.hasMore) {
      // What was left out may come first in this order.
      this._rows.askMore(null);
      await this._load();
    }
  }

  /** What of the tree outlives the page. */
  get state(): ITreeState {
    return this._view.saved;
  }

  /** Pixels above the first row in view; a view goes there when it appears. */
  get top(): number {
    return this._view.top;
  }

  set top(top: number) {
    this._view.top = top;
    this._scrolled.emit();
  }

  /** Emitted after the rows were scrolled. */
  get scrolled(): ISignal<this, void> {
    return this._scrolled;
  }

  /** Takes over the state of an earlier page or visit, before anything was read. */
  restore(state: ITreeState): void {
    this._view.restore(state);
    this._changed.emit();
  }

  /**
   * Opens all rows above a module and selects it; false if there is no such module, and
   * null if that remains unknown.
   */
  async reveal(fqn: string): Promise<boolean | null> {
    this._view.query = '';
    const find = (): INode | null => this._lines.nodes.shown(fqn);
    let isKnown = await this._open(fqn);
    if (isKnown && !find() && this._rows.hasMore) {
      // It may be one of those that were left out.
      this._rows.askMore(null);
      isKnown = await this._open(fqn);
    }
    const row = find();
    if (isKnown && row) {
      this.select(row.key);
    }
    return isKnown ? row !== null : null;
  }

  /** Starts anew, as for another model; keeps the filter. */
  reset(): void {
    this._rows.drop();
    this._rows.askFirst();
    this._reading += 1;
    this._view.clear();
    this._lines.clear();
  }

  /** Drops the answers that are under way. */
  stop(): void {
    this._rows.drop();
    this._lines.closeUnread();
  }

  /** Reads the tree again; what was open stays open. */
  async refresh(): Promise<void> {
    await this._load(() => (this._reading += 1));
  }

  async setQuery(query: string): Promise<void> {
    if (query !== this.query) {
      this._rows.drop();
      this._rows.askFirst();
      this._view.filter(query);
      await this._load();
    }
  }

  select(key: string): void {
    this._view.selected = key;
    this._changed.emit();
  }

  /** Opens or closes rows, and asks for children that were never sent. */
  async expand(nodes: readonly INode[], expanded: boolean): Promise<void> {
    this._lines.expand(nodes, expanded);
    // Many rows at once are one request for the tree as it is now open.
    await (nodes.length > 1 ? this._load() : this._rows.readUnread());
  }

  /** Shows another member of an open fold. */
  async setMember(node: INode, member: number): Promise<void> {
    this._lines.setMember(node, member);
    await this._rows.readUnread();
  }

  /** Asks for the rows that were left out below a node, or at the top. */
  async showMore(node: INode | null): Promise<void> {
    this._rows.askMore(node);
    if (node === null) {
      await this._load();
    } else {
      this._lines.nodes.want(node);
      await this._rows.readUnread();
    }
  }

  /** Reads the tree with the rows open that lead to a module; false if overtaken. */
  private async _open(target: string): Promise<boolean> {
    const isLast = await this._rows.open(target, () => this.refresh());
    return isLast && this.answer?.found === true;
  }

  private _load(onAnswer = (): unknown => undefined): Promise<void> {
    return this._rows.load(answer => {
      onAnswer();
      return this._lines.take(answer);
    });
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _scrolled = new Signal<this, void>(this);
  private readonly _view = new ViewState();
  private readonly _lines: TreeLines = new TreeLines({
    view: this._view,
    target: () => this._rows.target,
    onChange: () => this._changed.emit()
  });
  private readonly _rows: RowReading;
  private _reading = 0;
}
