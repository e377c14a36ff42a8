import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';

import { CommandIDs } from '../../commands';
import { savedSettings } from '../../testing/savedsettings';
import { SettingChanges } from '../settingchanges';
import { addCommands } from './command';
import { settingCommands } from './settings';

describe('The commands that change what is shown', () => {
  it.each([
    [CommandIDs.hideStatic, 'static', true],
    [CommandIDs.hideInfo, 'minSeverity', 'info']
  ])('%s twice in a row changes nothing', async (command, key, value) => {
    const commands = new CommandRegistry();
    const settings = await savedSettings();
    const trans = nullTranslator.load('modulescope');
    const changes = new SettingChanges(settings);
    addCommands(commands, settingCommands(settings, changes, trans));
    await Promise.all([commands.execute(command), commands.execute(command)]);
    expect(settings.get(key).composite).toBe(value);
    await commands.execute(command);
    expect(settings.get(key).composite).not.toBe(value);
  });
});
