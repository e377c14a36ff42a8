import { Widget } from '@lumino/widgets';

import type { Gradients } from '../protocol/messages';
import { GradientsDrawing } from './mount';
import type { Link } from './sessionlink';

export { readGradients } from './document';

/** Shows recorded gradients; it is updated in place while they are recorded. */
export class GradientsWidget extends Widget {
  constructor(options: GradientsDrawing.IOptions) {
    super();
    this._drawing = new GradientsDrawing(this.node, options);
  }

  /** Shows a newer state of the same recording. */
  setGradients(document: Gradients): void {
    this._drawing.setGradients(document);
  }

  /** Says what is known of the kernel that records. */
  setLink(link: Link): void {
    this._drawing.setLink(link);
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._drawing.dispose();
    super.dispose();
  }

  private readonly _drawing: GradientsDrawing;
}
