import {
  AnsweringCompanion,
  root,
  row
} from '../../testing/answeringcompanion';
import { DetailsModel } from './model';
import { ModulesModel } from '../tree/model';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) {
    jest.advanceTimersByTime(10);
    await Promise.resolve();
  }
}

async function shown(): Promise<{
  details: DetailsModel;
  modules: ModulesModel;
  kernel: AnsweringCompanion;
}> {
  const kernel = new AnsweringCompanion();
  kernel.addModel('model', [
    root(4),
    row('stem'),
    row('head'),
    row('layers.0', { kind: 'fold', count: 8, num_children: 1 }),
    row('blocks', { kind: 'ghost' })
  ]);
  const modules = new ModulesModel();
  const details = new DetailsModel({ modules, tab: 'overview' });
  details.active = true;
  modules.active = true;
  modules.companion = kernel;
  await settle();
  kernel.asked.length = 0;
  return { details, modules, kernel };
}

describe('DetailsModel', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('describes the model itself until a row is selected', async () => {
    const { details } = await shown();
    expect(details.details?.fqn).toBe('');
  });

  it('asks for the selected row', async () => {
    const { details, modules, kernel } = await shown();
    modules.tree.select('module:stem');
    await settle();
    expect(details.details?.fqn).toBe('stem');
    expect(kernel.asked).toEqual(['module.get model stem']);
  });

  it('asks once for many rows that are passed quickly', async () => {
    const { modules, kernel } = await shown();
    modules.tree.select('module:stem');
    modules.tree.select('module:head');
    await settle();
    expect(kernel.asked).toEqual(['module.get model head']);
  });

  it('drops the answer for a row that is no longer selected', async () => {
    const { details, modules, kernel } = await shown();
    kernel.hold();
    modules.tree.select('module:stem');
    await settle();
    modules.tree.select('module:head');
    expect(details.details).toBeNull();
    kernel.release();
    await settle();
    expect(details.details?.fqn).toBe('head');
  });

  it('shows a late answer although the tree was read again meanwhile', async () => {
    const { details, modules, kernel } = await shown();
    kernel.hold();
    modules.tree.select('module:stem');
    await settle();
    expect(kernel.asked).toEqual(['module.get model stem']);
    void details.refresh();
    kernel.details = { tensors_left_out: 7 };
    kernel.release();
    kernel.hold();
    await settle();
    expect(details.details?.fqn).toBe('stem');
    expect(kernel.asked).toEqual([
      'module.get model stem',
      'module.get model stem'
    ]);
    kernel.release();
    await settle();
  });

  it('keeps what is shown when a late answer is about another row', async () => {
    const { details, modules, kernel } = await shown();
    modules.tree.select('module:head');
    await settle();
    kernel.hold();
    modules.tree.select('module:stem');
    await settle();
    modules.tree.select('module:head');
    kernel.release();
    kernel.hold();
    await settle();
    expect(details.details?.fqn).toBe('head');
    kernel.release();
    await settle();
  });

  it('says that the kernel does not answer until it does', async () => {
    const { details, kernel } = await shown();
    kernel.setPace(['module.get']);
    expect(details.isLate).toBe(true);
    kernel.setPace([]);
    expect(details.isLate).toBe(false);
  });

  it('describes the open member of a fold', async () => {
    const { details, modules } = await shown();
    modules.tree.select('fold:layers.0');
    const { selected } = modules.tree;
    await modules.tree.setMember(selected ?? fail(), 3);
    await settle();
    expect(details.details?.fqn).toBe('layers.3');
  });

  it('asks nothing about a module that is not registered', async () => {
    const { modules, kernel } = await shown();
    modules.tree.select('ghost:blocks');
    await settle();
    expect(kernel.asked).toEqual([]);
  });

  it('asks again after the tree was read again', async () => {
    const { modules, kernel } = await shown();
    await modules.refresh();
    await settle();
    expect(kernel.asked).toContain('module.get model ');
  });

  it('asks nothing again when only the filter of the tree changed', async () => {
    const { modules, kernel } = await shown();
    kernel.rows.set('model stem 0', [root(1), row('stem')]);
    await modules.tree.setQuery('stem');
    await settle();
    expect(kernel.asked).toEqual(['tree.get model stem 0']);
  });

  it('asks nothing while its section is closed', async () => {
    const { details, modules, kernel } = await shown();
    details.active = false;
    modules.tree.select('module:stem');
    await settle();
    expect(kernel.asked).toEqual([]);
  });
});

function fail(): never {
  throw new Error('nothing is selected');
}
