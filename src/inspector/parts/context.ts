import type { IEditorServices } from '@jupyterlab/codeeditor';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IFindingsModel } from '../../tokens';
import type { INode } from './node';

/** What all views of the panel share besides their models. */
export interface IViewContext {
  /** Makes editors; null where the application has none. */
  readonly editors: IEditorServices | null;

  /** Draws outputs; null where the application cannot. */
  readonly rendermime: IRenderMimeRegistry | null;

  readonly trans: TranslationBundle;

  /** A BCP 47 tag for numbers and times. */
  readonly locale: string | undefined;

  /** Opens the demo notebook; null if this is not possible here. */
  readonly openDemo: (() => void) | null;

  /** Lets the user trust a notebook; null if the application cannot. */
  readonly trust: ((source: IFindingsModel) => void) | null;

  /** Puts a text on the clipboard. */
  readonly copy: (text: string) => void;

  /** Asks how far the mute of a finding shall reach, below a button. */
  readonly openMuteMenu: (id: string, button: Element) => void;

  /** Opens the menu of the whole panel at a place of the page. */
  readonly openPanelMenu: (x: number, y: number) => void;

  /** Opens the menu of the Problems section at a place of the page. */
  readonly openProblemsMenu: (x: number, y: number) => void;

  /** Opens the menu of a tree row at a place of the page. */
  readonly openRowMenu: (node: INode, x: number, y: number) => void;

  /** Opens the filters used last below a field, and hands over the chosen one. */
  readonly openFilterMenu: (
    field: HTMLElement,
    choose: (text: string) => void
  ) => void;

  /** Opens the choice of columns for a tree of a width in pixels. */
  readonly openColumnMenu: (width: number, x: number, y: number) => void;

  /** Runs what the row menu offers under a name, for shortcuts. */
  readonly runRowCommand: (name: RowCommand, node: INode) => void;

  /** Opens a view in the main area. */
  readonly openMain: (view: MainName) => void;

  /** Opens the Details section and moves the focus there. */
  readonly showDetails: () => void;

  /** Gives the focus back to the notebook. */
  readonly leave: () => void;
}

/** A view that the main area can show. */
export type MainName = 'modules' | 'compare';

/** The commands of a tree row that have shortcuts. */
export type RowCommand = 'copy-path' | 'go-to-class';
