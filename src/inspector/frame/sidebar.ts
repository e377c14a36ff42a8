import type { IEditorServices } from '@jupyterlab/codeeditor';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import { Panel } from '@lumino/widgets';

import { modulesIcon } from '../../icons';
import type { IFindingsModel } from '../../tokens';
import type { MainName } from '../parts/context';

/** The sizes of the sections, and which are open. */
export interface IPanelLayout {
  readonly sizes: readonly number[];
  readonly expanded: readonly boolean[];
}

/** What the panel needs from the application. */
export interface ISidebarServices {
  readonly translator: ITranslator | undefined;
  readonly trans: TranslationBundle;

  /** A BCP 47 tag for numbers and times; undefined for the browser's own. */
  readonly locale: string | undefined;

  /** Makes editors; null where the application has none. */
  readonly editors: IEditorServices | null;

  /** Draws outputs; null where the application cannot. */
  readonly rendermime: IRenderMimeRegistry | null;

  /** Opens the demo notebook; null if this is not possible here. */
  readonly openDemo: (() => void) | null;

  /** Opens the settings of this product; null if there is no settings editor. */
  readonly openSettings: (() => void) | null;

  /** Lets the user trust a notebook; null if the application cannot. */
  readonly trust: ((source: IFindingsModel) => void) | null;

  /** Puts a text on the clipboard. */
  readonly copy: (text: string) => void;

  /** Asks how far the mute of a finding shall reach, below a button. */
  readonly openMuteMenu: (id: string, button: Element) => void;

  /** Saves the setting that each run refreshes the tree. */
  readonly saveFollow: (follow: boolean) => Promise<void>;

  /** Opens a view in the main area. */
  readonly openMain: (view: MainName) => void;

  /** Adds a code cell below the active one of a notebook, and goes there. */
  readonly insertBelow: (source: IFindingsModel, text: string) => void;

  /** Gives the focus back to a notebook. */
  readonly leave: (source: IFindingsModel | null) => void;
}

/** The drawn part of the panel, loaded on first use. */
export interface ISidebarContent extends Widget {
  /** Emitted after the user moved or toggled a section. */
  readonly layoutChanged: ISignal<ISidebarContent, void>;

  /** Makes the view for the main area that an id ends with, of the same models. */
  createMain(id: string): Widget;

  saveLayout(): IPanelLayout;
  restoreLayout(layout: IPanelLayout): void;

  /** Moves the focus to the first thing of interest. */
  focusContent(): void;

  /** Shows a module of a model in the tree. */
  reveal(model: string, fqn: string): Promise<void>;
}

/** The tab of the sidebar; loads what it shows when it comes into view first. */
export class ModulesSidebar extends Panel {
  constructor(options: ModulesSidebar.IOptions) {
    super();
    this._load = options.load;
    this.id = ModulesSidebar.ID;
    this.addClass('jp-ModulescopeSidebar');
    this.title.icon = modulesIcon;
    this.title.caption = options.trans.__('Modules');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', options.trans.__('Modules'));
  }

  /** Makes a view for the main area; the panel itself need not have been shown. */
  async createMain(id: string): Promise<Widget> {
    this._filling ??= this._load();
    return (await this._filling).createMain(id);
  }

  /** Moves the focus into the panel, once it is there. */
  async focusContent(): Promise<void> {
    await this._fill();
    this._content?.focusContent();
  }

  /** Shows a module of a model in the tree, once the panel is there. */
  async reveal(model: string, fqn: string): Promise<void> {
    await this._fill();
    await this._content?.reveal(model, fqn);
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    if (this.isVisible) {
      void this._fill();
    }
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    void this._fill();
  }

  protected onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    void this.focusContent();
  }

  /** Loads the content once; a failed download may be tried again by showing the tab. */
  private async _fill(): Promise<void> {
    this._filling ??= this._load();
    try {
      const content = await this._filling;
      if (this.isDisposed) {
        content.dispose();
      } else if (this._content === null) {
        this._content = content;
        this.addWidget(content);
      }
    } catch (reason) {
      this._filling = null;
      console.warn('The Modules panel could not be loaded.', reason);
    }
  }

  private readonly _load: ModulesSidebar.IOptions['load'];
  private _filling: Promise<ISidebarContent> | null = null;
  private _content: ISidebarContent | null = null;
}

export namespace ModulesSidebar {
  /** The id of the widget, for the layout and for commands. */
  export const ID = 'modulescope-panel';

  export interface IOptions {
    readonly trans: TranslationBundle;

    /** Makes the content. */
    readonly load: () => Promise<ISidebarContent>;
  }
}
