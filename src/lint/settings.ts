import type { ISettingRegistry } from '@jupyterlab/settingregistry';

import type { Severity } from '../protocol/messages';
import type { ILintSettings } from './model';

/** What holds until the user's settings are read. */
export const DEFAULT_SETTINGS: ILintSettings = {
  static: true,
  live: true,
  minSeverity: 'info',
  ignore: []
};

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** Reads the user's settings; what makes no sense counts as the default. */
export function readSettings(
  settings: Pick<ISettingRegistry.ISettings, 'get'>
): ILintSettings {
  const value = (key: string): unknown => settings.get(key).composite;
  const severity = value('minSeverity') as Severity;
  return {
    static: value('static') !== false,
    live: value('live') !== false,
    minSeverity: SEVERITIES.includes(severity)
      ? severity
      : DEFAULT_SETTINGS.minSeverity,
    ignore: Object.entries((value('rules') ?? {}) as Record<string, unknown>)
      .filter(([, choice]) => choice === 'off')
      .map(([code]) => code)
  };
}
