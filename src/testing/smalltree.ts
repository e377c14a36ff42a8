import type { INode } from '../inspector/parts/node';
import { TreeModel } from '../inspector/tree/tree';
import { AnsweringCompanion, root, row } from './answeringcompanion';

const FOLD = row('layers.0', {
  name: 'layers.0–31',
  kind: 'fold',
  count: 32,
  num_children: 2,
  depth: 1
});

/** A model of three children, one of them closed, and a fold. */
export async function smallTree(): Promise<{
  tree: TreeModel;
  kernel: AnsweringCompanion;
}> {
  const kernel = new AnsweringCompanion();
  kernel.rows.set('model', [
    root(3),
    row('stem'),
    row('vision', { num_children: 1 }),
    FOLD
  ]);
  kernel.rows.set('model vision 0', [row('vision.conv')]);
  kernel.rows.set('model layers.0 0', [row('layers.0.attn')]);
  kernel.rows.set('model layers.0 7', [row('layers.7.attn')]);
  const tree = new TreeModel({
    ask: request => kernel.getTree({ model: 'model', ...request })
  });
  await tree.refresh();
  return { tree, kernel };
}

/** The keys of the lines that are drawn. */
export function keys(tree: TreeModel): string[] {
  return tree.lines.map(line => line.key);
}

/** The row of a key; there must be one. */
export function node(tree: TreeModel, key: string): INode {
  const line = tree.lines.find(other => other.key === key);
  if (line?.type !== 'node') {
    throw new Error(`no row ${key}`);
  }
  return line.node;
}
