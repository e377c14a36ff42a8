import { nullTranslator } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import { createRoot } from 'react-dom/client';

import { InspectorModel } from '../inspector/frame/model';
import { InspectorPanel } from '../inspector/frame/panel';
import type { Row } from '../protocol/messages';
import { FakeFindings, FakeTracker } from './fakefindings';

/** Lets answers, animation frames and drawing pass. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise(resolve => setTimeout(resolve, 10));
    MessageLoop.flush();
    await drawn();
  }
}

/** Resolves after React has drawn what was asked for before: it keeps their order. */
async function drawn(): Promise<void> {
  const root = createRoot(document.createElement('div'));
  await new Promise<void>(resolve =>
    root.render(React.createElement(Told, { resolve }))
  );
  root.unmount();
}

function Told({ resolve }: { resolve: () => void }): null {
  React.useEffect(resolve, [resolve]);
  return null;
}

/** A panel in the page, and what stands behind it. */
export interface IShown {
  readonly panel: InspectorPanel;
  readonly model: InspectorModel;
  readonly source: FakeFindings;
  readonly copied: string[];
}

/** Puts a panel into the page; the spec closes it with `closeAll`. */
export async function open(
  prepare: (source: FakeFindings) => void = () => undefined
): Promise<IShown> {
  const source = new FakeFindings();
  prepare(source);
  const model = new InspectorModel({
    tracker: new FakeTracker(source),
    describe: () => ({
      path: 'spiral.ipynb',
      name: 'spiral.ipynb',
      kernel: 'Python 3',
      cells: 9
    }),
    cellOrder: () => []
  });
  const copied: string[] = [];
  const panel = new InspectorPanel({
    model,
    services: {
      translator: nullTranslator,
      trans: nullTranslator.load('modulescope'),
      locale: 'en',
      editors: null,
      rendermime: null,
      openDemo: () => source.calls.push('demo'),
      openSettings: null,
      trust: () => source.calls.push('trust'),
      copy: text => copied.push(text),
      openMuteMenu: id => source.calls.push(`mute menu ${id}`),
      saveFollow: async follow => {
        source.calls.push(`follow ${follow}`);
      },
      openMain: view => source.calls.push(`open ${view}`),
      insertBelow: (_, text) => source.calls.push(`insert ${text}`),
      leave: () => source.calls.push('leave')
    }
  });
  Widget.attach(panel, document.body);
  await settle();
  const shown = { panel, model, source, copied };
  opened.push(shown);
  return shown;
}

/** Gives the kernel one model of these rows. */
export function withModel(source: FakeFindings, rows: readonly Row[]): void {
  source.companion.addModel('model', rows);
}

/** All elements of the panel that match. */
export function all(panel: Widget, selector: string): HTMLElement[] {
  return Array.from(panel.node.querySelectorAll<HTMLElement>(selector));
}

/** The first of them; there must be one. */
export function one(panel: Widget, selector: string): HTMLElement {
  const [element] = all(panel, selector);
  if (!element) {
    throw new Error(`nothing matches ${selector}`);
  }
  return element;
}

/** The button with this text or label. */
export function button(panel: Widget, name: string): HTMLElement {
  const found = all(panel, 'button').find(
    element =>
      element.textContent === name ||
      element.getAttribute('aria-label') === name
  );
  if (!found) {
    throw new Error(`no button ${name}`);
  }
  return found;
}

/** Presses a key on an element. */
export function press(
  element: Element,
  key: string,
  more: KeyboardEventInit = {}
): void {
  element.dispatchEvent(
    new KeyboardEvent('keydown', {
      key,
      bubbles: true,
      cancelable: true,
      ...more
    })
  );
}

/** Takes all panels out of the page. */
export function closeAll(): void {
  opened.splice(0).forEach(({ panel, model }) => {
    panel.dispose();
    model.dispose();
  });
}

/** Gives elements a size: jsdom lays nothing out, and a list of no height is empty. */
export function layOut(): void {
  const size = (name: 'clientWidth' | 'clientHeight', pixels: number): void => {
    jest.spyOn(HTMLElement.prototype, name, 'get').mockReturnValue(pixels);
  };
  size('clientWidth', 380);
  size('clientHeight', 480);
}

const opened: IShown[] = [];
