import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';

import { CommandIDs } from '../../commands';
import type { ICommand } from './command';
import { NO_ARGS } from './command';

/** Change what is shown, in the user's settings. */
export function settingCommands(
  settings: ISettingRegistry.ISettings,
  trans: TranslationBundle
): ICommand[] {
  const hidesInfo = () => {
    const lowest = settings.get('minSeverity').composite;
    return lowest === 'warning' || lowest === 'error';
  };
  const hidesStatic = () => settings.get('static').composite === false;
  return [
    {
      id: CommandIDs.hideInfo,
      label: trans.__('Hide Info'),
      isToggled: hidesInfo,
      describedBy: NO_ARGS,
      execute: () =>
        settings.set('minSeverity', hidesInfo() ? 'info' : 'warning')
    },
    {
      id: CommandIDs.hideStatic,
      label: trans.__('Hide Static'),
      isToggled: hidesStatic,
      describedBy: NO_ARGS,
      execute: () => settings.set('static', hidesStatic())
    }
  ];
}
