import { MenuSvg } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import type { Menu } from '@lumino/widgets';

import type { CompareModel } from '../compare/model';
import { gradsTab } from '../details/grads';
import type { DetailsModel } from '../details/model';
import type { WatchModel } from '../details/watchmodel';
import { NO_ARGS, openMenu } from '../parts/commandmenu';
import type { RowCommand } from '../parts/context';
import {
  copyIcon,
  filterIcon,
  plusIcon,
  recordIcon,
  snapshotIcon
} from '../parts/icons';
import type { INode } from '../parts/node';
import { isGhost, nodeExpression, nodeFqn } from '../parts/node';
import type { IShownNotebook } from '../parts/shownnotebook';
import type { ModulesModel } from '../tree/model';
import type { ISidebarServices } from './sidebar';

/** The menu of a tree row; its commands are its own and need no palette. */
export class RowMenu implements IDisposable {
  constructor(options: RowMenu.IOptions) {
    this._options = options;
    this._menu = new MenuSvg({ commands: this._commands });
    this._addCommands();
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

  private _addCommands(): void {
    this._addCopies();
    this._addForClass();
    this._addForRecords();
  }

  private _addCopies(): void {
    const { trans, copy } = this._options.services;
    this._add('copy-path', {
      label: trans.__('Copy Path'),
      icon: copyIcon,
      execute: () => this._expression !== null && copy(this._expression)
    });
    this._add('copy-name', {
      label: trans.__('Copy Name'),
      execute: () => this._node && copy(nodeFqn(this._node))
    });
  }

  private _addForClass(): void {
    const { trans } = this._options.services;
    this._add('insert-tree', {
      label: () => trans.__('Insert “%1” Below', this._magic('%nn tree')),
      icon: plusIcon,
      isEnabled: () => this._isModule,
      execute: () => this._insert(this._magic('%nn tree'))
    });
    this._add('go-to-class', {
      label: trans.__('Go to Class Cell'),
      isEnabled: () => this._isModule,
      execute: () => this._goToClass()
    });
    this._add('filter-by-class', {
      label: trans.__('Filter by This Class'),
      icon: filterIcon,
      isEnabled: () => this._isModule,
      execute: async () => {
        const name = this._node?.row.class_name ?? '';
        await this._options.modules.withTree(tree =>
          tree.setQuery(`type:${name}`)
        );
      }
    });
  }

  private _addForRecords(): void {
    const { compare, services } = this._options;
    const { trans } = services;
    this._add('watch', {
      label: () =>
        this._isWatched
          ? trans.__('Stop Watching Gradients')
          : trans.__('Watch Gradients'),
      caption: trans.__('Record the gradients of this module from now on'),
      icon: recordIcon,
      isEnabled: () => this._isModule && this._expression !== null,
      execute: () => this._watch()
    });
    this._add('compare', {
      label: trans.__('Add to Compare'),
      icon: snapshotIcon,
      // A snapshot is of a whole model, whatever row the menu was opened on.
      execute: async () => {
        services.openMain('compare');
        await compare.snapshot();
      }
    });
  }

  private _add(
    id: string,
    options: Omit<CommandRegistry.ICommandOptions, 'describedBy'>
  ): void {
    this._commands.addCommand(id, { ...options, describedBy: NO_ARGS });
  }

  /** Whether torch sees what the menu is open for. */
  private get _isModule(): boolean {
    return this._node !== null && !isGhost(this._node);
  }

  /** The expression of the row that the menu is open for; null if nothing can use it. */
  private get _expression(): string | null {
    const { model, entry } = this._options.modules;
    // Nothing names a model that is only kept alive.
    return this._node && model !== null && !entry?.kept
      ? nodeExpression(model, this._node)
      : null;
  }

  /** Whether the gradients of the row are recorded now. */
  private get _isWatched(): boolean {
    const { watch } = this._options;
    return watch.isOn && watch.expression === this._expression;
  }

  /** Begins or ends a recording; what comes of it is in the Grads tab. */
  private async _watch(): Promise<void> {
    const { watch, modules, details } = this._options;
    const { _expression: expression, _node: node } = this;
    if (this._isWatched) {
      await watch.stop();
    } else if (expression !== null && node) {
      modules.tree.select(node.key);
      details.tab = gradsTab.id;
      await watch.start(expression);
    }
  }

  /** Puts a new cell below the one that is active, without running it. */
  private _insert(text: string): void {
    const { notebook, services } = this._options;
    const { current } = notebook;
    if (current) {
      services.insertBelow(current, text);
    }
  }

  /** Asks where the class is defined; classes of libraries have no cell. */
  private async _goToClass(): Promise<void> {
    const { modules, notebook } = this._options;
    const { current } = notebook;
    const { companion, model } = modules;
    if (!this._node || !companion || model === null) {
      return;
    }
    const details = await companion
      .getModule(model, nodeFqn(this._node))
      .catch(() => null);
    const id = details?.overview?.class_cell?.cell_id;
    if (id && current === notebook.current && !current?.isDisposed) {
      await current?.showCell(id);
    }
  }

  private _magic(command: string): string {
    return `${command} ${this._expression ?? ''}`;
  }

  private readonly _options: RowMenu.IOptions;
  private readonly _commands = new CommandRegistry();
  private readonly _menu: Menu;
  private _node: INode | null = null;
}

export namespace RowMenu {
  export interface IOptions {
    readonly notebook: IShownNotebook;
    readonly modules: ModulesModel;
    readonly details: DetailsModel;
    readonly watch: WatchModel;
    readonly compare: CompareModel;
    readonly services: ISidebarServices;
  }
}

const ROW_GROUPS: readonly (readonly string[])[] = [
  ['copy-path', 'copy-name'],
  ['insert-tree', 'go-to-class', 'filter-by-class'],
  ['watch', 'compare']
];
