import { MenuSvg } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import type { Menu } from '@lumino/widgets';

/** A menu with commands of its own. */
export abstract class CommandMenu implements IDisposable {
  get isDisposed(): boolean {
    return this._menu.isDisposed;
  }

  open(x: number, y: number): void {
    openMenu(this._menu, x, y);
  }

  dispose(): void {
    this._menu.dispose();
  }

  /** Takes all items away. */
  protected clear(): void {
    this._menu.clearItems();
    this._added.splice(0).forEach(added => added.dispose());
  }

  /** Adds an item. */
  protected add(
    id: string,
    options: Omit<CommandRegistry.ICommandOptions, 'describedBy'>
  ): void {
    this._added.push(
      this._commands.addCommand(id, { ...options, describedBy: NO_ARGS })
    );
    this._menu.addItem({ command: id });
  }

  protected addSeparator(): void {
    this._menu.addItem({ type: 'separator' });
  }

  private readonly _commands = new CommandRegistry();
  private readonly _added: IDisposable[] = [];
  private readonly _menu: Menu = new MenuSvg({ commands: this._commands });
}

/** Opens a menu, and gives the focus back to what had it once the menu is closed. */
export function openMenu(menu: Menu, x: number, y: number): void {
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

/** For commands without arguments. */
export const NO_ARGS = { args: { type: 'object', properties: {} } } as const;
