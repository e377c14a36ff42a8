import { root, row } from '../../testing/answeringcompanion';
import { nodeExpression } from './node';
import type { INode } from './node';
import { buildNodes, findNode } from '../tree/nodes';

const NOTHING_OPEN = { expanded: new Map(), members: new Map() };

function node(key: string, member = 0): INode {
  const nodes = buildNodes(
    [
      root(4),
      row('layers.0', { kind: 'fold', depth: 1, count: 32 }),
      row('trunk', {
        class_name: 'Sequential',
        expanded: true,
        num_children: 1
      }),
      row('trunk.3'),
      row('table', {
        class_name: 'ModuleDict',
        expanded: true,
        num_children: 2
      }),
      row('table.7'),
      row('table.a-b'),
      row('hidden', { kind: 'ghost', expanded: true, num_children: 1 }),
      row('hidden.0')
    ],
    null,
    NOTHING_OPEN
  );
  const found = findNode(nodes, key);
  if (!found) {
    throw new Error(`no row ${key}`);
  }
  found.member = member;
  return found;
}

describe('nodeExpression', () => {
  it.each([
    ['module:', 0, 'model'],
    ['module:trunk', 0, 'model.trunk'],
    ['module:trunk.3', 0, 'model.trunk[3]'],
    ['fold:layers.0', 0, 'model.layers[0]'],
    ['fold:layers.0', 17, 'model.layers[17]'],
    ['ghost:hidden', 0, 'model.hidden'],
    ['module:hidden.0', 0, 'model.hidden[0]'],
    ['module:table.7', 0, 'model.get_submodule("table.7")'],
    ['module:table.a-b', 0, 'model.get_submodule("table.a-b")']
  ])('of %s at member %d is %s', (key, member, expression) => {
    expect(nodeExpression('model', node(key, member))).toBe(expression);
  });
});
