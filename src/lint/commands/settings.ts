import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';

import { CommandIDs } from '../../commands';
import type { SettingChanges } from '../settingchanges';
import type { ICommand } from './command';
import { NO_ARGS } from './command';

/** Change what is shown, in the user's settings. */
export function settingCommands(
  settings: ISettingRegistry.ISettings,
  changes: SettingChanges,
  trans: TranslationBundle
): ICommand[] {
  return [
    {
      id: CommandIDs.hideInfo,
      label: trans.__('Hide Info'),
      isToggled: () => hidesInfo(settings.get('minSeverity').composite),
      describedBy: NO_ARGS,
      execute: () =>
        changes.change('minSeverity', ({ composite }) =>
          hidesInfo(composite) ? 'info' : 'warning'
        )
    },
    {
      id: CommandIDs.hideStatic,
      label: trans.__('Hide Static'),
      isToggled: () => hidesStatic(settings.get('static').composite),
      describedBy: NO_ARGS,
      execute: () =>
        changes.change('static', ({ composite }) => hidesStatic(composite))
    }
  ];
}

function hidesInfo(minSeverity: unknown): boolean {
  return minSeverity === 'warning' || minSeverity === 'error';
}

function hidesStatic(isShown: unknown): boolean {
  return isShown === false;
}
