import type { ISettingRegistry } from '@jupyterlab/settingregistry';

import type { Watches } from './watches';

/** Percent; the kernel assumes it, too. */
const DEFAULT = 1;

/** Keeps the kernels to the user's setting; says nothing while it is the default. */
export async function followBudget(
  registry: ISettingRegistry,
  id: string,
  watches: Watches
): Promise<void> {
  let told = DEFAULT;
  const read = (settings: ISettingRegistry.ISettings): void => {
    const percent = settings.get('budgetPercent').composite;
    if (typeof percent === 'number' && percent !== told) {
      told = percent;
      watches.setBudget(percent / 100);
    }
  };
  try {
    const settings = await registry.load(id);
    watches.follow();
    read(settings);
    settings.changed.connect(read);
  } catch (reason) {
    console.warn('modulescope: the settings could not be read', reason);
  }
}
