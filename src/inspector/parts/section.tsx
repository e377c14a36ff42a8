import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, Toolbar } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

/** A collapsible part of the panel; knows how wide it is and whether it is in view. */
export class Section extends ReactWidget {
  constructor(options: Section.IOptions) {
    super();
    this._draw = options.draw;
    this.id = options.id;
    this.addClass('jp-ModulescopeSection');
    this.title.label = options.label;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', options.label);
    this.toolbar = new Toolbar();
    this.toolbar.addClass('jp-ModulescopeSection-toolbar');
    this.toolbar.node.setAttribute(
      'aria-label',
      options.trans.__('%1 section', options.label)
    );
    this.toolbar.addItem('facts', options.facts);
  }

  /** Sits at the right end of the section's title. */
  readonly toolbar: Toolbar;

  /** Emitted after the section came into view or left it. */
  get shownChanged(): ISignal<this, boolean> {
    return this._shownChanged;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.toolbar.dispose();
    super.dispose();
  }

  protected render(): JSX.Element {
    return this._draw(this._width);
  }

  protected onResize(msg: Widget.ResizeMessage): void {
    super.onResize(msg);
    const width = msg.width < 0 ? this.node.offsetWidth : msg.width;
    if (width !== this._width) {
      this._width = width;
      this.update();
    }
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._setShown(this.isVisible);
  }

  protected onBeforeDetach(msg: Message): void {
    this._setShown(false);
    super.onBeforeDetach(msg);
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._setShown(true);
  }

  protected onBeforeHide(msg: Message): void {
    this._setShown(false);
    super.onBeforeHide(msg);
  }

  private _setShown(isShown: boolean): void {
    if (isShown !== this._isShown) {
      this._isShown = isShown;
      this._shownChanged.emit(isShown);
    }
  }

  private readonly _draw: Section.IOptions['draw'];
  private readonly _shownChanged = new Signal<this, boolean>(this);
  private _width = 0;
  private _isShown = false;
}

export namespace Section {
  export interface IOptions {
    readonly id: string;
    readonly label: string;

    /** What the title says at its right end. */
    readonly facts: Widget;

    /** Draws the body for a width in pixels. */
    readonly draw: (width: number) => JSX.Element;
    readonly trans: TranslationBundle;
  }
}
