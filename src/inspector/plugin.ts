import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import {
  Clipboard,
  ICommandPalette,
  MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs } from '../commands';
import { compareIcon, modulesIcon } from '../icons';
import { openMuteMenu } from '../mutemenu';
import { IFindingsTracker } from '../tokens';
import type { Widget } from '@lumino/widgets';

import type { ISidebarContent, ISidebarServices, MainName } from './sidebar';
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
      {
        editors,
        rendermime,
        setFollow: (follow: boolean) =>
          void registry?.set(plugin.id, 'follow', follow)
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
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => app.shell.activateById(sidebar.id)
    });
    const category = trans.__('Modules');
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
  app: JupyterFrontEnd,
  sidebar: ModulesSidebar,
  { trans }: ISidebarServices,
  restorer: ILayoutRestorer | null
): void {
  const namespace = 'modulescope-main';
  const tracker = new WidgetTracker<MainAreaWidget>({ namespace });
  const nameOf = ({ id }: Widget): string => id.slice(namespace.length + 1);
  app.commands.addCommand(CommandIDs.openMain, {
    label: ({ view }) =>
      view === 'compare'
        ? trans.__('Compare Snapshots')
        : trans.__('Open Modules in Main Area'),
    icon: ({ view }) => (view === 'compare' ? compareIcon : modulesIcon),
    describedBy: {
      args: {
        type: 'object',
        properties: { view: { enum: ['modules', 'compare'] } }
      }
    },
    execute: async ({ view }) => {
      const name: MainName = view === 'compare' ? view : 'modules';
      let widget = tracker.find(other => nameOf(other) === name);
      if (!widget) {
        const content = await sidebar.createMain(name);
        widget = new MainAreaWidget({ content });
        widget.id = `${namespace}-${name}`;
        widget.title.label =
          name === 'compare' ? trans.__('Compare') : trans.__('Modules');
        widget.title.icon = name === 'compare' ? compareIcon : modulesIcon;
        void tracker.add(widget);
        app.shell.add(widget, 'main', { mode: 'split-right' });
      }
      app.shell.activateById(widget.id);
      return widget;
    }
  });
  void restorer?.restore(tracker, {
    command: CommandIDs.openMain,
    args: widget => ({ view: nameOf(widget) }),
    name: nameOf
  });
}

function makeServices(
  app: JupyterFrontEnd,
  translator: ITranslator | undefined
): Omit<ISidebarServices, 'editors' | 'rendermime' | 'setFollow'> {
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
    openMain: view => void commands.execute(CommandIDs.openMain, { view }),
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
