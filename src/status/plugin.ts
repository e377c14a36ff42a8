import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IToolbarWidgetRegistry } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { MenuSvg } from '@jupyterlab/ui-components';
import type { Menu } from '@lumino/widgets';

import { CommandIDs } from '../commands';
import { IFindingsTracker } from '../tokens';
import { StatusItem } from './item';

/** Shows how many problems the notebook in front has. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'modulescope:status',
  description: 'Shows the number of problems in the status bar and toolbar.',
  autoStart: true,
  requires: [IFindingsTracker],
  optional: [IStatusBar, IToolbarWidgetRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: IFindingsTracker,
    statusBar: IStatusBar | null,
    toolbars: IToolbarWidgetRegistry | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('modulescope');
    const openMenu = (node: HTMLElement) => openAt(createMenu(app), node);

    if (statusBar) {
      const item = new StatusItem({ isCompact: false, openMenu, trans });
      item.model = tracker.current;
      tracker.currentChanged.connect((_, model) => {
        item.model = model;
      });
      statusBar.registerStatusItem('modulescope:status', {
        item,
        align: 'right',
        rank: 5,
        isActive: () => item.isActive,
        activeStateChanged: item.activeChanged
      });
    }

    toolbars?.addFactory<NotebookPanel>(
      'Notebook',
      'modulescopeStatus',
      panel => {
        const item = new StatusItem({ isCompact: true, openMenu, trans });
        void panel.context.ready.then(() => {
          if (!item.isDisposed && !panel.isDisposed) {
            item.model = tracker.get(panel);
          }
        });
        return item;
      }
    );
  }
};

export default plugin;

function createMenu(app: JupyterFrontEnd): Menu {
  const { commands } = app;
  const menu = new MenuSvg({ commands });
  const add = (...ids: string[]) =>
    ids
      .filter(command => commands.hasCommand(command))
      .forEach(command => menu.addItem({ command }));
  add(CommandIDs.openPanel, CommandIDs.nextProblem);
  menu.addItem({ type: 'separator' });
  add(
    CommandIDs.pauseChecks,
    CommandIDs.hideInfo,
    CommandIDs.hideStatic,
    CommandIDs.turnOff
  );
  menu.aboutToClose.connect(() => {
    // The chosen command runs after this signal.
    requestAnimationFrame(() => menu.dispose());
  });
  return menu;
}

/** Opens a menu below an item, or above one at the foot of the window. */
function openAt(menu: Menu, node: HTMLElement): void {
  const { left, top, bottom } = node.getBoundingClientRect();
  menu.open(left, bottom);
  const { width, height } = menu.node.getBoundingClientRect();
  if (bottom + height > window.innerHeight) {
    const x = Math.max(0, Math.min(left, window.innerWidth - width));
    menu.node.style.transform = `translate(${x}px, ${top - height}px)`;
  }
}
