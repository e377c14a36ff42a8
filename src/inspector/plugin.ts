import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import {
  Clipboard,
  ICommandPalette,
  WidgetTracker
} from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs } from '../commands';
import { modulesIcon } from '../icons';
import { openMuteMenu } from '../findings/mutemenu';
import type { IFindingsModel } from '../tokens';
import { IFindingsTracker } from '../tokens';
import type { ISidebarContent, ISidebarServices } from './frame/sidebar';
import { ModulesSidebar } from './frame/sidebar';

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
      {
        editors,
        rendermime,
        saveFollow: async (follow: boolean) =>
          registry?.set(plugin.id, 'follow', follow)
      }
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
      describedBy: { args: MODULE_ARGS },
      execute: async ({ model, fqn }) => {
        app.shell.activateById(sidebar.id);
        if (typeof model === 'string') {
          await sidebar.reveal(model, typeof fqn === 'string' ? fqn : '');
        }
      }
    });
    const category = trans.__('modulescope');
    palette?.addItem({ command: CommandIDs.openPanel, category });
    addMainArea(app, sidebar, services, restorer);
    for (const view of ['modules', 'compare']) {
      const args = { view };
      palette?.addItem({ command: CommandIDs.openMain, category, args });
    }
  }
};

export default plugin;

/** Adds what opens tree and details, or a comparison, as a tab of the main area. */
function addMainArea(
  { commands, shell }: JupyterFrontEnd,
  sidebar: ModulesSidebar,
  { trans }: ISidebarServices,
  restorer: ILayoutRestorer | null
): void {
  const tracker = new WidgetTracker({ namespace: MAIN });
  commands.addCommand(CommandIDs.openMain, {
    label: ({ view }) =>
      view === 'compare'
        ? trans.__('Compare Snapshots')
        : trans.__('Open Modules in Main Area'),
    describedBy: NO_ARGS,
    execute: async ({ view }) => {
      const id = `${MAIN}-${view === 'compare' ? view : 'modules'}`;
      let widget = tracker.find(other => other.id === id);
      if (!widget) {
        // Beside the notebook; the second view as a tab of the first.
        const ref = tracker.find(other => other.isAttached)?.id;
        widget = await sidebar.createMain(id);
        void tracker.add(widget);
        const mode = ref ? 'tab-after' : 'split-right';
        shell.add(widget, 'main', { mode, ref });
      }
      shell.activateById(id);
      return widget;
    }
  });
  void restorer?.restore(tracker, {
    command: CommandIDs.openMain,
    args: ({ id }) => ({ view: id.slice(MAIN.length + 1) }),
    name: ({ id }) => id
  });
}

function makeServices(
  app: JupyterFrontEnd,
  translator: ITranslator | undefined
): Omit<ISidebarServices, 'editors' | 'rendermime' | 'saveFollow'> {
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
      // Notebook 7 has it on the page of its file browser only, and no address leads there.
      return optional('settingeditor:open', { query: 'modulescope' });
    },
    get trust() {
      return commands.hasCommand(TRUST)
        ? ({ panel }: IFindingsModel) => {
            shell.activateById(panel.id);
            void commands.execute(TRUST);
          }
        : null;
    },
    copy: text => Clipboard.copyToSystem(text),
    openMuteMenu: (id, button) => openMuteMenu(commands, id, button),
    openMain: view => void commands.execute(CommandIDs.openMain, { view }),
    insertBelow: ({ panel }, text) => {
      shell.activateById(panel.id);
      void import('./parts/insertcell').then(({ insertBelow }) =>
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

/** Asks, and trusts the notebook in front. */
const TRUST = 'notebook:trust';

/** Behind the application's own tabs. */
const RANK = 800;

/** What the ids of the widgets in the main area start with. */
const MAIN = 'modulescope-main';
const MODULE_ARGS = {
  type: 'object',
  properties: {
    model: { type: 'string', description: 'The model to show.' },
    fqn: { type: 'string', description: 'The module of it to select.' }
  }
} as const;
const NO_ARGS = { args: { type: 'object', properties: {} } } as const;
