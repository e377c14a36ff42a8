import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IThemeManager } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { GRADIENTS_MIME } from './mime';
import { GradientsRenderer } from './renderer';

/** Before the widget manager (−10), so that a bundle with both is drawn by us. */
const RANK = -20;

/** Draws what `%%nn watch` recorded. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'modulescope:gradients',
  description: 'Draws recorded gradients as a heat map.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ITranslator, IThemeManager],
  activate: (
    _: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null,
    themes: IThemeManager | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('modulescope');
    rendermime.addFactory(
      {
        // Names are shown as text only, so untrusted outputs may be drawn too.
        safe: true,
        mimeTypes: [GRADIENTS_MIME],
        createRenderer: () =>
          new GradientsRenderer({ trans, themeChanged: themes?.themeChanged })
      },
      RANK
    );
  }
};

export default plugin;
