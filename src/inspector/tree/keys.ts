import type { Line } from './nodes';
import type { INode } from '../parts/node';
import type { TreeModel } from './tree';

type NodeLine = Extract<Line, { type: 'node' }>;

/** A key as the tree understands it; modifiers other than Shift are not its own. */
export interface ITreeKey {
  readonly key: string;
  /** How many rows a page has. */
  readonly pageSize: number;
}

/**
 * Moves the selection and opens rows as the ARIA tree pattern asks; returns whether the
 * key meant something.
 */
export function pressTreeKey(tree: TreeModel, press: ITreeKey): boolean {
  const lines = tree.lines.filter(
    (line): line is NodeLine => line.type === 'node'
  );
  if (lines.length === 0) {
    return false;
  }
  // Before anything is selected the first row has the focus.
  const index = Math.max(
    lines.findIndex(line => line.key === tree.selected?.key),
    0
  );
  const { node } = lines[index];
  const goTo = (target: number): boolean => {
    const last = lines.length - 1;
    tree.select(lines[Math.min(Math.max(target, 0), last)].key);
    return true;
  };
  switch (press.key) {
    case 'ArrowDown':
      return goTo(index + 1);
    case 'ArrowUp':
      return goTo(index - 1);
    case 'Home':
      return goTo(0);
    case 'End':
      return goTo(lines.length - 1);
    case 'PageDown':
      return goTo(index + press.pageSize);
    case 'PageUp':
      return goTo(index - press.pageSize);
    case 'ArrowRight':
      return stepIn(tree, node);
    case 'ArrowLeft':
      return stepOut(tree, node);
    case '*':
      return open(tree, siblings(lines, node));
    default:
      return false;
  }
}

/** Selects the next row whose name starts with what was typed. */
export function typeAhead(tree: TreeModel, typed: string): boolean {
  const lines = tree.lines.filter(
    (line): line is NodeLine => line.type === 'node'
  );
  const start = lines.findIndex(line => line.key === tree.selected?.key);
  // A first letter looks below the selected row; more letters keep it if it fits.
  const first = typed.length > 1 ? Math.max(start, 0) : start + 1;
  const wanted = typed.toLowerCase();
  for (let step = 0; step < lines.length; step += 1) {
    const line = lines[(first + step) % lines.length];
    if (line.node.row.name.toLowerCase().startsWith(wanted)) {
      tree.select(line.key);
      return true;
    }
  }
  return false;
}

/** Selects the next (`1`) or previous (`-1`) row that the filter matches. */
export function stepMatch(tree: TreeModel, step: 1 | -1): boolean {
  const keys = tree.lines.filter(
    line => line.type === 'node' && line.node.row.matched
  );
  if (keys.length === 0) {
    return false;
  }
  const order = tree.lines.map(line => line.key);
  const here = order.indexOf(tree.selected?.key ?? '');
  const beyond =
    step === 1
      ? keys.find(line => order.indexOf(line.key) > here)
      : [...keys].reverse().find(line => order.indexOf(line.key) < here);
  const wrapped = step === 1 ? keys[0] : keys[keys.length - 1];
  tree.select((beyond ?? wrapped).key);
  return true;
}

function stepIn(tree: TreeModel, node: INode): boolean {
  if (node.row.num_children === 0) {
    return false;
  }
  if (!node.expanded) {
    return open(tree, [node]);
  }
  const child = node.children?.[0];
  if (child) {
    tree.select(child.key);
  }
  return true;
}

function stepOut(tree: TreeModel, node: INode): boolean {
  if (node.expanded) {
    void tree.expand([node], false);
    return true;
  }
  if (node.parent) {
    tree.select(node.parent.key);
  }
  return node.parent !== null;
}

function open(tree: TreeModel, nodes: readonly INode[]): boolean {
  // A failed request is told by the model that asks; there is nothing to add here.
  tree.expand(nodes, true).catch(() => undefined);
  return true;
}

function siblings(lines: readonly NodeLine[], node: INode): INode[] {
  return lines
    .map(line => line.node)
    .filter(other => other.parent === node.parent && !other.expanded);
}
