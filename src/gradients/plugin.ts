import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IThemeManager } from '@jupyterlab/apputils';
import { IJupyterWidgetRegistry } from '@jupyter-widgets/base';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs } from '../commands';
import { GRADIENTS_MIME, ICompanionManager } from '../tokens';
import { version } from '../version';
import { GradientsRenderer } from './renderer';
import type { Watches } from './watches';

/** Before the widget manager (−10), so that a bundle with both is drawn by us. */
const RANK = -20;

/** Draws what `%%nn watch` recorded. */
const outputs: JupyterFrontEndPlugin<void> = {
  id: 'modulescope:gradients',
  description: 'Draws recorded gradients in outputs and in the panel.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [
    ITranslator,
    IThemeManager,
    INotebookTracker,
    ICompanionManager,
    ISettingRegistry
  ],
  activate: (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null,
    themes: IThemeManager | null,
    tracker: INotebookTracker | null,
    companions: ICompanionManager | null,
    registry: ISettingRegistry | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('modulescope');
    const watches =
      tracker && companions
        ? loadWatches(tracker, companions, registry)
        : undefined;
    rendermime.addFactory(
      {
        // Names are shown as text only, so untrusted outputs may be drawn too.
        safe: true,
        mimeTypes: [GRADIENTS_MIME],
        createRenderer: () =>
          new GradientsRenderer({
            trans,
            themeChanged: themes?.themeChanged,
            open: (model, fqn) =>
              void app.commands.execute(CommandIDs.openPanel, { model, fqn }),
            pause: (node, watch, paused) =>
              void watches?.then(all => all.pause(node, watch, paused))
          })
      },
      RANK
    );
  }
};

/** Draws `GradientWatch.widget()`, if there is a manager of widgets. */
const widget: JupyterFrontEndPlugin<void> = {
  id: 'modulescope:widget',
  description: 'Draws recorded gradients as a widget of ipywidgets.',
  autoStart: true,
  optional: [IJupyterWidgetRegistry, ITranslator, IThemeManager],
  activate: (
    app: JupyterFrontEnd,
    registry: IJupyterWidgetRegistry | null,
    translator: ITranslator | null,
    themes: IThemeManager | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('modulescope');
    registry?.registerWidget({
      name: 'modulescope',
      version,
      exports: async () => {
        const { createWidgets } = await import('./widgetview');
        return {
          ...createWidgets({
            trans,
            themeChanged: themes?.themeChanged,
            open: (model, fqn) =>
              void app.commands.execute(CommandIDs.openPanel, { model, fqn })
          })
        };
      }
    });
  }
};

export default [outputs, widget];

/** What speaks of recordings with kernels; no page waits for it. */
async function loadWatches(
  tracker: INotebookTracker,
  companions: ICompanionManager,
  registry: ISettingRegistry | null
): Promise<Watches> {
  const { Watches, followBudget } = await import('./watches');
  const watches = new Watches(tracker, companions);
  if (registry) {
    await followBudget(registry, outputs.id, watches);
  }
  return watches;
}
