import { MenuSvg } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import type { Menu } from '@lumino/widgets';

import { copyIcon, filterIcon, refreshIcon } from '../icons';
import type { RowCommand } from './context';
import { findingsMarkdown } from './markdown';
import type { InspectorModel } from './model';
import { isGhost, nodeExpression } from './rowtext';
import type { ISidebarServices } from './sidebar';
import type { INode } from './tree';
import { nodeFqn } from './tree';

/** What both menus are made from. */
export interface IMenuOptions {
  readonly model: InspectorModel;
  readonly services: ISidebarServices;
}

/** The menu of a tree row; its commands are its own and need no palette. */
export class RowMenu implements IDisposable {
  constructor(options: IMenuOptions) {
    this._model = options.model;
    this._menu = new MenuSvg({ commands: this._commands });
    this._addCommands(options.services);
    for (const command of ['copy-path', 'copy-name']) {
      this._menu.addItem({ command });
    }
    this._menu.addItem({ type: 'separator' });
    for (const command of ['go-to-class', 'filter-by-class']) {
      this._menu.addItem({ command });
    }
  }

  get isDisposed(): boolean {
    return this._menu.isDisposed;
  }

  open(node: INode, x: number, y: number): void {
    this._node = node;
    openMenu(this._menu, x, y);
  }

  run(name: RowCommand, node: INode): void {
    this._node = node;
    void this._commands.execute(name);
  }

  dispose(): void {
    this._menu.dispose();
  }

  private _addCommands({ trans, copy }: ISidebarServices): void {
    this._commands.addCommand('copy-path', {
      label: trans.__('Copy Path'),
      icon: copyIcon,
      describedBy: NO_ARGS,
      execute: () => {
        const { model } = this._model.modules;
        if (this._node && model !== null) {
          copy(nodeExpression(model, this._node));
        }
      }
    });
    this._commands.addCommand('copy-name', {
      label: trans.__('Copy Name'),
      describedBy: NO_ARGS,
      execute: () => this._node && copy(nodeFqn(this._node))
    });
    this._commands.addCommand('go-to-class', {
      label: trans.__('Go to Class Cell'),
      describedBy: NO_ARGS,
      isEnabled: () => this._node !== null && !isGhost(this._node),
      execute: () => this._goToClass()
    });
    this._commands.addCommand('filter-by-class', {
      label: trans.__('Filter by This Class'),
      icon: filterIcon,
      describedBy: NO_ARGS,
      isEnabled: () => this._node !== null && !isGhost(this._node),
      execute: async () => {
        const name = this._node?.row.class_name ?? '';
        await this._model.modules.withTree(tree =>
          tree.setQuery(`type:${name}`)
        );
      }
    });
  }

  /** Asks where the class is defined; classes of libraries have no cell. */
  private async _goToClass(): Promise<void> {
    const { modules, current } = this._model;
    const { companion, model } = modules;
    if (!this._node || !companion || model === null) {
      return;
    }
    const details = await companion
      .getModule(model, nodeFqn(this._node))
      .catch(() => null);
    const id = details?.overview?.class_cell?.cell_id;
    if (id && current === this._model.current && !current?.isDisposed) {
      await current?.showCell(id);
    }
  }

  private readonly _model: InspectorModel;
  private readonly _commands = new CommandRegistry();
  private readonly _menu: Menu;
  private _node: INode | null = null;
}

/** The menu behind the dots of the header. */
export class PanelMenu implements IDisposable {
  constructor(options: IMenuOptions) {
    this._menu = new MenuSvg({ commands: this._commands });
    this._addCommands(options);
    this._menu.addItem({ command: 'check' });
    this._menu.addItem({ command: 'copy' });
    this._menu.addItem({ type: 'separator' });
    this._menu.addItem({ command: 'expand' });
    this._menu.addItem({ command: 'collapse' });
    if (options.services.openSettings) {
      this._menu.addItem({ type: 'separator' });
      this._menu.addItem({ command: 'settings' });
    }
  }

  get isDisposed(): boolean {
    return this._menu.isDisposed;
  }

  open(x: number, y: number): void {
    openMenu(this._menu, x, y);
  }

  dispose(): void {
    this._menu.dispose();
  }

  private _addCommands({ model, services }: IMenuOptions): void {
    const { trans } = services;
    const hasProblems = (): boolean => model.problems.shown.length > 0;
    this._commands.addCommand('check', {
      label: trans.__('Check Now'),
      icon: refreshIcon,
      describedBy: NO_ARGS,
      isEnabled: () => model.current !== null,
      execute: () => model.refresh()
    });
    this._commands.addCommand('copy', {
      label: trans.__('Copy Problems as Markdown'),
      icon: copyIcon,
      describedBy: NO_ARGS,
      isEnabled: hasProblems,
      execute: () => {
        const { current, notebook, problems } = model;
        if (current && notebook) {
          const { name } = notebook;
          services.copy(findingsMarkdown(problems.shown, current, name, trans));
        }
      }
    });
    this._commands.addCommand('expand', {
      label: trans.__('Expand All Problems'),
      describedBy: NO_ARGS,
      isEnabled: hasProblems,
      execute: () => model.problems.expandAll(true)
    });
    this._commands.addCommand('collapse', {
      label: trans.__('Collapse All Problems'),
      describedBy: NO_ARGS,
      isEnabled: hasProblems,
      execute: () => model.problems.expandAll(false)
    });
    this._commands.addCommand('settings', {
      label: trans.__('Open Settings'),
      describedBy: NO_ARGS,
      execute: () => services.openSettings?.()
    });
  }

  private readonly _commands = new CommandRegistry();
  private readonly _menu: Menu;
}

/** Opens a menu, and gives the focus back to what had it once the menu is closed. */
function openMenu(menu: Menu, x: number, y: number): void {
  const before = document.activeElement;
  const giveBack = (): void => {
    menu.aboutToClose.disconnect(giveBack);
    if (before instanceof HTMLElement && before.isConnected) {
      before.focus();
    }
  };
  menu.open(x, y);
  menu.aboutToClose.connect(giveBack);
}

const NO_ARGS = { args: { type: 'object', properties: {} } } as const;
