import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { Clipboard, ICommandPalette } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs } from '../commands';
import { modulesIcon } from '../icons';
import { openMuteMenu } from '../mutemenu';
import { IFindingsTracker } from '../tokens';
import type { ISidebarContent, ISidebarServices } from './sidebar';
import { ModulesSidebar } from './sidebar';

/** Adds the Modules panel to the right sidebar. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'modulescope:inspector',
  description:
    'Shows the problems and the modules of the current notebook in a side panel.',
  autoStart: true,
  requires: [IFindingsTracker],
  optional: [
    ITranslator,
    ISettingRegistry,
    IStateDB,
    ILayoutRestorer,
    ICommandPalette,
    IEditorServices,
    IRenderMimeRegistry
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: IFindingsTracker,
    translator: ITranslator | null,
    registry: ISettingRegistry | null,
    stateDB: IStateDB | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    editors: IEditorServices | null,
    rendermime: IRenderMimeRegistry | null
  ) => {
    const services: ISidebarServices = Object.assign(
      makeServices(app, translator ?? undefined),
      { editors, rendermime }
    );
    const { trans } = services;
    const load = async (): Promise<ISidebarContent> => {
      const { createPanel } = await import('./create');
      const settings = registry?.load(plugin.id) ?? null;
      return createPanel({ tracker, services, stateDB, settings });
    };
    const sidebar = new ModulesSidebar({ trans, load });
    app.shell.add(sidebar, 'right', { rank: RANK, type: 'Modules' });
    restorer?.add(sidebar, sidebar.id);
    app.commands.addCommand(CommandIDs.openPanel, {
      label: trans.__('Show Modules'),
      caption: trans.__('Show the problems and modules of the notebook'),
      icon: modulesIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => app.shell.activateById(sidebar.id)
    });
    palette?.addItem({
      command: CommandIDs.openPanel,
      category: trans.__('Modules')
    });
  }
};

export default plugin;

function makeServices(
  app: JupyterFrontEnd,
  translator: ITranslator | undefined
): Omit<ISidebarServices, 'editors' | 'rendermime'> {
  const { commands, shell } = app;
  const optional = (
    command: string,
    args: { [key: string]: string } = {}
  ): (() => void) | null =>
    commands.hasCommand(command)
      ? () => void commands.execute(command, args)
      : null;
  return {
    translator,
    trans: (translator ?? nullTranslator).load('modulescope'),
    locale: localeTag(translator?.languageCode),
    // Other plugins may add their commands later, so these are looked up when drawn.
    get openDemo() {
      return optional(CommandIDs.openDemo);
    },
    get openSettings() {
      return optional('settingeditor:open', { query: 'modulescope' });
    },
    copy: text => Clipboard.copyToSystem(text),
    openMuteMenu: (id, button) => openMuteMenu(commands, id, button),
    insertBelow: ({ panel }, text) => {
      shell.activateById(panel.id);
      void import('./insertcell').then(({ insertBelow }) =>
        insertBelow(panel, text)
      );
    },
    leave: source => source && shell.activateById(source.panel.id)
  };
}

/** JupyterLab writes `fr_FR`; `Intl` wants `fr-FR`, and throws on what it cannot read. */
function localeTag(code: string | undefined): string | undefined {
  try {
    return Intl.getCanonicalLocales((code ?? '').replace(/_/g, '-'))[0];
  } catch {
    return undefined;
  }
}

/** Behind the application's own tabs. */
const RANK = 800;
