import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import * as React from 'react';
import { createRoot } from 'react-dom/client';

import type { Gradients } from '../protocol/messages';
import type { IHost } from './host';
import { GradientsModel } from './model';
import type { Link } from './sessionlink';
import { GradientsView } from './view';

/** After this long without an update a recording is said to be quiet. */
const QUIET_MS = 10_000;

/**
 * Recorded gradients, drawn into an element of the host.
 *
 * The same drawing serves outputs, the panel and widgets; it knows none of them, and
 * needs neither JupyterLab nor a kernel.
 */
export class GradientsDrawing implements IDisposable {
  constructor(host: HTMLElement, options: GradientsDrawing.IOptions) {
    this._root = createRoot(host);
    options.themeChanged?.connect(this._onThemeChanged, this);
    this._root.render(<GradientsView model={this.model} host={options} />);
  }

  readonly model = new GradientsModel();

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Shows a newer state of the same recording. */
  setGradients(document: Gradients): void {
    window.clearTimeout(this._timer);
    this._isQuiet = false;
    if (document.state === 'waiting' || document.state === 'recording') {
      this._timer = window.setTimeout(() => {
        this._isQuiet = true;
        this._tell();
      }, QUIET_MS);
    }
    this._tell();
    this.model.setDocument(document);
  }

  /** Says what is known of the kernel that records. */
  setLink(link: Link): void {
    this._link = link;
    this._tell();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    window.clearTimeout(this._timer);
    Signal.clearData(this);
    Signal.clearData(this.model);
    this._root.unmount();
  }

  private _tell(): void {
    const isQuiet = this._isQuiet && this._link === 'live';
    if (['over', 'gone'].includes(this._link) && this.model.delivery.held) {
      // Nothing comes that could disturb: what was kept back is the last.
      this.model.delivery.setHeld(false);
    }
    this.model.delivery.setContact(isQuiet ? 'quiet' : this._link);
  }

  private _onThemeChanged(): void {
    this.model.redraw();
  }

  private readonly _root: ReturnType<typeof createRoot>;
  private _isDisposed = false;
  private _timer = 0;
  private _link: Link = 'live';
  private _isQuiet = false;
}

/** Options of the drawing. */
export namespace GradientsDrawing {
  export interface IOptions extends IHost {
    /** The colours are read again after this. */
    readonly themeChanged?: ISignal<unknown, unknown>;
  }
}
