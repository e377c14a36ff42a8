import { root, row } from '../../testing/answeringcompanion';
import { node, smallTree } from '../../testing/smalltree';
import { pressTreeKey, stepMatch, typeAhead } from './keys';
import type { TreeModel } from './tree';

describe('the keys of the tree', () => {
  const press = (tree: TreeModel, key: string): boolean =>
    pressTreeKey(tree, { key, pageSize: 2 });

  it.each([
    [['ArrowDown'], 'module:stem'],
    [['ArrowDown', 'ArrowDown', 'ArrowUp'], 'module:stem'],
    [['End'], 'fold:layers.0'],
    [['End', 'ArrowDown'], 'fold:layers.0'],
    [['End', 'Home'], 'module:'],
    [['PageDown'], 'module:vision'],
    [['End', 'PageUp'], 'module:stem'],
    [['ArrowRight'], 'module:stem'],
    [['End', 'ArrowLeft'], 'module:']
  ])('%j goes to %s', async (presses, key) => {
    const { tree } = await smallTree();
    tree.select('module:');
    presses.forEach(name => press(tree, name));
    expect(tree.selected?.key).toBe(key);
  });

  it('opens with Right, enters with Right and closes with Left', async () => {
    const { tree } = await smallTree();
    tree.select('module:vision');
    press(tree, 'ArrowRight');
    expect(node(tree, 'module:vision').expanded).toBe(true);
    await new Promise(resolve => setTimeout(resolve));
    press(tree, 'ArrowRight');
    expect(tree.selected?.key).toBe('module:vision.conv');
    press(tree, 'ArrowLeft');
    expect(tree.selected?.key).toBe('module:vision');
    press(tree, 'ArrowLeft');
    expect(node(tree, 'module:vision').expanded).toBe(false);
  });

  it('opens all siblings with an asterisk', async () => {
    const { tree } = await smallTree();
    tree.select('module:stem');
    press(tree, '*');
    expect(node(tree, 'module:vision').expanded).toBe(true);
    expect(node(tree, 'fold:layers.0').expanded).toBe(true);
  });

  it('finds the next row whose name starts with what is typed', async () => {
    const { tree } = await smallTree();
    tree.select('module:');
    typeAhead(tree, 'v');
    expect(tree.selected?.key).toBe('module:vision');
    typeAhead(tree, 'l');
    expect(tree.selected?.key).toBe('fold:layers.0');
  });

  it('goes around the matches of a filter in both directions', async () => {
    const { tree, kernel } = await smallTree();
    kernel.rows.set('model conv 0', [
      { ...root(2), matched: false },
      row('conv1'),
      row('conv2')
    ]);
    await tree.setQuery('conv');
    stepMatch(tree, 1);
    expect(tree.selected?.key).toBe('module:conv1');
    stepMatch(tree, -1);
    expect(tree.selected?.key).toBe('module:conv2');
    stepMatch(tree, 1);
    expect(tree.selected?.key).toBe('module:conv1');
  });

  it('says which keys mean something', async () => {
    const { tree } = await smallTree();
    tree.select('module:stem');
    expect(press(tree, 'Enter')).toBe(false);
    // A leaf has nothing to open, and leaves the key to others.
    expect(press(tree, 'ArrowRight')).toBe(false);
    expect(press(tree, 'ArrowLeft')).toBe(true);
    press(tree, 'ArrowLeft');
    expect(press(tree, 'ArrowLeft')).toBe(false);
    tree.reset();
    expect(press(tree, 'ArrowDown')).toBe(false);
  });

  it('opens with an asterisk no rows but those beside the selected one', async () => {
    const { tree, kernel } = await smallTree();
    kernel.rows.set('model vision 0', [row('vision.a', { num_children: 1 })]);
    await tree.expand([node(tree, 'module:vision')], true);
    tree.select('module:stem');
    press(tree, '*');
    expect(node(tree, 'fold:layers.0').expanded).toBe(true);
    expect(node(tree, 'module:vision.a').expanded).toBe(false);
  });

  it('finds by letters of any case, and stays where more letters fit', async () => {
    const { tree, kernel } = await smallTree();
    kernel.rows.set('model', [
      root(3),
      row('conv1'),
      row('conv2'),
      row('Cell')
    ]);
    await tree.refresh();
    tree.select('module:');
    const found = ['C', 'c', 'co', 'con', 'c', 'x'].map(typed => {
      const isFound = typeAhead(tree, typed);
      return [isFound, tree.selected?.key];
    });
    expect(found).toEqual([
      [true, 'module:conv1'],
      [true, 'module:conv2'],
      [true, 'module:conv2'],
      [true, 'module:conv2'],
      [true, 'module:Cell'],
      [false, 'module:Cell']
    ]);
  });

  it('goes to no match where there is none', async () => {
    const { tree, kernel } = await smallTree();
    kernel.rows.set('model conv 0', [{ ...root(0), matched: false }]);
    await tree.setQuery('conv');
    tree.select('module:');
    expect(stepMatch(tree, 1)).toBe(false);
    expect(tree.selected?.key).toBe('module:');
  });
});
