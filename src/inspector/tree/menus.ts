import type { TranslationBundle } from '@jupyterlab/translation';

import { CommandMenu } from '../parts/commandmenu';
import { COLUMNS, columnsFor } from './columns';
import type { FilterHistory } from './filterhistory';
import type { ChosenColumns } from './chosencolumns';
import { columnLabel } from './head';

/** The filters used last, to choose one again. */
export class FilterMenu extends CommandMenu {
  constructor(history: FilterHistory) {
    super();
    this._history = history;
  }

  openBelow(field: HTMLElement, choose: (text: string) => void): void {
    this.clear();
    for (const text of this._history.items) {
      this.add(text, {
        label: text,
        // A letter of the filter must not become a shortcut of the menu.
        mnemonic: -1,
        execute: () => choose(text)
      });
    }
    const { left, bottom } = field.getBoundingClientRect();
    this.open(left, bottom);
  }

  private readonly _history: FilterHistory;
}

/** Which columns the tree has; chosen ones stay whatever the width. */
export class ColumnMenu extends CommandMenu {
  constructor(chosen: ChosenColumns, trans: TranslationBundle) {
    super();
    for (const column of COLUMNS) {
      this.add(column, {
        label: columnLabel(column, trans),
        isToggled: () => this._isShown(chosen, column),
        execute: () => {
          const isShown = this._isShown(chosen, column);
          chosen.value = { ...chosen.value, [column]: !isShown };
        }
      });
    }
    this.addSeparator();
    this.add('auto', {
      label: trans.__('Choose by Width'),
      isEnabled: () => Object.keys(chosen.value).length > 0,
      execute: () => {
        chosen.value = {};
      }
    });
  }

  /** Opens for a tree of a width in pixels. */
  openFor(width: number, x: number, y: number): void {
    this._width = width;
    this.open(x, y);
  }

  private _isShown(
    chosen: ChosenColumns,
    column: (typeof COLUMNS)[number]
  ): boolean {
    return columnsFor(this._width, chosen.value).shown.has(column);
  }

  private _width = 0;
}
