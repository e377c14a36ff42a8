import type { ISettingRegistry } from '@jupyterlab/settingregistry';

import type { Severity } from '../protocol/messages';
import type { SettingChanges } from './settingchanges';
import type { ICheckSettings } from './checker';

/** What the user wants checked and shown. */
export interface ILintSettings extends ICheckSettings {
  /** Whether findings without live evidence are shown. */
  readonly static: boolean;
  /** The lowest severity that is shown. */
  readonly minSeverity: Severity;
  /** The severities of rules that the user chose, by code. */
  readonly severities: ReadonlyMap<string, Severity>;
  /** Whether live errors have a line of text after the code. */
  readonly inlineMessages: boolean;
  /** Whether a notification tells of training that has no effect. */
  readonly notifications: boolean;
}

/** Worst first. */
export const SEVERITIES: readonly Severity[] = [
  'error',
  'warning',
  'info',
  'hint'
];

/** Reads the user's settings; what makes no sense counts as the default. */
export function readSettings(
  settings: Pick<ISettingRegistry.ISettings, 'get'>
): ILintSettings {
  const value = (key: string): unknown => settings.get(key).composite;
  const severity = value('minSeverity') as Severity;
  const minSeverity = SEVERITIES.includes(severity) ? severity : 'info';
  const rules = Object.entries(readRules(value('rules')));
  const chosen = (choice: unknown): string[] =>
    rules.filter(([, found]) => found === choice).map(([code]) => code);
  const severities = new Map(
    rules.filter((rule): rule is [string, Severity] =>
      SEVERITIES.includes(rule[1] as Severity)
    )
  );
  return {
    static: value('static') !== false,
    live: value('live') !== false,
    minSeverity,
    // What the user raised must be found first.
    least: severities.size > 0 ? 'hint' : minSeverity,
    ignore: chosen('off'),
    enable: [...chosen('on'), ...severities.keys()],
    muted: chosen('muted'),
    severities,
    inlineMessages: value('inlineMessages') !== 'off',
    notifications: value('notifications') !== 'never'
  };
}

/** What holds until the user's settings are read. */
export const DEFAULT_SETTINGS = readSettings({
  get: () => ({ composite: undefined, user: undefined })
});

/** Mutes a rule in the user's settings, or shows it again. */
export async function muteRule(
  changes: SettingChanges,
  code: string,
  isMuted: boolean
): Promise<void> {
  await changes.change('rules', ({ user }) => {
    const { [code]: _, ...others } = readRules(user);
    return isMuted ? { ...others, [code]: 'muted' } : others;
  });
}

function readRules(rules: unknown): Record<string, string> {
  return { ...(rules as Record<string, string> | undefined) };
}
