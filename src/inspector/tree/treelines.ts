import type { TreeRows } from '../../protocol/messages';
import type { INode } from '../parts/node';
import type { Line } from './nodes';
import { NodeTree } from './nodetree';
import type { OpenRows } from './openrows';
import type { ViewState } from './viewstate';

/** The lines of a tree: the rows that the kernel sent, as the user wants to see them. */
export class TreeLines {
  constructor(private readonly _options: TreeLines.IOptions) {}

  readonly nodes = new NodeTree();

  /** From top to bottom. */
  get all(): readonly Line[] {
    return this._all;
  }

  /** The last answer for the top of the tree; null before the first. */
  get answer(): TreeRows | null {
    return this._answer;
  }

  /** The row that has the focus. */
  get selected(): INode | null {
    const { selected } = this._options.view;
    return selected === null ? null : this.nodes.find(selected);
  }

  /** Shows the whole tree as it was sent; false if there is none any more. */
  take(answer: TreeRows): boolean {
    if (!answer.found) {
      this._gone(answer);
      return false;
    }
    this._answer = answer;
    this._put(answer, open => this.nodes.take(answer, open));
    return true;
  }

  /** Shows what was sent of the children of a row. */
  fill(node: INode, answer: TreeRows): void {
    if (answer.found) {
      this._put(answer, open => this.nodes.fill(node, answer, open));
    } else {
      this._gone(answer);
    }
  }

  /** Closes the rows that wait for children which will not come. */
  closeUnread(): void {
    this.nodes.closeUnread(this._options.view.open);
    this.update();
  }

  /** Opens or closes rows; the children that were never sent are wanted then. */
  expand(nodes: readonly INode[], expanded: boolean): void {
    for (const node of nodes.filter(({ row }) => row.num_children > 0)) {
      node.expanded = expanded;
      this._options.view.open.expanded.set(node.key, expanded);
      if (expanded && node.children === null) {
        this.nodes.want(node);
      }
    }
    this.update();
  }

  /** Shows another member of an open fold; its children are wanted then. */
  setMember(node: INode, member: number): void {
    const last = node.row.count - 1;
    node.member = Math.min(Math.max(Math.trunc(member) || 0, 0), last);
    this._options.view.open.members.set(node.key, node.member);
    this.nodes.want(node);
    this.update();
  }

  /** Shows nothing. */
  clear(): void {
    this.nodes.clear();
    this._answer = null;
    this.update();
  }

  /** Draws the rows again, as the user wants to see them now. */
  update(): void {
    const { view, onChange } = this._options;
    this._all = this.nodes.lines(view.sort);
    onChange();
  }

  /** Puts rows in place, open as the user left them or as they lead to a module. */
  private _put(answer: TreeRows, put: (open: OpenRows) => void): void {
    const { view, target } = this._options;
    const goal = target();
    if (goal !== null) {
      view.rows.lead(answer.rows, goal);
    }
    put(view.open);
    if (view.selected !== null && !this.selected) {
      view.selected = this.nodes.above(view.selected);
    }
    this.update();
  }

  /** The variable is gone: the last rows stay, and the answer says so. */
  private _gone(answer: TreeRows): void {
    const shown = this._answer ?? answer;
    this._answer = { ...shown, found: false };
    this.update();
  }

  private _all: readonly Line[] = [];
  private _answer: TreeRows | null = null;
}

export namespace TreeLines {
  export interface IOptions {
    readonly view: ViewState;

    /** The module that the rows on the way to are opened. */
    readonly target: () => string | null;

    /** Called after the lines or the answer's facts changed. */
    readonly onChange: () => void;
  }
}
