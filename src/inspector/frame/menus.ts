import type { TranslationBundle } from '@jupyterlab/translation';
import { MenuSvg } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import type { Menu } from '@lumino/widgets';

import { modulesIcon, pencilIcon } from '../../icons';
import {
  compareIcon,
  copyIcon,
  filterIcon,
  plusIcon,
  recordIcon,
  refreshIcon,
  snapshotIcon
} from '../parts/icons';
import { CommandMenu, NO_ARGS, openMenu } from '../parts/commandmenu';
import type { RowCommand } from '../parts/context';
import { findingsMarkdown } from '../problems/markdown';
import type { InspectorModel } from './model';
import { isGhost, nodeExpression, nodeFqn } from '../parts/node';
import type { ISidebarServices } from './sidebar';
import type { INode } from '../parts/node';

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
    for (const group of ROW_GROUPS) {
      if (this._menu.items.length > 0) {
        this._menu.addItem({ type: 'separator' });
      }
      group.forEach(command => this._menu.addItem({ command }));
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

  private _addCommands(services: ISidebarServices): void {
    const { trans, copy } = services;
    const isModule = (): boolean => this._node !== null && !isGhost(this._node);
    this._commands.addCommand('copy-path', {
      label: trans.__('Copy Path'),
      icon: copyIcon,
      describedBy: NO_ARGS,
      execute: () => this._expression !== null && copy(this._expression)
    });
    this._commands.addCommand('copy-name', {
      label: trans.__('Copy Name'),
      describedBy: NO_ARGS,
      execute: () => this._node && copy(nodeFqn(this._node))
    });
    this._commands.addCommand('go-to-class', {
      label: trans.__('Go to Class Cell'),
      describedBy: NO_ARGS,
      isEnabled: isModule,
      execute: () => this._goToClass()
    });
    this._commands.addCommand('filter-by-class', {
      label: trans.__('Filter by This Class'),
      icon: filterIcon,
      describedBy: NO_ARGS,
      isEnabled: isModule,
      execute: async () => {
        const name = this._node?.row.class_name ?? '';
        await this._model.modules.withTree(tree =>
          tree.setQuery(`type:${name}`)
        );
      }
    });
    this._commands.addCommand('insert-tree', {
      label: () => trans.__('Insert “%1” Below', this._magic('%nn tree')),
      icon: plusIcon,
      describedBy: NO_ARGS,
      isEnabled: isModule,
      execute: () => this._insert(services, this._magic('%nn tree'))
    });
    this._commands.addCommand('compare', {
      label: trans.__('Add to Compare'),
      icon: snapshotIcon,
      describedBy: NO_ARGS,
      // A snapshot is of a whole model, whatever row the menu was opened on.
      execute: async () => {
        services.openMain('compare');
        await this._model.compare.snapshot();
      }
    });
    this._commands.addCommand('watch', {
      label: () =>
        this._isWatched
          ? trans.__('Stop Watching Gradients')
          : trans.__('Watch Gradients'),
      caption: trans.__('Record the gradients of this module from now on'),
      icon: recordIcon,
      describedBy: NO_ARGS,
      isEnabled: () => isModule() && this._expression !== null,
      execute: () => this._watch()
    });
  }

  /** The expression of the row that the menu is open for; null if nothing can use it. */
  private get _expression(): string | null {
    const { model, entry } = this._model.modules;
    // Nothing names a model that is only kept alive.
    return this._node && model !== null && !entry?.kept
      ? nodeExpression(model, this._node)
      : null;
  }

  /** Whether the gradients of the row are recorded now. */
  private get _isWatched(): boolean {
    const { watch } = this._model;
    return watch.isOn && watch.expression === this._expression;
  }

  /** Begins or ends a recording; what comes of it is in the Grads tab. */
  private async _watch(): Promise<void> {
    const { watch, modules, details } = this._model;
    const { _expression: expression, _node: node } = this;
    if (this._isWatched) {
      await watch.stop();
    } else if (expression !== null && node) {
      modules.tree.select(node.key);
      details.tab = 'grads';
      await watch.start(expression);
    }
  }

  /** Puts a new cell below the one that is active, without running it. */
  private _insert(services: ISidebarServices, text: string): void {
    const { current } = this._model;
    if (current) {
      services.insertBelow(current, text);
    }
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

  private _magic(command: string): string {
    return `${command} ${this._expression ?? ''}`;
  }

  private readonly _model: InspectorModel;
  private readonly _commands = new CommandRegistry();
  private readonly _menu: Menu;
  private _node: INode | null = null;
}

/** The menu behind the dots of the header. */
export class PanelMenu extends CommandMenu {
  constructor({ model, services }: IMenuOptions) {
    super();
    const { trans } = services;
    this.add('check', checkNow(model, trans));
    this.add('follow', {
      label: trans.__('Follow Runs'),
      caption: trans.__('Read the modules again after each run'),
      isToggled: () => model.follow.value,
      execute: () =>
        model.follow.choose(!model.follow.value, services.saveFollow)
    });
    this.addSeparator();
    this.add('main', {
      label: trans.__('Open in Main Area'),
      icon: modulesIcon,
      execute: () => services.openMain('modules')
    });
    this.add('compare', {
      label: trans.__('Compare Snapshots'),
      icon: compareIcon,
      execute: () => services.openMain('compare')
    });
    if (services.openSettings) {
      this.addSeparator();
      this.add('settings', {
        label: trans.__('Open Settings'),
        execute: () => services.openSettings?.()
      });
    }
  }
}

/** The menu behind the dots of the Problems section. */
export class ProblemsMenu extends CommandMenu {
  constructor({ model, services }: IMenuOptions) {
    super();
    const { trans } = services;
    const { problems } = model;
    const hasProblems = (): boolean => problems.shown.length > 0;
    const numSafe = (): number => model.current?.countSafe() ?? 0;
    this.add('fix-all', {
      label: () => trans.__('Apply All Safe Fixes (%1)', numSafe()),
      icon: pencilIcon,
      isEnabled: () => numSafe() > 0,
      execute: () => model.current?.fixAll()
    });
    this.add('copy', {
      label: trans.__('Copy as Markdown'),
      icon: copyIcon,
      isEnabled: hasProblems,
      execute: () => {
        const { current, notebook } = model;
        if (current && notebook) {
          const { name } = notebook;
          services.copy(findingsMarkdown(problems.shown, current, name, trans));
        }
      }
    });
    this.add('check', checkNow(model, trans));
    this.add('show-muted', {
      label: trans.__('Show Muted'),
      isToggled: () => problems.showsMuted,
      isEnabled: () => (model.current?.muted.length ?? 0) > 0,
      execute: () => {
        problems.showsMuted = !problems.showsMuted;
      }
    });
    this.addSeparator();
    this.add('expand', {
      label: trans.__('Expand All'),
      isEnabled: hasProblems,
      execute: () => problems.expandAll(true)
    });
    this.add('collapse', {
      label: trans.__('Collapse All'),
      isEnabled: hasProblems,
      execute: () => problems.expandAll(false)
    });
  }
}

function checkNow(
  model: InspectorModel,
  trans: TranslationBundle
): Omit<CommandRegistry.ICommandOptions, 'describedBy'> {
  return {
    label: trans.__('Check Now'),
    icon: refreshIcon,
    isEnabled: () => model.current !== null,
    execute: () => model.refresh()
  };
}

const ROW_GROUPS: readonly (readonly string[])[] = [
  ['copy-path', 'copy-name'],
  ['insert-tree', 'go-to-class', 'filter-by-class'],
  ['watch', 'compare']
];
