import { SettingRegistry } from '@jupyterlab/settingregistry';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { StateDB } from '@jupyterlab/statedb';

import schema from '../../schema/settings/gradients.json';
import { followBudget } from './budget';
import type { Watches } from './watches';

const ID = 'modulescope:gradients';

/** The settings of a user, kept as JupyterLab keeps them. */
async function registry(raw: string): Promise<SettingRegistry> {
  const connector = new StateDB<ISettingRegistry.IPlugin>();
  const data = { composite: {}, user: {} };
  const plugin = { id: ID, raw, schema: schema as never, version: '1', data };
  await connector.save(ID, plugin);
  return new SettingRegistry({
    connector: {
      fetch: id => connector.fetch(id),
      list: () => connector.list('modulescope') as never,
      remove: id => connector.remove(id),
      save: async (id, text) =>
        connector.save(id, { ...plugin, raw: String(text) })
    }
  });
}

describe('followBudget', () => {
  let told: number[];
  let followed: number;
  const watches = {
    setBudget: (share: number) => told.push(share),
    follow: () => (followed += 1)
  } as unknown as Watches;

  beforeEach(() => {
    told = [];
    followed = 0;
  });

  it('says nothing while the setting is what kernels assume', async () => {
    await followBudget(await registry('{}'), ID, watches);
    expect([told, followed]).toEqual([[], 1]);
  });

  it('tells the share, which the user writes in percent', async () => {
    await followBudget(await registry('{"budgetPercent": 2.5}'), ID, watches);
    expect(told).toEqual([0.025]);
  });

  it('tells of a change once, and of the way back', async () => {
    const settings = await registry('{}');
    await followBudget(settings, ID, watches);
    await settings.set(ID, 'budgetPercent', 5);
    await settings.set(ID, 'budgetPercent', 5);
    await settings.set(ID, 'budgetPercent', 1);
    expect(told).toEqual([0.05, 0.01]);
  });

  it('leaves the kernels alone where no settings can be read', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    await followBudget(await registry('{}'), 'modulescope:other', watches);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(told).toEqual([]);
    warn.mockRestore();
  });
});
