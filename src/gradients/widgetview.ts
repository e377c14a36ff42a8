import type { DOMWidgetModel } from '@jupyter-widgets/base';
import { DOMWidgetModel as Model, DOMWidgetView } from '@jupyter-widgets/base';

import { readGradients } from './document';
import { GradientsDrawing } from './mount';
import type { IPlace } from './place';
import type { GradientsRenderer } from './renderer';
import type { SessionLink } from './sessionlink';

/** The name of the module that the kernel's widgets ask for. */
const WIDGET_MODULE = 'modulescope';

/** What a view of a widget is asked to do before it draws. */
export interface IWidgetOptions extends GradientsRenderer.IOptions {
  /** Gives the element what the page around it lacks. */
  readonly prepare?: (node: HTMLElement) => void;
}

/** The widget of `GradientWatch.widget()`: the drawing of the outputs, in a layout. */
export function createWidgets(options: IWidgetOptions): {
  GradientsModel: typeof DOMWidgetModel;
  GradientsView: typeof DOMWidgetView;
} {
  class GradientsView extends DOMWidgetView {
    render(): void {
      super.render();
      options.prepare?.(this.el);
      const { pause } = options;
      this._drawing = new GradientsDrawing(this.el, {
        ...options,
        // A message of the widget itself would be read when the cell has ended.
        pause: pause && ((watch, paused) => pause(this._place, watch, paused))
      });
      void this.displayed.then(() => this._join());
      this.listenTo(this.model, 'change:document', this._update);
      this.listenTo(this.model, 'comm_live_update', this._update);
      this._update();
    }

    remove(): void {
      this._drawing?.dispose();
      this._drawing = null;
      this._link?.changed.disconnect(this._showLink, this);
      super.remove();
    }

    private _update(): void {
      const document = readGradients(this.model.get('document'));
      if (document) {
        this._drawing?.setGradients(document);
      }
      this._showLink();
    }

    /** Follows the kernel: one that dies closes no comm. */
    private async _join(): Promise<void> {
      const link = (await options.link?.(this._place, '')) ?? null;
      if (link && this._drawing) {
        this._link = link;
        link.changed.connect(this._showLink, this);
        this._showLink();
      }
    }

    private _showLink(): void {
      const isOpen = this.model.comm_live;
      this._drawing?.setLink(isOpen ? (this._link?.of('') ?? 'live') : 'gone');
    }

    private get _place(): IPlace {
      return { node: this.el, resolver: null };
    }

    private _drawing: GradientsDrawing | null = null;
    private _link: SessionLink | null = null;
  }
  return { GradientsModel, GradientsView };
}

class GradientsModel extends Model {
  defaults(): ReturnType<Model['defaults']> {
    return {
      ...super.defaults(),
      _model_name: 'GradientsModel',
      _model_module: WIDGET_MODULE,
      _view_name: 'GradientsView',
      _view_module: WIDGET_MODULE,
      document: {}
    };
  }
}
