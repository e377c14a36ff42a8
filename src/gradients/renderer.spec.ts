import { MimeModel } from '@jupyterlab/rendermime';
import { nullTranslator } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { act } from 'react';

import { layCanvas } from '../testing/drawing';
import { FakeKernel, FakeSession, FakeSessions } from '../testing/fakesession';
import { gradients, last, recorded, row } from '../testing/gradients';
import type { Gradients } from '../protocol/messages';
import { GRADIENTS_MIME } from '../tokens';
import { GradientsRenderer } from './renderer';
import { SessionLink } from './sessionlink';

const trans = nullTranslator.load('modulescope');

describe('GradientsRenderer', () => {
  let renderer: GradientsRenderer;

  async function render(document: unknown, trusted = true): Promise<void> {
    const data = { [GRADIENTS_MIME]: document as never };
    await act(async () => {
      await renderer.renderModel(new MimeModel({ data, trusted }));
      MessageLoop.flush();
    });
  }

  function find<T extends Element = HTMLElement>(selector: string): T {
    const node = renderer.node.querySelector<T>(selector);
    if (!node) {
      throw new Error(`${selector} not found in ${renderer.node.textContent}`);
    }
    return node;
  }

  function button(label: string): HTMLButtonElement {
    const found = [...renderer.node.querySelectorAll('button')].find(
      node => node.textContent === label
    );
    if (!found) {
      throw new Error(`no button ${label}`);
    }
    return found;
  }

  /** An entry of the menu. */
  async function choose(label: string): Promise<void> {
    await act(async () => find('[aria-haspopup=menu]').click());
    await act(async () => button(label).click());
  }

  function head(): string | null {
    return find('.jp-ModulescopeGradients-head').textContent;
  }

  function read(): string | null {
    return find('.jp-ModulescopeGradients-read').textContent;
  }

  async function press(key: string): Promise<void> {
    await act(async () => {
      find('[role=grid]').dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true })
      );
    });
  }

  const healthy = (more: Partial<Gradients> = {}): Gradients =>
    gradients(
      [recorded([row('stem.weight', [1e-3, 1e-2]), row('head', [1, 1])])],
      more
    );

  beforeAll(() => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
    layCanvas();
  });

  beforeEach(() => {
    renderer = new GradientsRenderer({ trans });
    Widget.attach(renderer, document.body);
  });

  afterEach(async () => {
    await act(async () => renderer.dispose());
    jest.useRealTimers();
  });

  it('says what it waits for', async () => {
    await render(gradients([], { state: 'waiting', recorded: 0, steps: 0 }));
    expect(head()).toBe('GradientsWaiting for the first backward()');
  });

  it('updates the same view in place, and keeps the choices of the user', async () => {
    await render(healthy({ state: 'recording' }));
    const view = find('.jp-ModulescopeGradients');
    const canvas = find('[role=grid]');
    await act(async () => button('Norm').click());
    await render(healthy({ steps: 310 }));
    expect(find('.jp-ModulescopeGradients')).toBe(view);
    expect(find('[role=grid]')).toBe(canvas);
    expect(head()).toContain('310 steps');
    expect(button('Norm').getAttribute('aria-pressed')).toBe('true');
  });

  it('says so when a recording gets no more updates', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    await render(healthy({ state: 'recording' }));
    expect(head()).toContain('Recording…');
    await act(async () => {
      jest.advanceTimersByTime(10_000);
      MessageLoop.flush();
    });
    expect(head()).toContain('No update for a while. Showing 300 steps');
  });

  describe('beside a kernel', () => {
    let asked: string[];
    let link: SessionLink;

    beforeEach(async () => {
      await act(async () => renderer.dispose());
      asked = [];
      link = new SessionLink({
        sessionContext: new FakeSession(new FakeKernel()).context,
        sessions: new FakeSessions().manager,
        isRecorded: async watch => {
          asked.push(watch);
          return true;
        }
      });
      renderer = new GradientsRenderer({ trans, link: async () => link });
      Widget.attach(renderer, document.body);
    });

    afterEach(() => link.dispose());

    const states = ['waiting', 'recording', 'paused'] as const;

    it.each([...states, 'stopped', 'done'] as const)(
      'asks it nothing because an untrusted output says %s',
      async state => {
        await render(healthy({ state, watch: 'f'.repeat(64) }), false);
        expect(asked).toEqual([]);
        expect(head()).toContain('300 steps');
      }
    );

    it.each(states)('asks it whether a trusted output is %s', async state => {
      await render(healthy({ state, watch: 'token' }));
      expect(asked).toEqual(['token']);
    });

    it('asks it about an output once that is trusted', async () => {
      await render(healthy({ state: 'recording', watch: 'token' }), false);
      await render(healthy({ state: 'recording', watch: 'token' }), true);
      expect(asked).toEqual(['token']);
    });
  });

  it('shows a damaged output in words, and the next good one again', async () => {
    await render({ version: 1 });
    expect(renderer.node.textContent).toContain(
      'another version, or are damaged'
    );
    await render(healthy());
    expect(head()).toContain('300 steps');
  });

  it('tells what the kernel said, as text', async () => {
    await render(
      gradients([], { message: '<img src=x onerror=alert(1)>\nline two' })
    );
    expect(renderer.node.querySelector('img')).toBeNull();
    expect(find('.jp-ModulescopeGradients-message').children).toHaveLength(2);
  });

  it('makes no markup of names', async () => {
    const name = '<b onclick=alert(1)>x</b>';
    const onset = {
      kind: 'NaN',
      step: 10,
      fqn: name,
      finite_step: null
    } as const;
    await render(
      gradients([recorded([row(name, [null])], { name, onset })], {
        message: name
      })
    );
    await choose('Show as Table');
    expect(renderer.node.querySelector('[onclick]')).toBeNull();
    expect(find('table').textContent).toContain(name);
  });

  it('moves the crosshair by keys, reads it out and announces it', async () => {
    await render(healthy());
    await press('ArrowLeft');
    expect(read()).toBe('step 20stem.weightRMS 1.0e-02max 1.0e-01');
    await press('ArrowLeft');
    await press('ArrowDown');
    expect(read()).toContain('step 10head');
    const cell = find('[role=grid]').getAttribute('aria-activedescendant');
    expect(document.getElementById(cell ?? '')?.textContent).toBe(
      'step 10, head, RMS 1.0e+00, max 1.0e+01'
    );
    await press('Escape');
    expect(read()).toContain('Point at a cell');
  });

  it('unfolds a row by Enter', async () => {
    const members = [1, 2].map(n => row(`blocks.${n}`, [1]));
    await render(
      gradients([recorded([row('blocks.1–2', [1], { count: 2, members })])])
    );
    await press('ArrowLeft');
    await press('Enter');
    await press('ArrowDown');
    expect(read()).toContain('blocks.1');
  });

  it('goes to the step where a NaN began', async () => {
    const onset = { kind: 'NaN', step: 20, fqn: 'w', finite_step: 10 } as const;
    const rows = [row('w', [1, null], { bad: [[1, 3, 0]] })];
    await render(gradients([recorded(rows, { onset })]));
    expect(find('.jp-ModulescopeGradients-note').textContent).toContain(
      'NaN first seen at step 20 in w; step 10 was finite'
    );
    await act(async () => button('Go to step 20').click());
    expect(read()).toBe('step 20wNaN in 3 of 16');
  });

  it('says how many rows are below the eps of the optimizer', async () => {
    const low = row('w', [1e-12], { last: last({ num_low: 1 }) });
    await render(gradients([recorded([low, row('v', [1])])]));
    expect(read()).toBe(
      '1 of 2 rows are below Adam eps 1e-08, and below the scale of the colours'
    );
    await act(async () => button('Layers').click());
    expect(read()).toBe('1 of 2 rows are below Adam eps 1e-08');
  });

  it('shows the fitted ends in the legend', async () => {
    await render(healthy());
    const legend = (): string | null =>
      find('.jp-ModulescopeGradients-legend').textContent;
    expect(legend()).toContain('log10 RMS−80');
    await act(async () => button('Fit').click());
    expect(legend()).toContain('log10 RMS, fitted−30');
  });

  it('lets the user choose among several models', async () => {
    const models = ['G', 'D'].map(name =>
      recorded([row(`${name}.w`, [1])], { name })
    );
    await render(gradients(models));
    const select = find<HTMLSelectElement>('select');
    await act(async () => {
      select.value = 'D';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await choose('Show as Table');
    expect(find('tbody').textContent).toContain('D.w');
  });

  const model = (steps: number): MimeModel =>
    new MimeModel({ data: { [GRADIENTS_MIME]: healthy({ steps }) as never } });

  it('drops an update that came after a newer one', async () => {
    await act(async () => {
      await Promise.all([
        renderer.renderModel(model(1)),
        renderer.renderModel(model(2))
      ]);
      MessageLoop.flush();
    });
    expect(head()).toContain('2 steps');
  });

  it('draws nothing that comes after its end', async () => {
    const late = renderer.renderModel(model(1));
    renderer.dispose();
    await expect(late).resolves.toBeUndefined();
  });
});
