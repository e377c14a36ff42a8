import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Opened, Row, TreeGet, TreeRows } from '../../protocol/messages';
import type { Payload } from '../../tokens';
import { ancestors, leadTo } from './reveal';
import type { ISort, ITreeChoices, Line, SortKey } from './nodes';
import type { INode } from '../parts/node';
import {
  buildNodes,
  findNode,
  keyFqn,
  openNodes,
  rowKey,
  sortedLines,
  visibleLines
} from './nodes';
import { nodeFqn } from '../parts/node';
import type { ITreeState } from './memory';

/** The tree of one model: what the kernel sent, and what the user opened and selected. */
export class TreeModel {
  constructor(options: TreeModel.IOptions) {
    this._ask = options.ask;
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
    return this._selected === null
      ? null
      : findNode(this._roots, this._selected);
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
    if (this._rootsLeftOut > 0 && this._limit < LAST_LIMIT) {
      // What was left out may come first in this order.
      this._limit = LAST_LIMIT;
      await this._load();
    }
  }

  /** What of the tree outlives the page. */
  get state(): ITreeState {
    return {
      expanded: [...this._choices.expanded],
      members: [...this._choices.members],
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
    this._choices.expanded = new Map(state.expanded);
    this._choices.members = new Map(state.members);
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
      this._nodeLines().find(({ node }) => nodeFqn(node) === fqn);
    let isKnown = await this._open(fqn);
    if (isKnown && !find() && this._limit < LAST_LIMIT) {
      // It may be one of those that were left out.
      this._limit = LAST_LIMIT;
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
    this._drop();
    this._reading += 1;
    this._roots = [];
    this._rootsLeftOut = 0;
    this._answer = null;
    this._selected = null;
    this._top = 0;
    this._limit = FIRST_LIMIT;
    this._choices = newChoices();
    this._filterChoices = newChoices();
    this._update();
  }

  /** Drops the answers that are under way. */
  stop(): void {
    this._drop();
    this._closeUnread();
  }

  private _drop(): void {
    this._request += 1;
    this._view += 1;
  }

  /** Reads the tree again; what was open stays open. */
  async refresh(): Promise<void> {
    await this._load(() => (this._reading += 1));
  }

  /** Reads the tree with the rows open that lead to a module; false if overtaken. */
  private async _open(target: string): Promise<boolean> {
    this._target = target;
    const loading = this.refresh();
    const request = this._request;
    try {
      await loading;
    } finally {
      this._target = null;
    }
    return request === this._request && this._answer?.found === true;
  }

  /** Asks for the rows as they are filtered and open now. */
  private async _load(onAnswer = (): unknown => undefined): Promise<void> {
    const request = ++this._request;
    const view = this._view;
    // Another filter overtakes one that still waits for its turn.
    const isWanted = (): boolean => request === this._request;
    const whole = {
      fqn: '',
      member: 0,
      query: this._query,
      limit: this._wholeLimit(),
      ...this._opened()
    };
    const answer = await this._ask(whole, isWanted).catch((reason: unknown) => {
      this._closeUnread();
      throw reason;
    });
    // It is shown although the tree is to be read again: that may take long, too.
    if (!answer || view !== this._view) {
      return;
    }
    onAnswer();
    if (!answer.found) {
      this._gone(answer);
      return;
    }
    this._answer = answer;
    this._rootsLeftOut = answer.left_out;
    const before = this._roots;
    this._lead(answer.rows);
    this._roots = buildNodes(answer.rows, null, this._currentChoices);
    this._unread = adopt(this._roots, before);
    this._keepSelection();
    this._update();
    if (isWanted()) {
      await this._readUnread(request);
    }
  }

  async setQuery(query: string): Promise<void> {
    if (query === this._query) {
      return;
    }
    this._drop();
    this._query = query;
    this._filterChoices = newChoices();
    this._limit = FIRST_LIMIT;
    await this._load();
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
        this._unread.add(node.key);
      }
    }
    this._update();
    // Many rows at once are one request for the tree as it is now open.
    await (nodes.length > 1 ? this._load() : this._readUnread(this._request));
  }

  /** Shows another member of an open fold. */
  async setMember(node: INode, member: number): Promise<void> {
    const last = node.row.count - 1;
    node.member = Math.min(Math.max(Math.trunc(member) || 0, 0), last);
    this._currentChoices.members.set(node.key, node.member);
    this._unread.add(node.key);
    this._update();
    await this._readUnread(this._request);
  }

  /** Asks for the rows that were left out below a node, or at the top. */
  async showMore(node: INode | null): Promise<void> {
    if (node === null) {
      this._limit = LAST_LIMIT;
      await this._load();
      return;
    }
    this._limits.set(node.key, LAST_LIMIT);
    this._unread.add(node.key);
    await this._readUnread(this._request);
  }

  /** Reads the children of open rows one after the other, from the top down. */
  private async _readUnread(request: number): Promise<void> {
    for (let turn = 0; turn < MOST_SINGLE; turn += 1) {
      const node = this._nextUnread();
      if (!node) {
        return;
      }
      this._unread.delete(node.key);
      const member = node.member;
      const isWanted = (): boolean => request === this._request;
      const answer = await this._ask(
        {
          fqn: node.row.fqn,
          member,
          query: '',
          limit: this._limits.get(node.key) ?? FIRST_LIMIT
        },
        isWanted
      ).catch((reason: unknown) => {
        this._closeUnread();
        throw reason;
      });
      if (!answer || !isWanted()) {
        return;
      }
      // The user may have moved on to another member in the meantime.
      const current = findNode(this._roots, node.key);
      if (current && current.member === member) {
        this._fill(current, answer);
      }
    }
    this._closeUnread();
  }

  /** The rows that are open, so that one answer brings them all. */
  private _opened(): Pick<TreeModel.IRequest, 'open'> {
    if (this._query !== '') {
      return {};
    }
    const shown = openNodes(this._roots)
      .filter(({ row }) => row.fqn !== '')
      .map(({ row, member }) => ({ fqn: row.fqn, member }));
    const above = ancestors(this._target ?? '');
    const open = [
      ...above.map(fqn => ({ fqn, member: 0 })),
      ...(this._roots.length > 0 ? shown : this._chosen())
    ].slice(0, MOST_OPEN);
    return open.length > 0 ? { open } : {};
  }

  /** The rows that an earlier page had opened; those in closed rows do no harm. */
  private _chosen(): Opened[] {
    const { expanded, members } = this._choices;
    return [...expanded]
      .filter(([, isOpen]) => isOpen)
      .map(([key]) => ({ fqn: keyFqn(key), member: members.get(key) ?? 0 }))
      .filter(({ fqn }) => fqn !== '');
  }

  /** Opens the rows on the way to the module that is to be shown. */
  private _lead(rows: readonly Row[]): void {
    const target = this._target;
    for (const row of target === null ? [] : rows) {
      const lead = leadTo(row, target ?? '');
      if (lead && row.kind === 'fold') {
        this._choices.members.set(rowKey(row), lead.member);
      }
      if (lead && !lead.isTarget) {
        this._choices.expanded.set(rowKey(row), true);
      }
    }
  }

  /** As many rows as are shown now fit in, and some that may be new. */
  private _wholeLimit(): number {
    const shown = this._query === '' ? this._lines.length : 0;
    return Math.min(Math.max(this._limit, 2 * shown), LAST_LIMIT);
  }

  private _nextUnread(): INode | null {
    for (const line of this._lines) {
      if (line.type === 'node' && line.node.expanded) {
        if (this._unread.has(line.key)) {
          return line.node;
        }
      }
    }
    return null;
  }

  private _fill(node: INode, answer: TreeRows): void {
    if (!answer.found) {
      this._gone(answer);
      return;
    }
    const before = node.children ?? [];
    this._lead(answer.rows);
    node.children = buildNodes(answer.rows, node, this._currentChoices);
    node.leftOut = answer.left_out;
    adopt(node.children, before).forEach(key => this._unread.add(key));
    this._keepSelection();
    this._update();
  }

  /** Closes the rows that wait for children which will not come. */
  private _closeUnread(): void {
    this._unread.clear();
    for (const node of openNodes(this._roots)) {
      if (node.children === null) {
        node.expanded = false;
        this._currentChoices.expanded.delete(node.key);
      }
    }
    this._update();
  }

  /** The variable is gone: the last rows stay, and the answer says so. */
  private _gone(answer: TreeRows): void {
    const shown = this._answer ?? answer;
    this._answer = { ...shown, found: false };
    this._update();
  }

  /** Moves the selection to the nearest row above, if its own row is gone. */
  private _keepSelection(): void {
    if (this._selected === null || this.selected) {
      return;
    }
    const lost = keyFqn(this._selected);
    const above = this._nodeLines()
      .map(({ node }) => node)
      .filter(node => lost.startsWith(`${node.row.fqn}.`))
      .sort((a, b) => b.level - a.level);
    this._selected = above[0]?.key ?? this._roots[0]?.key ?? null;
  }

  private _nodeLines(): NodeLine[] {
    return visibleLines(this._roots, 0).filter(
      (line): line is NodeLine => line.type === 'node'
    );
  }

  private _update(): void {
    const { sort } = this;
    this._lines = sort
      ? sortedLines(this._roots, this._rootsLeftOut, sort)
      : visibleLines(this._roots, this._rootsLeftOut);
    this._changed.emit();
  }

  private get _currentChoices(): IChoices {
    return this._query === '' ? this._choices : this._filterChoices;
  }

  private readonly _ask: TreeModel.IOptions['ask'];
  private readonly _changed = new Signal<this, void>(this);
  private readonly _scrolled = new Signal<this, void>(this);
  private readonly _limits = new Map<string, number>();
  private _choices = newChoices();
  /** A filtered tree arrives open; closing its rows does not close those of the tree. */
  private _filterChoices = newChoices();
  private _roots: INode[] = [];
  private _rootsLeftOut = 0;
  private _lines: Line[] = [];
  private _unread = new Set<string>();
  private _answer: TreeRows | null = null;
  private _selected: string | null = null;
  private _top = 0;
  private _query = '';
  private _sort: ISort | null = null;
  private _limit = FIRST_LIMIT;
  private _request = 0;
  /** Grows when answers that are under way are about something else. */
  private _view = 0;
  private _reading = 0;
  /** The module that the rows on the way to are opened. */
  private _target: string | null = null;
}

export namespace TreeModel {
  /** A `tree.get` without the name of the model. */
  export type IRequest = Omit<Payload<TreeGet>, 'model'>;

  export interface IOptions {
    /** Asks the kernel; null if the answer is no longer wanted. */
    readonly ask: (
      request: IRequest,
      isWanted: () => boolean
    ) => Promise<TreeRows | null>;
  }
}

type NodeLine = Extract<Line, { type: 'node' }>;

interface IChoices extends ITreeChoices {
  expanded: Map<string, boolean>;
  members: Map<string, number>;
}

function newChoices(): IChoices {
  return { expanded: new Map(), members: new Map() };
}

/**
 * Shows the children of an earlier answer below open rows until the new ones arrive, and
 * returns the keys of all rows whose children have to be asked for.
 */
function adopt(nodes: readonly INode[], before: readonly INode[]): Set<string> {
  const unread = new Set<string>();
  for (const node of nodes) {
    if (node.children === null && node.expanded) {
      unread.add(node.key);
      const old = findNode(before, node.key);
      if (old?.children && old.member === node.member) {
        node.children = old.children.map(child => copyUnder(child, node));
        node.leftOut = old.leftOut;
      }
    } else {
      adopt(node.children ?? [], before).forEach(key => unread.add(key));
    }
  }
  return unread;
}

function copyUnder(node: INode, parent: INode): INode {
  const copy: INode = { ...node, parent, level: parent.level + 1 };
  copy.children = node.children?.map(child => copyUnder(child, copy)) ?? null;
  return copy;
}

/** About 175 KB of rows: nothing larger is sent unasked. */
const FIRST_LIMIT = 500;
const LAST_LIMIT = 5000;
/** What the protocol allows. */
const MOST_OPEN = 500;
/** Requests for single rows after one another; the rest can be opened by hand. */
const MOST_SINGLE = 20;
