import { WidgetTracker } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { MimeModel, RenderMimeRegistry } from '@jupyterlab/rendermime';
import { nullTranslator } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { act } from 'react';

import { layCanvas } from '../testing/drawing';
import { FakeCompanion, settled } from '../testing/fakecompanion';
import { FakeKernel, FakeSession, FakeSessions } from '../testing/fakesession';
import { gradients, recorded, row } from '../testing/gradients';
import { GRADIENTS_MIME } from '../tokens';
import { Links } from './links';
import { GradientsRenderer } from './renderer';
import type { Watches } from './watches';

/** As much of a notebook's panel as tells whose an output is. */
class Panel extends Widget {
  readonly sessionContext = new FakeSession(new FakeKernel());
  readonly companion = new FakeCompanion();
  readonly context = {
    urlResolver: new RenderMimeRegistry.UrlResolver({
      path: 'spiral.ipynb',
      contents: {} as never
    })
  };
}

const document_ = gradients([recorded([row('w', [1])])], {
  state: 'recording',
  watch: 'token',
  recorded: 30
});

describe('a recording in an output', () => {
  let tracker: WidgetTracker<NotebookPanel>;
  let registry: RenderMimeRegistry;
  let panel: Panel;
  let isRecorded: boolean | null;
  let drawn: GradientsRenderer[];

  async function open(): Promise<Panel> {
    const opened = new Panel();
    opened.id = `panel-${tracker.size}`;
    Widget.attach(opened, document.body);
    await tracker.add(opened as unknown as NotebookPanel);
    return opened;
  }

  /** Draws it as a notebook does whose outputs are trusted, without a place in the page. */
  async function draw(
    of: RenderMimeRegistry,
    data: unknown = document_
  ): Promise<GradientsRenderer> {
    const renderer = of.createRenderer(GRADIENTS_MIME) as GradientsRenderer;
    drawn.push(renderer);
    const bundle = { [GRADIENTS_MIME]: data as never };
    await act(async () => {
      await renderer.renderModel(
        new MimeModel({ data: bundle, trusted: true })
      );
      MessageLoop.flush();
    });
    return renderer;
  }

  const head = (renderer: GradientsRenderer): string =>
    renderer.node.querySelector('.jp-ModulescopeGradients-head')?.textContent ??
    '';

  const after = (action: () => void): Promise<void> =>
    act(async () => {
      action();
      await settled();
      MessageLoop.flush();
    });

  const notebook = (of: Panel): RenderMimeRegistry =>
    registry.clone({ resolver: of.context.urlResolver });

  beforeEach(async () => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
    layCanvas();
    drawn = [];
    isRecorded = null;
    tracker = new WidgetTracker({ namespace: 'spec' });
    panel = await open();
    const links = new Links(
      tracker as never,
      { get: (of: unknown) => (of as Panel).companion } as never,
      new FakeSessions().manager,
      { isRecorded: async () => isRecorded } as unknown as Watches
    );
    registry = new RenderMimeRegistry({
      initialFactories: [
        {
          safe: true,
          mimeTypes: [GRADIENTS_MIME],
          createRenderer: ({ resolver }) =>
            new GradientsRenderer({
              trans: nullTranslator.load('modulescope'),
              resolver,
              link: async (...drawing) => links.of(...drawing)
            })
        }
      ]
    });
  });

  afterEach(async () => {
    await act(async () => drawn.forEach(one => one.dispose()));
    tracker.forEach(one => one.dispose());
    tracker.dispose();
  });

  it('says at once when its kernel is gone, and how much is left', async () => {
    panel.sessionContext.display('display_data', {
      [GRADIENTS_MIME]: document_
    });
    const output = await draw(notebook(panel));
    expect(head(output)).toContain('Recording…');
    await after(() => panel.sessionContext.setStatus('autorestarting'));
    expect(head(output)).toContain(
      'Kernel is gone. Showing 30 recorded steps.'
    );
    expect(output.node.querySelector('[aria-label=Pause]')).toBeNull();
  });

  it('is not touched by the kernel of another notebook', async () => {
    const other = await open();
    other.sessionContext.display('display_data', {
      [GRADIENTS_MIME]: document_
    });
    const output = await draw(notebook(other));
    await after(() => panel.sessionContext.setStatus('dead'));
    expect(head(output)).toContain('Recording…');
    await after(() => other.dispose());
  });

  it('claims nothing before the kernel was asked, then what is true', async () => {
    const output = await draw(notebook(panel));
    expect(head(output)).toMatch(/^Gradientsmodel300 steps/);
    isRecorded = false;
    await after(() => panel.companion.setState('ready'));
    expect(head(output)).toContain(
      'No longer recording. Showing 30 recorded steps.'
    );
  });

  it('is gone in a notebook that was opened without a kernel', async () => {
    panel.sessionContext.kernel = null;
    expect(head(await draw(notebook(panel)))).toContain('Kernel is gone.');
  });

  it('that has ended says what it said before', async () => {
    panel.sessionContext.kernel = null;
    const output = await draw(notebook(panel), {
      ...document_,
      state: 'done',
      watch: ''
    });
    expect(head(output)).toMatch(/^Gradientsmodel300 steps/);
  });

  it('follows the notebook in front where the panel draws it', async () => {
    panel.node.tabIndex = 0;
    panel.node.focus();
    const drawing = await draw(registry);
    expect(head(drawing)).toContain('Recording…');
    await after(() => panel.sessionContext.setStatus('dead'));
    expect(head(drawing)).toContain('Kernel is gone.');
  });

  it('says what its updates say where no notebook is known', async () => {
    const resolver = new RenderMimeRegistry.UrlResolver({
      path: 'console',
      contents: {} as never
    });
    const output = await draw(registry.clone({ resolver }));
    expect(head(output)).toContain('Recording…');
  });
});
