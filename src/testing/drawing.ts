import { nullTranslator } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { act } from 'react';

import type { Gradients } from '../protocol/messages';
import { GradientsDrawing } from '../gradients/mount';

/** The canvas that jsdom lacks: it takes every stroke and keeps none. */
const CONTEXT = new Proxy<Record<string, unknown>>(
  { measureText: (text: string) => ({ width: 6 * text.length }) },
  { get: (own, name: string) => own[name] ?? (() => undefined) }
);

/** Recorded gradients that are drawn into the page of a spec. */
export class DrawnGradients {
  constructor(options: Partial<GradientsDrawing.IOptions> = {}) {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
    layCanvas();
    document.body.append(this.node);
    const trans = nullTranslator.load('modulescope');
    let drawing: GradientsDrawing | undefined;
    act(() => {
      drawing = new GradientsDrawing(this.node, { trans, ...options });
    });
    if (!drawing) {
      throw new Error('nothing was drawn');
    }
    this.drawing = drawing;
  }

  readonly node = document.createElement('div');
  readonly drawing: GradientsDrawing;

  /** The first line. */
  get head(): string {
    return this.find('.jp-ModulescopeGradients-head').textContent ?? '';
  }

  async show(gradients: Gradients): Promise<void> {
    await settled(() => this.drawing.setGradients(gradients));
  }

  find<T extends Element = HTMLElement>(selector: string): T {
    const found = this.node.querySelector<T>(selector);
    if (!found) {
      throw new Error(`${selector} not found in ${this.node.textContent}`);
    }
    return found;
  }

  /** A button by the name that is read out; null without one. */
  button(name: string): HTMLButtonElement | null {
    const all = this.node.querySelectorAll('button');
    return (
      [...all].find(
        one => (one.getAttribute('aria-label') ?? one.textContent) === name
      ) ?? null
    );
  }

  async click(name: string): Promise<void> {
    const found = this.button(name);
    if (!found) {
      throw new Error(`no button ${name} in ${this.node.textContent}`);
    }
    await settled(() => found.click());
  }

  /** An entry of the menu. */
  async choose(label: string): Promise<void> {
    await this.click('More');
    await this.click(label);
  }

  /** A key in the plot. */
  async press(key: string, more: KeyboardEventInit = {}): Promise<void> {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, ...more });
    await settled(() => this.find('[role=grid]').dispatchEvent(event));
  }

  async close(): Promise<void> {
    await settled(() => this.drawing.dispose());
    this.node.remove();
  }
}

/** Gives the page a canvas that keeps nothing. */
export function layCanvas(): void {
  HTMLCanvasElement.prototype.getContext = () => CONTEXT as never;
}

/** Does something, and waits until all is drawn. */
export async function settled(action: () => unknown): Promise<void> {
  await act(async () => {
    action();
    MessageLoop.flush();
  });
}
