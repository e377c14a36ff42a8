import type { PartialJSONObject, PartialJSONValue } from '@lumino/coreutils';

import { savedSettings } from '../testing/savedsettings';
import { SettingChanges } from './settingchanges';
import { DEFAULT_SETTINGS, muteRule, readSettings } from './settings';

function read(values: PartialJSONObject) {
  return readSettings({
    get: key => ({ composite: values[key], user: undefined })
  });
}

describe('readSettings', () => {
  it('takes what makes no sense for the default', () => {
    expect(read({ minSeverity: 'fatal', live: 'yes', rules: 7 })).toEqual(
      DEFAULT_SETTINGS
    );
  });

  it('reads what is wanted of each rule', () => {
    const settings = read({
      rules: { NN102: 'off', NN308: 'muted', NN309: 'on', NN501: 'warning' }
    });
    expect(settings).toMatchObject({
      ignore: ['NN102'],
      muted: ['NN308'],
      enable: ['NN309', 'NN501'],
      severities: new Map([['NN501', 'warning']])
    });
  });

  it('asks for everything if a severity was chosen', () => {
    expect(read({ minSeverity: 'error' }).least).toBe('error');
    const rules = { NN309: 'error' };
    expect(read({ minSeverity: 'error', rules })).toMatchObject({
      least: 'hint',
      minSeverity: 'error'
    });
  });
});

describe('muteRule', () => {
  it('writes one rule, and leaves the others', async () => {
    let rules: PartialJSONValue = { NN102: 'off' };
    const settings = {
      get: () => ({ composite: undefined, user: rules }),
      set: async (_: string, value: PartialJSONValue) => {
        rules = value;
      }
    };
    const changes = new SettingChanges(settings);
    await muteRule(changes, 'NN308', true);
    expect(rules).toEqual({ NN102: 'off', NN308: 'muted' });
    await muteRule(changes, 'NN308', false);
    expect(rules).toEqual({ NN102: 'off' });
  });

  it('loses none of two mutes that come together', async () => {
    const settings = await savedSettings();
    const changes = new SettingChanges(settings);
    await Promise.all([
      muteRule(changes, 'NN102', true),
      muteRule(changes, 'NN308', true)
    ]);
    expect(settings.get('rules').user).toEqual({
      NN102: 'muted',
      NN308: 'muted'
    });
  });
});
