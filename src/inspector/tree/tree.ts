import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { TreeRows } from '../../protocol/messages';
import type { INode } from '../parts/node';
import { nodeFqn } from '../parts/node';
import type { ITreeState } from './memory';
import type { ISort, Line, SortKey } from './nodes';
import type { NodeLine } from './nodetree';
import { NodeTree } from './nodetree';
import { OpenRows } from './openrows';
import { RowReading } from './rowreading';

/** The tree of one model: what the kernel sent, and what the user opened and selected. */
export class TreeModel {
  constructor({ ask }: Pick<RowReading.IOptions, 'ask'>) {
    this._rows = new RowReading({
      ask,
      nodes: this._nodes,
      choices: this._choices,
      query: () => this._query,
      lines: () => this._lines,
      fill: (node, answer) => this._fill(node, answer),
      giveUp: () => this._closeUnread()
    });
  }

  /** Emitted after the lines, the selection or the answer's facts changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What is drawn, from top to bottom. */
  get lines(): readonly Line[] {
    return this._lines;
  }

  /** The last answer for the top of the tree; null before the first. */
  get answer(): TreeRows | null {
    return this._answer;
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
    return this._selected === null ? null : this._nodes.find(this._selected);
  }

  /** The row that Details speak of: the selected one, else the model itself. */
  get described(): INode | null {
    const first = this._lines[0];
    return this.selected ?? (first?.type === 'node' ? first.node : null);
  }

  /** The text of the filter box. */
  get query(): string {
    return this._query;
  }

  /** The order of the matches; null for that of the tree, and without a filter. */
  get sort(): ISort | null {
    return this._query === '' ? null : this._sort;
  }

  /** Sorts by a column: first one way, then the other, then not any more. */
  async sortBy(by: SortKey): Promise<void> {
    const isNumber = by === 'params' || by === 'bytes';
    const before = this._sort?.by === by ? this._sort : null;
    const isLast = before !== null && before.isDescending !== isNumber;
    this._sort = isLast
      ? null
      : { by, isDescending: before ? !before.isDescending : isNumber };
    this._update();
    if (this._nodes.leftOut > 0 && this._rows.hasMore) {
      // What was left out may come first in this order.
      this._rows.askMore(null);
      await this._load();
    }
  }

  /** What of the tree outlives the page. */
  get state(): ITreeState {
    return {
      ...this._choices.state,
      selected: this._selected,
      query: this._query,
      top: this.top
    };
  }

  /** Pixels above the first row in view; a view goes there when it appears. */
  get top(): number {
    return this._top;
  }

  set top(top: number) {
    this._top = top;
    this._scrolled.emit();
  }

  /** Emitted after the rows were scrolled. */
  get scrolled(): ISignal<this, void> {
    return this._scrolled;
  }

  /** Takes over the state of an earlier page or visit, before anything was read. */
  restore(state: ITreeState): void {
    this._choices.restore(state);
    this._selected = state.selected;
    this._query = state.query;
    this._top = state.top;
    this._changed.emit();
  }

  /**
   * Opens all rows above a module and selects it; false if there is no such module, and
   * null if that remains unknown.
   */
  async reveal(fqn: string): Promise<boolean | null> {
    this._query = '';
    const find = (): NodeLine | undefined =>
      this._nodes.nodeLines().find(({ node }) => nodeFqn(node) === fqn);
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
    return isKnown ? row !== undefined : null;
  }

  /** Starts anew, as for another model; keeps the filter. */
  reset(): void {
    this._rows.drop();
    this._rows.askFirst();
    this._reading += 1;
    this._nodes.clear();
    this._answer = null;
    this._selected = null;
    this._top = 0;
    this._choices.clear();
    this._filterChoices.clear();
    this._update();
  }

  /** Drops the answers that are under way. */
  stop(): void {
    this._rows.drop();
    this._closeUnread();
  }

  /** Reads the tree again; what was open stays open. */
  async refresh(): Promise<void> {
    await this._load(() => (this._reading += 1));
  }

  async setQuery(query: string): Promise<void> {
    if (query !== this._query) {
      this._rows.drop();
      this._rows.askFirst();
      this._query = query;
      this._filterChoices.clear();
      await this._load();
    }
  }

  select(key: string): void {
    this._selected = key;
    this._changed.emit();
  }

  /** Opens or closes rows, and asks for children that were never sent. */
  async expand(nodes: readonly INode[], expanded: boolean): Promise<void> {
    for (const node of nodes.filter(({ row }) => row.num_children > 0)) {
      node.expanded = expanded;
      this._currentChoices.expanded.set(node.key, expanded);
      if (expanded && node.children === null) {
        this._nodes.want(node);
      }
    }
    this._update();
    // Many rows at once are one request for the tree as it is now open.
    await (nodes.length > 1 ? this._load() : this._rows.readUnread());
  }

  /** Shows another member of an open fold. */
  async setMember(node: INode, member: number): Promise<void> {
    const last = node.row.count - 1;
    node.member = Math.min(Math.max(Math.trunc(member) || 0, 0), last);
    this._currentChoices.members.set(node.key, node.member);
    this._nodes.want(node);
    this._update();
    await this._rows.readUnread();
  }

  /** Asks for the rows that were left out below a node, or at the top. */
  async showMore(node: INode | null): Promise<void> {
    this._rows.askMore(node);
    if (node === null) {
      await this._load();
    } else {
      this._nodes.want(node);
      await this._rows.readUnread();
    }
  }

  /** Reads the tree with the rows open that lead to a module; false if overtaken. */
  private async _open(target: string): Promise<boolean> {
    const isLast = await this._rows.open(target, () => this.refresh());
    return isLast && this._answer?.found === true;
  }

  private _load(onAnswer = (): unknown => undefined): Promise<void> {
    return this._rows.load(answer => {
      onAnswer();
      return this._take(answer);
    });
  }

  /** Shows the whole tree as it was sent; false if there is none any more. */
  private _take(answer: TreeRows): boolean {
    if (!answer.found) {
      this._gone(answer);
      return false;
    }
    this._answer = answer;
    this._show(answer, choices => this._nodes.take(answer, choices));
    return true;
  }

  private _fill(node: INode, answer: TreeRows): void {
    if (answer.found) {
      this._show(answer, choices => this._nodes.fill(node, answer, choices));
    } else {
      this._gone(answer);
    }
  }

  /** Puts rows in place, open as the user left them or as they lead to a module. */
  private _show(answer: TreeRows, put: (choices: OpenRows) => void): void {
    const { target } = this._rows;
    if (target !== null) {
      this._choices.lead(answer.rows, target);
    }
    put(this._currentChoices);
    if (this._selected !== null && !this.selected) {
      this._selected = this._nodes.above(this._selected);
    }
    this._update();
  }

  private _closeUnread(): void {
    this._nodes.closeUnread(this._currentChoices);
    this._update();
  }

  /** The variable is gone: the last rows stay, and the answer says so. */
  private _gone(answer: TreeRows): void {
    const shown = this._answer ?? answer;
    this._answer = { ...shown, found: false };
    this._update();
  }

  private _update(): void {
    this._lines = this._nodes.lines(this.sort);
    this._changed.emit();
  }

  private get _currentChoices(): OpenRows {
    return this._query === '' ? this._choices : this._filterChoices;
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _scrolled = new Signal<this, void>(this);
  private readonly _nodes = new NodeTree();
  private readonly _choices = new OpenRows();
  /** A filtered tree arrives open; closing its rows does not close those of the tree. */
  private readonly _filterChoices = new OpenRows();
  private readonly _rows: RowReading;
  private _lines: readonly Line[] = [];
  private _answer: TreeRows | null = null;
  private _selected: string | null = null;
  private _top = 0;
  private _query = '';
  private _sort: ISort | null = null;
  private _reading = 0;
}
