import type { TreeRows } from '../../protocol/messages';
import type { INode } from '../parts/node';
import { nodeFqn } from '../parts/node';
import type { ISort, Line } from './nodes';
import {
  buildNodes,
  findNode,
  keyFqn,
  openNodes,
  sortedLines,
  visibleLines
} from './nodes';
import type { OpenRows } from './openrows';

export type NodeLine = Extract<Line, { type: 'node' }>;

/** The rows that the kernel sent, and which of them wait for their children. */
export class NodeTree {
  /** How many rows the kernel left out at the top. */
  get leftOut(): number {
    return this._leftOut;
  }

  get isEmpty(): boolean {
    return this._roots.length === 0;
  }

  /** The rows that are open, from the top down. */
  get open(): readonly INode[] {
    return openNodes(this._roots);
  }

  /** What is to be drawn, in an order if there is one. */
  lines(sort: ISort | null): Line[] {
    return sort
      ? sortedLines(this._roots, this._leftOut, sort)
      : visibleLines(this._roots, this._leftOut);
  }

  find(key: string): INode | null {
    return findNode(this._roots, key);
  }

  /** The row of a module, unless one above it is closed; null without such a row. */
  shown(fqn: string): INode | null {
    const isIt = ({ node }: NodeLine): boolean => nodeFqn(node) === fqn;
    return this._nodeLines().find(isIt)?.node ?? null;
  }

  /** The key of the nearest row above one that is gone; null if there is no row. */
  above(key: string): string | null {
    const lost = keyFqn(key);
    const above = this._nodeLines()
      .map(({ node }) => node)
      .filter(node => lost.startsWith(`${node.row.fqn}.`))
      .sort((a, b) => b.level - a.level);
    return above[0]?.key ?? this._roots[0]?.key ?? null;
  }

  clear(): void {
    this._roots = [];
    this._leftOut = 0;
  }

  /** Takes over the whole tree. */
  take(answer: TreeRows, choices: OpenRows): void {
    const before = this._roots;
    this._leftOut = answer.left_out;
    this._roots = buildNodes(answer.rows, null, choices);
    this._unread = adopt(this._roots, before);
  }

  /** Takes over what is below a row. */
  fill(node: INode, answer: TreeRows, choices: OpenRows): void {
    const before = node.children ?? [];
    node.children = buildNodes(answer.rows, node, choices);
    node.leftOut = answer.left_out;
    adopt(node.children, before).forEach(key => this._unread.add(key));
  }

  /** Says that the children of a row have to be asked for. */
  want(node: INode): void {
    this._unread.add(node.key);
  }

  /** The first open row among the drawn ones that waits; it no longer does then. */
  next(lines: readonly Line[]): INode | null {
    for (const line of lines) {
      if (line.type === 'node' && line.node.expanded) {
        if (this._unread.delete(line.key)) {
          return line.node;
        }
      }
    }
    return null;
  }

  /** Closes the rows that wait for children which will not come. */
  closeUnread(choices: OpenRows): void {
    this._unread.clear();
    for (const node of this.open) {
      if (node.children === null) {
        node.expanded = false;
        choices.expanded.delete(node.key);
      }
    }
  }

  /** The rows alone that are in view, or would be if nothing was sorted. */
  private _nodeLines(): NodeLine[] {
    return visibleLines(this._roots, 0).filter(
      (line): line is NodeLine => line.type === 'node'
    );
  }

  private _roots: INode[] = [];
  private _leftOut = 0;
  private _unread = new Set<string>();
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
