import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Panel, Widget } from '@lumino/widgets';

import { GRADIENTS_MIME } from '../tokens';
import type { GradientsDrawing } from './mount';
import type { IPlace } from './place';
import type { SessionLink } from './sessionlink';
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
        pause: pause && ((watch, paused) => pause(this._place, watch, paused))
      });
      this.addWidget(this._view);
    }
    this._watch = document.watch;
    this._view.setGradients(document);
    this._showLink();
    if (LIVE.has(document.state)) {
      await this._join(document.watch, model.trusted);
    }
  }

  dispose(): void {
    this._link?.changed.disconnect(this._showLink, this);
    this._link = null;
    super.dispose();
  }

  private get _place(): IPlace {
    return { node: this.node, resolver: this._options.resolver ?? null };
  }

  /**
   * Follows the kernel that makes a recording.
   *
   * Who wrote an untrusted output is unknown, so its text asks the kernel nothing. A
   * recording that goes on is heard of without a question.
   */
  private async _join(watch: string, isTrusted: boolean): Promise<void> {
    const link = (await this._options.link?.(this._place, watch)) ?? null;
    if (!link || this.isDisposed || watch !== this._watch) {
      return;
    }
    if (link !== this._link) {
      this._link?.changed.disconnect(this._showLink, this);
      this._link = link;
      link.changed.connect(this._showLink, this);
    }
    this._showLink();
    if (isTrusted) {
      void link.ask(watch);
    }
  }

  private _showLink(): void {
    if (this._link) {
      this._view?.setLink(this._link.of(this._watch));
    }
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
  private _link: SessionLink | null = null;
  /** What the kernel calls the recording that is drawn. */
  private _watch = '';
}

const LIVE: ReadonlySet<string> = new Set(['waiting', 'recording', 'paused']);

/** Options of the renderer. */
export namespace GradientsRenderer {
  export interface IOptions extends Omit<GradientsDrawing.IOptions, 'pause'> {
    /** What the registry of renderers knows of the notebook. */
    readonly resolver?: IRenderMime.IResolver | null;
    /** Pauses the recording that is drawn in a place, or goes on with it. */
    readonly pause?: (
      place: IPlace,
      watch: string,
      paused: boolean
    ) => Promise<boolean>;
    /** Follows the kernel of a place; null where none is known. */
    readonly link?: (
      place: IPlace,
      watch: string
    ) => Promise<SessionLink | null>;
  }
}
