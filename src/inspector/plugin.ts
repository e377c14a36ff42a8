import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { Clipboard, ICommandPalette } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs } from '../commands';
import { modulesIcon } from '../icons';
import type { IFindingsModel } from '../tokens';
import { IFindingsTracker } from '../tokens';
import type { INotebookName } from './model';
import { InspectorModel } from './model';
import type { ISidebarContent, ISidebarServices } from './sidebar';
import { ModulesSidebar } from './sidebar';
import { PanelStore } from './store';

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
    ICommandPalette
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: IFindingsTracker,
    translator: ITranslator | null,
    settings: ISettingRegistry | null,
    stateDB: IStateDB | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null
  ) => {
    const services = makeServices(app, translator ?? undefined);
    const { trans } = services;
    const model = new InspectorModel({ tracker, describe, cellOrder });
    const store = stateDB ? new PanelStore({ stateDB, model }) : null;
    const load = async (): Promise<ISidebarContent> => {
      const { InspectorPanel } = await import('./panel');
      const content = new InspectorPanel({ model, services });
      await store?.follow(content);
      return content;
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
    if (settings) {
      void followSettings(settings, model);
    }
  }
};

export default plugin;

function makeServices(
  app: JupyterFrontEnd,
  translator: ITranslator | undefined
): ISidebarServices {
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
    leave: source => source && shell.activateById(source.panel.id)
  };
}

function describe(source: IFindingsModel): INotebookName {
  const { context, sessionContext, content } = source.panel;
  const cells = Array.from(content.model?.cells ?? []);
  return {
    path: context.path,
    name: PathExt.basename(context.path),
    kernel: sessionContext.kernelDisplayName,
    cells: cells.filter(cell => cell.type === 'code').length
  };
}

function cellOrder(source: IFindingsModel): readonly string[] {
  const { model } = source.panel.content;
  return Array.from(model?.cells ?? [], cell => cell.id);
}

/** JupyterLab writes `fr_FR`; `Intl` wants `fr-FR`, and throws on what it cannot read. */
function localeTag(code: string | undefined): string | undefined {
  try {
    return Intl.getCanonicalLocales((code ?? '').replace(/_/g, '-'))[0];
  } catch {
    return undefined;
  }
}

async function followSettings(
  registry: ISettingRegistry,
  model: InspectorModel
): Promise<void> {
  try {
    const settings = await registry.load(plugin.id);
    const update = (): void => {
      model.follow = settings.get('follow').composite !== false;
    };
    settings.changed.connect(update);
    update();
  } catch (reason) {
    console.warn(
      'The settings of the Modules panel could not be read.',
      reason
    );
  }
}

/** Behind the application's own tabs. */
const RANK = 800;
