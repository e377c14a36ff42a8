import type { ISavedTree } from './memory';
import { TreeMemory } from './memory';

function saved(model: string, changes: Partial<ISavedTree> = {}): ISavedTree {
  return {
    path: 'a.ipynb',
    model,
    expanded: [['module:stem', true]],
    members: [],
    selected: null,
    query: '',
    top: 0,
    ...changes
  };
}

describe('TreeMemory', () => {
  it('knows trees by notebook and model', () => {
    const memory = new TreeMemory();
    memory.add(saved('model'));
    expect(memory.find('a.ipynb', 'model')?.model).toBe('model');
    expect(memory.find('b.ipynb', 'model')).toBeNull();
    expect(memory.find('a.ipynb', 'teacher')).toBeNull();
  });

  it('forgets the trees that were looked at longest ago', () => {
    const memory = new TreeMemory();
    for (let i = 0; i < 30; i += 1) {
      memory.add(saved(`model${i}`));
    }
    expect(memory.items).toHaveLength(20);
    expect(memory.items[0].model).toBe('model29');
  });

  it('keeps the rows of a tree that were opened last', () => {
    const memory = new TreeMemory();
    const expanded = Array.from(
      { length: 5000 },
      (_, i) => [`module:${i}`, true] as const
    );
    memory.add(saved('model', { expanded }));
    expect(memory.items[0].expanded).toHaveLength(200);
    expect(memory.items[0].expanded[199][0]).toBe('module:4999');
  });

  it('keeps no name that is longer than the kernel sends', () => {
    const memory = new TreeMemory();
    const long = 'x'.repeat(100_000);
    memory.add(saved(long));
    memory.add(
      saved('model', { expanded: [[long, true]], selected: long, query: long })
    );
    expect(JSON.stringify(memory.items).length).toBeLessThan(1000);
  });

  it('takes names of object members for names', () => {
    const memory = new TreeMemory();
    const name = '__proto__';
    memory.add(saved(name, { path: name, expanded: [[name, true]] }));
    const again = new TreeMemory();
    again.restore(JSON.parse(JSON.stringify(memory.items)));
    expect(again.find(name, name)?.expanded).toEqual([[name, true]]);
    expect(again.find('constructor', 'toString')).toBeNull();
  });

  it.each([
    [null],
    [{ length: 3 }],
    [[null, 1, 'model']],
    [[{ ...saved('model'), expanded: { a: true } }]],
    [[{ ...saved('model'), expanded: [['a', 'yes']] }]],
    [[{ ...saved('model'), query: 7 }]],
    [[{ ...saved('model'), top: null }]]
  ])('leaves out what it did not write itself: %j', value => {
    const memory = new TreeMemory();
    memory.restore(value);
    expect(memory.items).toEqual([]);
  });

  it('keeps nothing of a model that has only a key', () => {
    const memory = new TreeMemory();
    memory.add(saved('#3'));
    expect(memory.items).toEqual([]);
  });

  it('knows the tree that a notebook showed last', () => {
    const memory = new TreeMemory();
    memory.add(saved('model', { path: 'b.ipynb' }));
    memory.add(saved('teacher', { path: 'b.ipynb' }));
    memory.add(saved('model'));
    expect(memory.last('b.ipynb')?.model).toBe('teacher');
    expect(memory.last('c.ipynb')).toBeNull();
    expect(memory.find('b.ipynb', 'model')?.path).toBe('b.ipynb');
  });

  it('takes no more from the store than it keeps itself', () => {
    const memory = new TreeMemory();
    const many = Array.from({ length: 300 }, (_, i) => [`fold:${i}`, i]);
    const items = Array.from({ length: 30 }, (_, i) => ({
      ...saved(`model${i}`),
      members: many
    }));
    memory.restore(items);
    expect(memory.items).toHaveLength(20);
    expect(memory.items[0].members).toHaveLength(200);
  });

  it.each([
    { ...saved('model'), members: [['fold:a', true]] },
    { ...saved('model'), pickedOver: 7 }
  ])('leaves out a tree that was tampered with: %j', value => {
    const memory = new TreeMemory();
    memory.restore([value, { ...saved('model'), pickedOver: null }]);
    expect(memory.items).toHaveLength(1);
  });
});
