import type { INode } from '../parts/node';
import { nodeFqn } from '../parts/node';
import type { Row } from '../../protocol/messages';

/** A line of the list that is drawn: a module, or something that belongs to one. */
export type Line =
  | {
      readonly type: 'node';
      readonly key: string;
      readonly node: INode;
      readonly position: number;
      readonly setSize: number;
      /** Stands alone, named by its path, as in a sorted list. */
      readonly isFlat: boolean;
    }
  | { readonly type: 'index'; readonly key: string; readonly node: INode }
  | { readonly type: 'loading'; readonly key: string; readonly node: INode }
  | {
      readonly type: 'more';
      readonly key: string;
      readonly node: INode | null;
      readonly count: number;
    };

/** What the user has opened, closed and chosen; outlives a refresh. */
export interface ITreeChoices {
  readonly expanded: ReadonlyMap<string, boolean>;
  readonly members: ReadonlyMap<string, number>;
}

/** The key of a row; a fold has the name of its first member. */
export function rowKey(row: Row): string {
  return `${row.kind}:${row.fqn}`;
}

/** The name in the key of a row. */
export function keyFqn(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

/** Builds nodes from rows in depth-first order. */
export function buildNodes(
  rows: readonly Row[],
  parent: INode | null,
  choices: ITreeChoices
): INode[] {
  const base = rows.length > 0 ? rows[0].depth : 0;
  const level = parent ? parent.level + 1 : 0;
  const roots: INode[] = [];
  // The chain of nodes above the current row, one per level.
  const chain: INode[] = [];
  for (const row of rows) {
    const depth = Math.min(Math.max(row.depth - base, 0), chain.length);
    const owner = depth === 0 ? parent : chain[depth - 1];
    const node = makeNode(row, owner, level + depth, choices);
    chain.splice(depth, chain.length, node);
    if (depth === 0) {
      roots.push(node);
    } else {
      (owner as INode).children?.push(node);
    }
  }
  [...roots].forEach(dropOtherMember);
  return roots;
}

/** Takes the children of a fold away if they are those of another member. */
function dropOtherMember(node: INode): void {
  const [first] = node.children ?? [];
  const isOther =
    first !== undefined && !first.row.fqn.startsWith(`${nodeFqn(node)}.`);
  if (node.row.kind === 'fold' && (isOther || !first)) {
    node.children = node.row.num_children > 0 ? null : [];
  }
  node.children?.forEach(dropOtherMember);
}

/** The rows that are open, from the top down; the model itself always is. */
export function openNodes(roots: readonly INode[]): INode[] {
  return roots
    .filter(node => node.expanded)
    .flatMap(node => [node, ...openNodes(node.children ?? [])]);
}

/** The lines to draw, from top to bottom. */
export function visibleLines(
  roots: readonly INode[],
  rootsLeftOut: number
): Line[] {
  const lines: Line[] = [];
  const visit = (nodes: readonly INode[]): void => {
    nodes.forEach((node, index) => {
      lines.push({
        type: 'node',
        key: node.key,
        node,
        position: index + 1,
        setSize: nodes.length,
        isFlat: false
      });
      if (node.expanded) {
        visitInside(node);
      }
    });
  };
  const visitInside = (node: INode): void => {
    if (node.row.kind === 'fold') {
      lines.push({ type: 'index', key: `index:${node.key}`, node });
    }
    if (node.children === null) {
      lines.push({ type: 'loading', key: `loading:${node.key}`, node });
      return;
    }
    visit(node.children);
    if (node.leftOut > 0) {
      const count = node.leftOut;
      lines.push({ type: 'more', key: `more:${node.key}`, node, count });
    }
  };
  visit(roots);
  if (rootsLeftOut > 0) {
    lines.push({ type: 'more', key: 'more:', node: null, count: rootsLeftOut });
  }
  return lines;
}

/** What a sorted list is sorted by. */
export type SortKey = 'name' | 'class' | 'params' | 'bytes';

/** An order of the rows that a filter matches. */
export interface ISort {
  readonly by: SortKey;
  readonly isDescending: boolean;
}

/** The matches alone, without the modules above them, in an order. */
export function sortedLines(
  roots: readonly INode[],
  rootsLeftOut: number,
  sort: ISort
): Line[] {
  const matches: INode[] = [];
  const visit = (nodes: readonly INode[]): void => {
    for (const node of nodes) {
      if (node.row.matched) {
        matches.push(node);
      }
      visit(node.children ?? []);
    }
  };
  visit(roots);
  const compare = COMPARE[sort.by];
  const sign = sort.isDescending ? -1 : 1;
  matches.sort((a, b) => sign * compare(a.row, b.row));
  const lines: Line[] = matches.map((node, index) => ({
    type: 'node',
    key: node.key,
    node,
    position: index + 1,
    setSize: matches.length,
    isFlat: true
  }));
  if (rootsLeftOut > 0) {
    lines.push({ type: 'more', key: 'more:', node: null, count: rootsLeftOut });
  }
  return lines;
}

/** Looks a node up by its key. */
export function findNode(roots: readonly INode[], key: string): INode | null {
  const stack = [...roots];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.key === key) {
      return node;
    }
    stack.push(...(node.children ?? []));
  }
  return null;
}

function makeNode(
  row: Row,
  parent: INode | null,
  level: number,
  choices: ITreeChoices
): INode {
  const key = rowKey(row);
  const member = Math.min(choices.members.get(key) ?? 0, row.count - 1);
  const expanded =
    row.num_children > 0 && (choices.expanded.get(key) ?? row.expanded);
  return {
    key,
    row,
    level,
    parent,
    children: row.expanded || row.num_children === 0 ? [] : null,
    expanded,
    member,
    leftOut: 0
  };
}

const COMPARE: Readonly<Record<SortKey, (a: Row, b: Row) => number>> = {
  // `layers.2` stands before `layers.10`.
  name: (a, b) => PATHS.compare(a.fqn, b.fqn),
  class: (a, b) => PATHS.compare(a.class_name, b.class_name),
  params: (a, b) => a.numel - b.numel,
  bytes: (a, b) => a.bytes - b.bytes
};
const PATHS = new Intl.Collator('en', { numeric: true });
