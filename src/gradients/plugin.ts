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
import type { Links, Watches } from './watches';

/** Before the widget manager (−10), so that a bundle with both is drawn by us. */
const RANK = -20;

/** Draws what watches recorded: in outputs, in the panel, and as a widget. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'modulescope:gradients',
  description:
    'Draws recorded gradients in outputs, in the panel and as widgets.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [
    ITranslator,
    IThemeManager,
    INotebookTracker,
    ICompanionManager,
    ISettingRegistry,
    IJupyterWidgetRegistry
  ],
  activate: (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null,
    themes: IThemeManager | null,
    tracker: INotebookTracker | null,
    companions: ICompanionManager | null,
    registry: ISettingRegistry | null,
    widgets: IJupyterWidgetRegistry | null
  ): void => {
    const kernels =
      tracker && companions
        ? loadKernels(app, tracker, companions, registry)
        : null;
    const options: GradientsRenderer.IOptions = {
      trans: (translator ?? nullTranslator).load('modulescope'),
      themeChanged: themes?.themeChanged,
      open: (model, fqn) =>
        void app.commands.execute(CommandIDs.openPanel, { model, fqn }),
      pause: async (...recording) =>
        (await kernels)?.watches.pause(...recording) ?? false,
      link: async (...drawing) => (await kernels)?.links.of(...drawing) ?? null
    };
    rendermime.addFactory(
      {
        // Names are shown as text only, so untrusted outputs may be drawn too.
        safe: true,
        mimeTypes: [GRADIENTS_MIME],
        createRenderer: ({ resolver }) =>
          new GradientsRenderer({ ...options, resolver })
      },
      RANK
    );
    widgets?.registerWidget({
      name: 'modulescope',
      version,
      exports: async () => {
        const { createWidgets } = await import('./widgetview');
        return { ...createWidgets(options) };
      }
    });
  }
};

export default plugin;

/** What speaks of recordings with kernels; no page waits for it. */
async function loadKernels(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  companions: ICompanionManager,
  registry: ISettingRegistry | null
): Promise<{ watches: Watches; links: Links }> {
  const { Links, Watches, followBudget } = await import('./watches');
  const watches = new Watches(tracker, companions);
  const links = new Links(
    tracker,
    companions,
    app.serviceManager.sessions,
    watches
  );
  if (registry) {
    await followBudget(registry, plugin.id, watches);
  }
  return { watches, links };
}
