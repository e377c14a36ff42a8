import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { SettingRegistry } from '@jupyterlab/settingregistry';
import { DataConnector } from '@jupyterlab/statedb';

import schema from '../../schema/settings/lint.json';

const ID = 'modulescope:lint';

/** JupyterLab's own registry with the settings of the checks, saved in memory. */
export async function savedSettings(): Promise<ISettingRegistry.ISettings> {
  return new SettingRegistry({ connector: new Memory() }).load(ID);
}

class Memory extends DataConnector<ISettingRegistry.IPlugin, string> {
  async fetch(id: string): Promise<ISettingRegistry.IPlugin> {
    return {
      id,
      raw: this._raw,
      data: { composite: {}, user: {} },
      schema: schema as unknown as ISettingRegistry.ISchema,
      version: 'test'
    };
  }

  async save(_id: string, raw: string): Promise<void> {
    this._raw = raw;
  }

  private _raw = '{}';
}
