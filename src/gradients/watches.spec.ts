import type { NotebookPanel } from '@jupyterlab/notebook';
import { WidgetTracker } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';

import { readMessage } from '../protocol/incoming';
import type { IOutgoing } from '../protocol/call';
import type { WatchSet } from '../protocol/messages';
import { FakeCompanion, settled } from '../testing/fakecompanion';
import type { IPlace } from './place';
import { Watches } from './watches';

const at = (node: HTMLElement): IPlace => ({ node, resolver: null });

/** A kernel that pauses what it is told to. */
class Kernel extends FakeCompanion {
  readonly asked: WatchSet[] = [];
  state: FakeCompanion['state'] = 'ready';
  isGone = false;

  async ask<T>(request: IOutgoing): Promise<T> {
    if (this.isGone) {
      throw new Error('gone');
    }
    const set = { ...request, id: '' } as unknown as WatchSet;
    this.asked.push(set);
    const state = set.action === 'pause' ? 'paused' : 'recording';
    return { watch: set.watch, state } as T;
  }
}

describe('Watches', () => {
  let tracker: WidgetTracker<NotebookPanel>;
  let kernels: Map<Widget, Kernel>;
  let watches: Watches;

  /** A notebook that is open. */
  async function open(): Promise<{ panel: Widget; kernel: Kernel }> {
    const panel = new Widget();
    panel.id = `panel-${kernels.size}`;
    const kernel = new Kernel();
    kernels.set(panel, kernel);
    Widget.attach(panel, document.body);
    await tracker.add(panel as NotebookPanel);
    return { panel, kernel };
  }

  beforeEach(() => {
    kernels = new Map();
    tracker = new WidgetTracker({ namespace: 'spec' });
    const get = (panel: Widget): Kernel => {
      const kernel = kernels.get(panel);
      if (!kernel) {
        throw new Error('no such notebook');
      }
      return kernel;
    };
    watches = new Watches(tracker as never, { get } as never);
  });

  afterEach(() => {
    tracker.dispose();
    kernels.forEach((_, panel) => panel.dispose());
  });

  it('pauses in the kernel of the notebook that holds the drawing', async () => {
    const { panel, kernel } = await open();
    const other = await open();
    const node = panel.node.appendChild(document.createElement('div'));
    expect(await watches.pause(at(node), 'token', true)).toBe(true);
    expect(kernel.asked).toMatchObject([{ action: 'pause', watch: 'token' }]);
    expect(await watches.pause(at(node), 'token', false)).toBe(true);
    expect(kernel.asked[1].action).toBe('resume');
    expect(other.kernel.asked).toEqual([]);
  });

  it('can read the answer of a kernel though no panel was opened', async () => {
    const { panel } = await open();
    await watches.pause(at(panel.node), 'token', true);
    const answer = {
      kind: 'watch.state',
      id: '1',
      watch: 'token',
      state: 'paused',
      model: '',
      steps: 40,
      recorded: 40,
      overhead: 0.01,
      budget: 0.01,
      message: ''
    };
    expect(readMessage(answer)).toEqual(answer);
  });

  it('says that a kernel that is gone was not reached', async () => {
    const { panel, kernel } = await open();
    kernel.isGone = true;
    expect(await watches.pause(at(panel.node), 'token', true)).toBe(false);
  });

  it('says that nothing was reached without a notebook', async () => {
    const node = document.createElement('div');
    expect(await watches.pause(at(node), 'token', true)).toBe(false);
  });

  it('tells kernels of a budget now, when they open and after a restart', async () => {
    const first = await open();
    watches.follow();
    expect(first.kernel.asked).toEqual([]);
    watches.setBudget(0.02);
    await settled();
    const told = { action: 'none', budget: 0.02 };
    expect(first.kernel.asked).toMatchObject([told]);
    const second = await open();
    await settled();
    expect(second.kernel.asked).toMatchObject([told]);
    first.kernel.restart();
    first.kernel.setState('ready');
    await settled();
    expect(first.kernel.asked).toMatchObject([told, told]);
  });

  it('tells a kernel nothing before it can answer', async () => {
    const { kernel } = await open();
    kernel.state = 'none';
    watches.follow();
    watches.setBudget(0.02);
    expect(kernel.asked).toEqual([]);
    kernel.setState('ready');
    await settled();
    expect(kernel.asked).toHaveLength(1);
  });
});
