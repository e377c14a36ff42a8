import type { Row } from '../../protocol/messages';
import { root, row } from '../../testing/answeringcompanion';
import type { INode } from '../parts/node';
import type { ISort, ITreeChoices } from './nodes';
import { buildNodes, findNode, sortedLines, visibleLines } from './nodes';

const NONE: ITreeChoices = { expanded: new Map(), members: new Map() };

const build = (rows: readonly Row[], choices = NONE): INode[] =>
  buildNodes(rows, null, choices);

/** The row of a key; there must be one. */
function at(nodes: readonly INode[], key: string): INode {
  const found = findNode(nodes, key);
  if (!found) {
    throw new Error(`no row ${key}`);
  }
  return found;
}

describe('buildNodes', () => {
  it('puts rows below those that are one level above', () => {
    const nodes = build([
      root(2),
      row('a', { num_children: 1, expanded: true }),
      row('a.b'),
      row('c')
    ]);
    const [a, c] = nodes[0].children ?? [];
    expect([a.key, c.key]).toEqual(['module:a', 'module:c']);
    expect(a.children?.map(({ key, level }) => [key, level])).toEqual([
      ['module:a.b', 2]
    ]);
    expect([a.parent, c.parent]).toEqual([nodes[0], nodes[0]]);
  });

  it('puts a row that skips levels as deep as there is something above it', () => {
    const nodes = build([root(1), row('a.b.c', { depth: 3 })]);
    expect(nodes[0].children?.map(({ level }) => level)).toEqual([1]);
  });

  it('opens what the answer or the user opened, and nothing without children', () => {
    const choices: ITreeChoices = {
      expanded: new Map([
        ['module:a', false],
        ['module:b', true],
        ['module:leaf', true]
      ]),
      members: new Map()
    };
    const nodes = build(
      [
        row('a', { depth: 0, num_children: 1, expanded: true }),
        row('b', { depth: 0, num_children: 1 }),
        row('leaf', { depth: 0 })
      ],
      choices
    );
    expect(nodes.map(({ expanded }) => expanded)).toEqual([false, true, false]);
    // Those of the second were never sent.
    expect(nodes.map(({ children }) => children)).toEqual([[], null, []]);
  });

  describe('of a fold', () => {
    const rows = (child?: string): Row[] => [
      root(1),
      row('layers.0', {
        kind: 'fold',
        depth: 1,
        count: 4,
        num_children: 1,
        expanded: true
      }),
      ...(child ? [row(child, { depth: 2 })] : [])
    ];
    const shows = (member: number): ITreeChoices => ({
      expanded: new Map(),
      members: new Map([['fold:layers.0', member]])
    });

    it('keeps the children of the member that is shown only', () => {
      const children = (child: string, member: number): unknown =>
        at(build(rows(child), shows(member)), 'fold:layers.0').children?.map(
          ({ key }) => key
        ) ?? null;
      expect(children('layers.2.fc', 2)).toEqual(['module:layers.2.fc']);
      expect(children('layers.0.fc', 2)).toBeNull();
    });

    it('asks for the children that an open one came without', () => {
      const fold = at(build(rows()), 'fold:layers.0');
      expect([fold.expanded, fold.children]).toEqual([true, null]);
    });

    it('shows the last member where there are fewer than before', () => {
      expect(at(build(rows(), shows(9)), 'fold:layers.0').member).toBe(3);
    });
  });
});

describe('visibleLines', () => {
  it('numbers siblings, and tells what was left out below and at the top', () => {
    const nodes = build(
      [
        row('a', { depth: 0, num_children: 1, expanded: true }),
        row('a.b'),
        row('c', { depth: 0 })
      ].map(one => (one.fqn === 'a.b' ? { ...one, depth: 1 } : one))
    );
    nodes[0].leftOut = 7;
    const lines = visibleLines(nodes, 9);
    expect(lines.map(({ key }) => key)).toEqual([
      'module:a',
      'module:a.b',
      'more:module:a',
      'module:c',
      'more:'
    ]);
    expect(lines[3]).toMatchObject({ position: 2, setSize: 2, isFlat: false });
    expect([lines[2], lines[4]]).toMatchObject([{ count: 7 }, { count: 9 }]);
  });
});

describe('sortedLines', () => {
  const rows = [
    { ...root(3), matched: false },
    row('layers.10', { depth: 1, class_name: 'Conv2d', numel: 5, bytes: 80 }),
    row('layers.2', { depth: 1, class_name: 'ReLU', numel: 9, bytes: 10 }),
    row('layers.1', { depth: 1, class_name: 'Linear', numel: 7, bytes: 40 })
  ];

  const names = (by: ISort['by'], isDescending = false): string[] =>
    sortedLines(build(rows), 0, { by, isDescending }).map(({ key }) =>
      key.replace('module:layers.', '')
    );

  it.each([
    ['name', ['1', '2', '10']],
    ['class', ['10', '1', '2']],
    ['params', ['10', '1', '2']],
    ['bytes', ['2', '1', '10']]
  ] as const)('are in the order of the %s', (by, order) => {
    expect(names(by)).toEqual(order);
    expect(names(by, true)).toEqual([...order].reverse());
  });

  it('are the matches alone, one level of them, and what was left out', () => {
    const sort = { by: 'name', isDescending: false } as const;
    const lines = sortedLines(build(rows), 4, sort);
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatchObject({ position: 3, setSize: 3, isFlat: true });
    expect(lines[3]).toMatchObject({ type: 'more', node: null, count: 4 });
  });
});
