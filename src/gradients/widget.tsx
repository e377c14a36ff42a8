import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import * as React from 'react';

import type { IGradients } from './document';
import { GradientsModel } from './model';
import { GradientsView } from './view';

/** After this long without an update a recording is said to be quiet. */
const QUIET_MS = 10_000;

/** Shows recorded gradients; it is updated in place while they are recorded. */
export class GradientsWidget extends ReactWidget {
  constructor(options: GradientsWidget.IOptions) {
    super();
    this._trans = options.trans;
    this.model.changed.connect(this._onChanged, this);
    options.themeChanged?.connect(this._onChanged, this);
  }

  readonly model = new GradientsModel();

  /** Shows a newer state of the same recording. */
  setGradients(document: IGradients): void {
    window.clearTimeout(this._timer);
    this._quiet = false;
    if (document.state === 'waiting' || document.state === 'recording') {
      this._timer = window.setTimeout(() => {
        this._quiet = true;
        this._redraw.emit();
      }, QUIET_MS);
    }
    this.model.setDocument(document);
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    window.clearTimeout(this._timer);
    Signal.clearData(this);
    super.dispose();
  }

  protected render(): JSX.Element {
    return (
      <UseSignal signal={this._redraw}>
        {() => (
          <GradientsView
            model={this.model}
            trans={this._trans}
            quiet={this._quiet}
          />
        )}
      </UseSignal>
    );
  }

  private _onChanged(): void {
    this._redraw.emit();
  }

  private readonly _trans: TranslationBundle;
  private readonly _redraw = new Signal<this, void>(this);
  private _quiet = false;
  private _timer = 0;
}

/** Options of the widget. */
export namespace GradientsWidget {
  export interface IOptions {
    readonly trans: TranslationBundle;
    /** The colours are read again after this. */
    readonly themeChanged?: ISignal<unknown, unknown>;
  }
}
