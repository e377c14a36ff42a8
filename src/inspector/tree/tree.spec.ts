import { root, row } from '../../testing/answeringcompanion';
import { keys, node, smallTree } from '../../testing/smalltree';
import type { SortKey } from './nodes';
import { TreeModel } from './tree';

describe('TreeModel', () => {
  it('shows what the first answer opened', async () => {
    const { tree } = await smallTree();
    expect(keys(tree)).toEqual([
      'module:',
      'module:stem',
      'module:vision',
      'fold:layers.0'
    ]);
  });

  it('asks for children when a row is opened first', async () => {
    const { tree, kernel } = await smallTree();
    await tree.expand([node(tree, 'module:vision')], true);
    expect(keys(tree)).toContain('module:vision.conv');
    expect(kernel.asked).toEqual(['tree.get model', 'tree.get model vision 0']);
  });

  it('shows a late answer although the tree is to be read again', async () => {
    const { tree, kernel } = await smallTree();
    kernel.rows.set('model', [root(1), row('fresh')]);
    kernel.hold();
    const first = tree.refresh();
    kernel.release();
    kernel.hold();
    const second = tree.refresh();
    await first;
    expect(keys(tree)).toEqual(['module:', 'module:fresh']);
    kernel.release();
    await second;
  });

  it('drops a late answer for another filter', async () => {
    const { tree, kernel } = await smallTree();
    kernel.rows.set('model stem 0', [root(1), row('stem')]);
    kernel.hold();
    const first = tree.refresh();
    kernel.release();
    kernel.hold();
    const second = tree.setQuery('stem');
    const { answer } = tree;
    await first;
    expect(tree.answer).toBe(answer);
    kernel.release();
    await second;
    expect(keys(tree)).toEqual(['module:', 'module:stem']);
  });

  it('asks for nothing when a row is opened again', async () => {
    const { tree, kernel } = await smallTree();
    await tree.expand([node(tree, 'module:vision')], true);
    await tree.expand([node(tree, 'module:vision')], false);
    await tree.expand([node(tree, 'module:vision')], true);
    expect(kernel.asked).toHaveLength(2);
  });

  it('shows a line that waits until the children arrive', async () => {
    const { tree, kernel } = await smallTree();
    kernel.hold();
    const done = tree.expand([node(tree, 'module:vision')], true);
    expect(keys(tree)).toContain('loading:module:vision');
    kernel.release();
    await done;
    expect(keys(tree)).not.toContain('loading:module:vision');
  });

  it('shows one member of an open fold below its index', async () => {
    const { tree } = await smallTree();
    await tree.expand([node(tree, 'fold:layers.0')], true);
    expect(keys(tree).slice(-2)).toEqual([
      'index:fold:layers.0',
      'module:layers.0.attn'
    ]);
  });

  it('shows another member of a fold', async () => {
    const { tree } = await smallTree();
    await tree.expand([node(tree, 'fold:layers.0')], true);
    const changed = jest.fn();
    tree.changed.connect(changed);
    const shown = tree.setMember(node(tree, 'fold:layers.0'), 7);
    expect(changed).toHaveBeenCalledTimes(1);
    await shown;
    expect(keys(tree)).toContain('module:layers.7.attn');
  });

  it.each([
    [-3, 0],
    [99, 31],
    [NaN, 0],
    [2.7, 2]
  ])('takes %p as member %p', async (asked, member) => {
    const { tree } = await smallTree();
    await tree.setMember(node(tree, 'fold:layers.0'), asked);
    expect(node(tree, 'fold:layers.0').member).toBe(member);
  });

  it('keeps open rows, members and the selection over a refresh', async () => {
    const { tree } = await smallTree();
    await tree.expand([node(tree, 'module:vision')], true);
    await tree.expand([node(tree, 'fold:layers.0')], true);
    await tree.setMember(node(tree, 'fold:layers.0'), 7);
    tree.select('module:vision.conv');
    const before = keys(tree);
    await tree.refresh();
    expect(keys(tree)).toEqual(before);
    expect(tree.selected?.key).toBe('module:vision.conv');
  });

  it('refreshes all open rows with one request', async () => {
    const { tree, kernel } = await smallTree();
    await tree.expand([node(tree, 'module:vision')], true);
    await tree.expand([node(tree, 'fold:layers.0')], true);
    await tree.setMember(node(tree, 'fold:layers.0'), 7);
    kernel.asked.length = 0;
    await tree.refresh();
    expect(kernel.asked).toEqual(['tree.get model']);
    expect(keys(tree)).toContain('module:layers.7.attn');
  });

  it('asks one by one for open rows that the answer left closed', async () => {
    const { tree, kernel } = await smallTree();
    kernel.knowsOpen = false;
    await tree.expand([node(tree, 'module:vision')], true);
    kernel.asked.length = 0;
    await tree.refresh();
    expect(kernel.asked).toEqual(['tree.get model', 'tree.get model vision 0']);
    expect(keys(tree)).toContain('module:vision.conv');
  });

  it('opens many rows with one request', async () => {
    const { tree, kernel } = await smallTree();
    kernel.asked.length = 0;
    const closed = ['module:vision', 'fold:layers.0'];
    await tree.expand(
      closed.map(key => node(tree, key)),
      true
    );
    expect(kernel.asked).toEqual(['tree.get model']);
    expect(keys(tree)).toContain('module:layers.0.attn');
  });

  it('shows the old children until the new ones arrive', async () => {
    const { tree, kernel } = await smallTree();
    await tree.expand([node(tree, 'module:vision')], true);
    kernel.knowsOpen = false;
    let seen: string[] = [];
    kernel.rows.set('model vision 0', [row('vision.new')]);
    tree.changed.connect(() => {
      seen = seen.length === 0 ? keys(tree) : seen;
    });
    await tree.refresh();
    expect(seen).toContain('module:vision.conv');
    expect(keys(tree)).toContain('module:vision.new');
  });

  it('selects the nearest row above one that is gone', async () => {
    const { tree, kernel } = await smallTree();
    await tree.expand([node(tree, 'module:vision')], true);
    tree.select('module:vision.conv');
    kernel.rows.set('model vision 0', []);
    await tree.refresh();
    expect(tree.selected?.key).toBe('module:vision');
  });

  it('drops an answer that a newer request has overtaken', async () => {
    const { tree, kernel } = await smallTree();
    kernel.hold();
    const first = tree.refresh();
    kernel.rows.set('model', [root(1), row('newer')]);
    const second = tree.refresh();
    kernel.release();
    await Promise.all([first, second]);
    expect(keys(tree)).toEqual(['module:', 'module:newer']);
    expect(tree.answer?.rows).toHaveLength(2);
  });

  it('keeps the last rows of a variable that is gone', async () => {
    const { tree, kernel } = await smallTree();
    kernel.rows.delete('model');
    await tree.refresh();
    expect(tree.answer?.found).toBe(false);
    expect(tree.answer?.rows).toHaveLength(4);
    expect(tree.lines).toHaveLength(4);
  });

  it('tells that a variable is gone, and asks for nothing below it', async () => {
    const { tree, kernel } = await smallTree();
    kernel.rows.delete('model');
    kernel.asked.length = 0;
    const opened = tree.expand(
      ['module:vision', 'fold:layers.0'].map(key => node(tree, key)),
      true
    );
    const changed = jest.fn();
    tree.changed.connect(changed);
    await opened;
    expect(changed).toHaveBeenCalledTimes(1);
    expect(kernel.asked).toEqual(['tree.get model']);
    expect(await tree.reveal('vision')).toBeNull();
  });

  it('learns from the children of a row that the variable is gone', async () => {
    const { tree, kernel } = await smallTree();
    kernel.rows.delete('model vision 0');
    await tree.expand([node(tree, 'module:vision')], true);
    expect(tree.answer?.found).toBe(false);
  });

  it('describes the selected row, else the model itself', async () => {
    const { tree } = await smallTree();
    expect(tree.described?.key).toBe('module:');
    const changed = jest.fn();
    tree.changed.connect(changed);
    tree.select('module:stem');
    expect(changed).toHaveBeenCalledTimes(1);
    expect(tree.described?.key).toBe('module:stem');
    tree.reset();
    expect([tree.described, tree.answer]).toEqual([null, null]);
  });

  it('opens the rows above a module and selects it', async () => {
    const { tree, kernel } = await smallTree();
    await tree.setQuery('vision');
    kernel.asked.length = 0;
    expect(await tree.reveal('vision.conv')).toBe(true);
    expect(tree.query).toBe('');
    expect(tree.selected?.key).toBe('module:vision.conv');
    expect(kernel.asked).toEqual(['tree.get model']);
  });

  it('opens the right member of a fold on the way to a module', async () => {
    const { tree } = await smallTree();
    expect(await tree.reveal('layers.7.attn')).toBe(true);
    expect(node(tree, 'fold:layers.0').member).toBe(7);
    expect(tree.selected?.key).toBe('module:layers.7.attn');
  });

  it('selects a fold at the member that is wanted', async () => {
    const { tree } = await smallTree();
    expect(await tree.reveal('layers.9')).toBe(true);
    expect(tree.selected?.member).toBe(9);
  });

  it.each(['layers.32', 'layers.x', 'stem.weight', 'gone'])(
    'says that there is no module %p',
    async fqn => {
      const { tree } = await smallTree();
      tree.select('module:stem');
      expect(await tree.reveal(fqn)).toBe(false);
      expect(tree.selected?.key).toBe('module:stem');
    }
  );

  it('says how many rows the kernel left out', async () => {
    const { tree, kernel } = await smallTree();
    kernel.leftOut.set('model vision 0', 2500);
    await tree.expand([node(tree, 'module:vision')], true);
    expect(tree.lines).toContainEqual(
      expect.objectContaining({ type: 'more', count: 2500 })
    );
  });

  it('closes a row whose children could not be read', async () => {
    const { tree, kernel } = await smallTree();
    kernel.failure = new Error('no answer');
    await expect(
      tree.expand([node(tree, 'module:vision')], true)
    ).rejects.toThrow('no answer');
    expect(node(tree, 'module:vision').expanded).toBe(false);
  });

  it('leaves the rows of the whole tree as they were after a filter', async () => {
    const { tree, kernel } = await smallTree();
    kernel.rows.set('model conv 0', [
      root(1),
      row('vision', { num_children: 1, expanded: true, matched: false }),
      row('vision.conv')
    ]);
    await tree.setQuery('conv');
    await tree.expand([node(tree, 'module:vision')], false);
    await tree.setQuery('');
    await tree.expand([node(tree, 'module:vision')], true);
    expect(keys(tree)).toContain('module:vision.conv');
  });

  it('opens what was closed in one filter for another, and after a reset', async () => {
    const { tree, kernel } = await smallTree();
    const open = row('vision', { num_children: 1, expanded: true });
    const matches = [root(1), open, { ...row('vision.conv'), depth: 2 }];
    kernel.rows.set('model conv 0', matches);
    kernel.rows.set('model vis 0', matches);
    await tree.setQuery('conv');
    await tree.expand([node(tree, 'module:vision')], false);
    await tree.setQuery('vis');
    expect(node(tree, 'module:vision').expanded).toBe(true);
    await tree.expand([node(tree, 'module:vision')], false);
    tree.reset();
    await tree.refresh();
    expect(tree.query).toBe('vis');
    expect(node(tree, 'module:vision').expanded).toBe(true);
  });

  it('sorts matches one way, then the other, then not any more', async () => {
    const { tree, kernel } = await smallTree();
    const rows = [
      row('l1', { bytes: 1, numel: 2, class_name: 'B' }),
      row('l2', { bytes: 2, numel: 1, class_name: 'A' })
    ];
    kernel.rows.set('model', [root(2), ...rows]);
    kernel.rows.set('model l 0', [{ ...root(2), matched: false }, ...rows]);
    await tree.refresh();
    await tree.sortBy('bytes');
    // Without a filter the tree is in its own order.
    expect(tree.sort).toBeNull();
    expect(keys(tree)).toEqual(['module:', 'module:l1', 'module:l2']);
    await tree.setQuery('l');
    const seen = [keys(tree)];
    kernel.asked.length = 0;
    const clicks = ['bytes', 'bytes', 'class', 'class', 'class', 'params'];
    for (const by of clicks as SortKey[]) {
      await tree.sortBy(by);
      seen.push(keys(tree));
    }
    // All matches are there.
    expect(kernel.asked).toEqual([]);
    expect(seen).toEqual([
      ['module:l2', 'module:l1'],
      ['module:l1', 'module:l2'],
      ['module:', 'module:l1', 'module:l2'],
      ['module:l2', 'module:l1'],
      ['module:l1', 'module:l2'],
      ['module:', 'module:l1', 'module:l2'],
      ['module:l1', 'module:l2']
    ]);
  });

  it('reads what was left out before it sorts, once', async () => {
    const { tree, kernel } = await smallTree();
    kernel.rows.set('model l 0', [root(1), row('l1')]);
    kernel.leftOut.set('model l 0', 7);
    await tree.setQuery('l');
    kernel.asked.length = 0;
    await tree.sortBy('name');
    await tree.sortBy('params');
    expect(kernel.asked).toEqual(['tree.get model l 0']);
    expect(tree.lines.at(-1)).toMatchObject({ type: 'more', count: 7 });
  });

  it('takes over what an earlier page left, and asks for it', async () => {
    const { tree, kernel } = await smallTree();
    await tree.expand([node(tree, 'module:vision')], true);
    await tree.setMember(node(tree, 'fold:layers.0'), 7);
    await tree.expand([node(tree, 'fold:layers.0')], true);
    await tree.expand([node(tree, 'module:vision')], false);
    tree.select('module:layers.7.attn');
    const told = jest.fn();
    tree.scrolled.connect(told);
    tree.top = 48;
    expect(told).toHaveBeenCalledTimes(1);
    const { state } = tree;
    tree.reset();
    expect([tree.lines, tree.selected, tree.top]).toEqual([[], null, 0]);
    const changed = jest.fn();
    tree.changed.connect(changed);
    tree.restore(state);
    expect(changed).toHaveBeenCalledTimes(1);
    kernel.asked.length = 0;
    await tree.refresh();
    expect(kernel.asked).toEqual(['tree.get model']);
    expect([tree.selected?.key, tree.top]).toEqual([
      'module:layers.7.attn',
      48
    ]);
    expect(node(tree, 'module:vision').expanded).toBe(false);
    expect(tree.state).toEqual(state);
  });

  it('forgets what was open with the model', async () => {
    const { tree, kernel } = await smallTree();
    await tree.expand([node(tree, 'module:vision')], true);
    const { reading } = tree;
    tree.reset();
    kernel.asked.length = 0;
    await tree.refresh();
    expect(keys(tree)).not.toContain('module:vision.conv');
    expect(node(tree, 'module:vision').expanded).toBe(false);
    expect(tree.reading).toBe(reading + 2);
  });

  it('leaves it open whether a module is there when it is overtaken', async () => {
    const { tree, kernel } = await smallTree();
    kernel.hold();
    const revealed = tree.reveal('vision');
    const again = tree.refresh();
    kernel.release();
    expect(await revealed).toBeNull();
    expect(tree.selected).toBeNull();
    await again;
  });

  it('shows nothing of the model before after a reset', async () => {
    const { tree, kernel } = await smallTree();
    kernel.hold();
    const read = tree.refresh();
    tree.reset();
    kernel.release();
    await read;
    expect(keys(tree)).toEqual([]);
  });

  it('asks for what an earlier page had filtered', async () => {
    const { tree, kernel } = await smallTree();
    kernel.rows.set('model stem 0', [root(1), row('stem')]);
    await tree.setQuery('stem');
    const { state } = tree;
    await tree.setQuery('');
    tree.restore(state);
    kernel.asked.length = 0;
    await tree.refresh();
    expect([tree.query, kernel.asked]).toEqual([
      'stem',
      ['tree.get model stem 0']
    ]);
  });

  it('looks for a module among those that were left out, too', async () => {
    const { tree, kernel } = await smallTree();
    kernel.asked.length = 0;
    expect(await tree.reveal('gone')).toBe(false);
    expect(await tree.reveal('gone')).toBe(false);
    // The second time all rows are there already.
    expect(kernel.asked).toHaveLength(3);
  });

  it('closes the rows that wait when it is stopped, and drops their answer', async () => {
    const { tree, kernel } = await smallTree();
    kernel.hold();
    const done = tree.expand([node(tree, 'module:vision')], true);
    tree.stop();
    expect(node(tree, 'module:vision').expanded).toBe(false);
    kernel.release();
    await done;
    await tree.refresh();
    expect(node(tree, 'module:vision').expanded).toBe(false);
    expect(keys(tree)).not.toContain('module:vision.conv');
  });

  it('asks nothing for the filter that it has, and opens no leaf', async () => {
    const { tree, kernel } = await smallTree();
    kernel.asked.length = 0;
    await tree.setQuery('');
    await tree.expand([node(tree, 'module:stem')], true);
    expect(kernel.asked).toEqual([]);
    expect(node(tree, 'module:stem').expanded).toBe(false);
  });

  it('asks for more below one row, or at the top', async () => {
    const { kernel } = await smallTree();
    kernel.rows.set('model', [root(1), row('vision', { num_children: 9 })]);
    kernel.rows.set('model vision 0', [row('vision.conv')]);
    const limits: (number | undefined)[] = [];
    const tree = new TreeModel({
      ask: request => {
        limits.push(request.limit);
        return kernel.getTree({ model: 'model', ...request });
      }
    });
    await tree.refresh();
    await tree.expand([node(tree, 'module:vision')], true);
    await tree.showMore(node(tree, 'module:vision'));
    await tree.showMore(null);
    await tree.refresh();
    expect(limits).toEqual([500, 500, 5000, 5000, 5000]);
    limits.length = 0;
    // A new model or another filter begins with a first part again.
    tree.reset();
    await tree.refresh();
    await tree.showMore(null);
    await tree.setQuery('conv');
    expect(limits).toEqual([500, 5000, 500]);
  });

  it('shows nothing of a member that the user has left', async () => {
    const { tree, kernel } = await smallTree();
    await tree.expand([node(tree, 'fold:layers.0')], true);
    kernel.rows.set('model layers.0 3', [row('layers.3.attn')]);
    kernel.hold();
    const fold = node(tree, 'fold:layers.0');
    const first = tree.setMember(fold, 3);
    const second = tree.setMember(fold, 7);
    kernel.release();
    await Promise.all([first, second]);
    expect(keys(tree)).toContain('module:layers.7.attn');
    expect(keys(tree)).not.toContain('module:layers.3.attn');
  });

  it('closes what no answer brings after twenty questions', async () => {
    const { tree, kernel } = await smallTree();
    const names = Array.from({ length: 30 }, (_, i) => `m${i}`);
    kernel.knowsOpen = false;
    kernel.rows.set('model', [
      root(30),
      ...names.map(name => row(name, { num_children: 1 }))
    ]);
    names.forEach(name =>
      kernel.rows.set(`model ${name} 0`, [row(`${name}.x`)])
    );
    await tree.refresh();
    kernel.asked.length = 0;
    await tree.expand(
      names.map(name => node(tree, `module:${name}`)),
      true
    );
    expect(kernel.asked).toHaveLength(21);
    const open = names.filter(name => node(tree, `module:${name}`).expanded);
    expect(open).toHaveLength(20);
  });

  it('selects the model itself where nothing above a lost row is left', async () => {
    const { tree, kernel } = await smallTree();
    tree.select('module:stem');
    kernel.rows.set('model', [root(1), row('other')]);
    await tree.refresh();
    expect(tree.selected?.key).toBe('module:');
  });
});
