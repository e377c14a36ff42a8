import type { Opened, TreeGet, TreeRows } from '../../protocol/messages';
import type { Payload } from '../../tokens';
import type { INode } from '../parts/node';
import type { Line } from './nodes';
import type { NodeTree } from './nodetree';
import type { OpenRows } from './openrows';
import { ancestors } from './reveal';

/** Asks for the rows of one tree: all that are open at once, or those below one row. */
export class RowReading {
  constructor(private readonly _options: RowReading.IOptions) {}

  /** The module that the rows on the way to are opened. */
  get target(): string | null {
    return this._target;
  }

  /** Whether more rows may be asked for than were. */
  get hasMore(): boolean {
    return this._limit < LAST_LIMIT;
  }

  /** Asks for as many rows as there may be, from now on. */
  askMore(node: INode | null): void {
    if (node === null) {
      this._limit = LAST_LIMIT;
    } else {
      this._limits.set(node.key, LAST_LIMIT);
    }
  }

  /** Asks for a first part of the rows again. */
  askFirst(): void {
    this._limit = FIRST_LIMIT;
  }

  /** Drops the answers that are under way. */
  drop(): void {
    this._request += 1;
    this._view += 1;
  }

  /** Reads the tree with the rows open that lead to a module; false if overtaken. */
  async open(target: string, refresh: () => Promise<void>): Promise<boolean> {
    this._target = target;
    const loading = refresh();
    const request = this._request;
    try {
      await loading;
    } finally {
      this._target = null;
    }
    return request === this._request;
  }

  /** Asks for the rows as they are filtered and open now. */
  async load(take: (answer: TreeRows) => boolean): Promise<void> {
    const request = ++this._request;
    const view = this._view;
    // Another filter overtakes one that still waits for its turn.
    const isWanted = (): boolean => request === this._request;
    const answer = await this._ask(this._whole(), isWanted);
    // It is shown although the tree is to be read again: that may take long, too.
    if (answer && view === this._view && take(answer) && isWanted()) {
      await this._readUnread(request);
    }
  }

  /** Reads the children of open rows one after the other, from the top down. */
  readUnread(): Promise<void> {
    return this._readUnread(this._request);
  }

  private async _readUnread(request: number): Promise<void> {
    const { nodes, lines, fill, giveUp } = this._options;
    const isWanted = (): boolean => request === this._request;
    for (let turn = 0; turn < MOST_SINGLE; turn += 1) {
      const node = nodes.next(lines());
      if (!node) {
        return;
      }
      const { member } = node;
      const answer = await this._ask(this._below(node), isWanted);
      if (!answer || !isWanted()) {
        return;
      }
      // The user may have moved on to another member in the meantime.
      const current = nodes.find(node.key);
      if (current && current.member === member) {
        fill(current, answer);
      }
    }
    giveUp();
  }

  /** Asks; rows that wait for what failed are closed. */
  private _ask(
    request: RowReading.IRequest,
    isWanted: () => boolean
  ): Promise<TreeRows | null> {
    const { ask, giveUp } = this._options;
    return ask(request, isWanted).catch((reason: unknown) => {
      giveUp();
      throw reason;
    });
  }

  private _below({ key, row, member }: INode): RowReading.IRequest {
    const limit = this._limits.get(key) ?? FIRST_LIMIT;
    return { fqn: row.fqn, member, query: '', limit };
  }

  private _whole(): RowReading.IRequest {
    const query = this._options.query();
    const open = query === '' ? this._open() : [];
    return {
      fqn: '',
      member: 0,
      query,
      limit: this._wholeLimit(query),
      ...(open.length > 0 ? { open } : {})
    };
  }

  /** The rows that are open, so that one answer brings them all. */
  private _open(): Opened[] {
    const { nodes, choices } = this._options;
    const above = ancestors(this._target ?? '');
    const shown = nodes.open
      .filter(({ row }) => row.fqn !== '')
      .map(({ row, member }) => ({ fqn: row.fqn, member }));
    return [
      ...above.map(fqn => ({ fqn, member: 0 })),
      ...(nodes.isEmpty ? choices.opened() : shown)
    ].slice(0, MOST_OPEN);
  }

  /** As many rows as are shown now fit in, and some that may be new. */
  private _wholeLimit(query: string): number {
    const shown = query === '' ? this._options.lines().length : 0;
    return Math.min(Math.max(this._limit, 2 * shown), LAST_LIMIT);
  }

  private readonly _limits = new Map<string, number>();
  private _limit = FIRST_LIMIT;
  private _request = 0;
  /** Grows when answers that are under way are about something else. */
  private _view = 0;
  private _target: string | null = null;
}

export namespace RowReading {
  /** A `tree.get` without the name of the model. */
  export type IRequest = Omit<Payload<TreeGet>, 'model'>;

  export interface IOptions {
    /** Asks the kernel; null if the answer is no longer wanted. */
    readonly ask: (
      request: IRequest,
      isWanted: () => boolean
    ) => Promise<TreeRows | null>;
    readonly nodes: NodeTree;

    /** What was opened in the tree without a filter. */
    readonly choices: OpenRows;
    readonly query: () => string;

    /** What is drawn now. */
    readonly lines: () => readonly Line[];

    /** Takes over what is below a row. */
    readonly fill: (node: INode, answer: TreeRows) => void;

    /** Closes the rows that wait for what will not come. */
    readonly giveUp: () => void;
  }
}

/** About 175 KB of rows: nothing larger is sent unasked. */
const FIRST_LIMIT = 500;
const LAST_LIMIT = 5000;
/** What the protocol allows. */
const MOST_OPEN = 500;
/** Requests for single rows after one another; the rest can be opened by hand. */
const MOST_SINGLE = 20;
