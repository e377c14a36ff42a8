import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Panel, Widget } from '@lumino/widgets';

import { GRADIENTS_MIME } from '../tokens';
import type { GradientsDrawing } from './mount';
import type { GradientsWidget } from './widget';

/**
 * Draws the output of a watched cell, with or without a kernel.
 *
 * One instance serves all updates of an output. The drawing is loaded with the first
 * one that is needed.
 */
export class GradientsRenderer extends Panel implements IRenderMime.IRenderer {
  constructor(options: GradientsRenderer.IOptions) {
    super();
    this.addClass('jp-ModulescopeGradientsOutput');
    this._options = options;
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const request = ++this._lastRequest;
    const data = model.data[GRADIENTS_MIME];
    const { GradientsWidget, readGradients } = await import('./widget');
    // Updates are not awaited: a newer one may have come, or the output be gone.
    if (request !== this._lastRequest || this.isDisposed) {
      return;
    }
    const document = readGradients(data);
    if (!document) {
      this._showProblem();
      return;
    }
    if (!this._view) {
      this.widgets.forEach(widget => widget.dispose());
      const { pause } = this._options;
      this._view = new GradientsWidget({
        ...this._options,
        pause: pause && ((watch, paused) => pause(this.node, watch, paused))
      });
      this.addWidget(this._view);
    }
    this._view.setGradients(document);
  }

  private _showProblem(): void {
    this.widgets.forEach(widget => widget.dispose());
    this._view = null;
    const problem = new Widget();
    problem.addClass('jp-ModulescopeGradients-message');
    problem.node.textContent = this._options.trans.__(
      'These gradients were recorded by another version, or are damaged.'
    );
    this.addWidget(problem);
  }

  private readonly _options: GradientsRenderer.IOptions;
  private _view: GradientsWidget | null = null;
  private _lastRequest = 0;
}

/** Options of the renderer. */
export namespace GradientsRenderer {
  export interface IOptions extends Omit<GradientsDrawing.IOptions, 'pause'> {
    /** Pauses the recording that an element draws, or goes on with it. */
    readonly pause?: (
      node: HTMLElement,
      watch: string,
      paused: boolean
    ) => Promise<boolean>;
  }
}
