import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { NotebookActions, INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';

import { ICompanionManager } from '../tokens';
import { version } from '../version';
import { CompanionSettings } from './settings';

/** Links each notebook to the companion in its kernel. */
const plugin: JupyterFrontEndPlugin<ICompanionManager> = {
  id: 'modulescope:companion',
  description: 'Links each notebook to the companion in its kernel.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ISettingRegistry],
  provides: ICompanionManager,
  activate: async (
    _: JupyterFrontEnd,
    tracker: INotebookTracker,
    registry: ISettingRegistry | null
  ): Promise<ICompanionManager> => {
    // A fifth of what the page would else have to load before it shows anything.
    const { CompanionManager } = await import('./manager');
    const settings = new CompanionSettings();
    const manager = new CompanionManager(settings, version);
    readSettings(registry, settings).catch(reason => {
      console.warn('modulescope: the settings could not be read', reason);
      settings.read(null);
    });
    tracker.forEach(panel => manager.get(panel));
    tracker.widgetAdded.connect((_, panel) => manager.get(panel));
    NotebookActions.executionScheduled.connect((_, { notebook }) => {
      tracker
        .filter(panel => panel.content === notebook)
        .forEach(panel => manager.get(panel).beforeRun());
    });
    window.addEventListener('pagehide', () => manager.disconnect());
    window.addEventListener('pageshow', event => {
      if (event.persisted) {
        manager.reconnect();
      }
    });
    return manager;
  }
};

export default plugin;

async function readSettings(
  registry: ISettingRegistry | null,
  settings: CompanionSettings
): Promise<void> {
  const loaded = (await registry?.load(plugin.id)) ?? null;
  settings.read(loaded);
  loaded?.changed.connect(changed => settings.read(changed));
}
