import { Widget } from '@lumino/widgets';

import type { FakeFindings } from '../../testing/fakefindings';
import { finding } from '../../testing/fakefindings';
import { root, row } from '../../testing/answeringcompanion';
import {
  all,
  button,
  closeAll,
  layOut,
  one,
  open,
  settle,
  withModel
} from '../../testing/openpanel';

beforeAll(layOut);
afterEach(closeAll);

describe('the panel', () => {
  it('names its toolbar, its sections and every button', async () => {
    const { panel } = await open(source => {
      source.findings = [finding('a')];
      withModel(source, [root(1), row('head')]);
    });
    expect(one(panel, '[role="toolbar"]').getAttribute('aria-label')).toBe(
      'Modules tools'
    );
    expect(
      all(panel, '.jp-ModulescopeSection').map(section =>
        section.getAttribute('aria-label')
      )
    ).toEqual(['Problems', 'Modules', 'Details']);
    const nameless = all(panel, 'button').filter(
      element =>
        (element.getAttribute('aria-label') ?? element.textContent ?? '') ===
          '' && element.getAttribute('aria-hidden') !== 'true'
    );
    expect(nameless).toEqual([]);
  });

  it('says which notebook it shows and when it was checked', async () => {
    const time = new Date(2026, 0, 1, 12, 4, 31).getTime();
    const { panel } = await open(source => {
      source.checked = { execution_count: 8, time };
    });
    expect(one(panel, '.jp-ModulescopePanel-source').textContent).toBe(
      'spiral.ipynb · Python 3 · checked after [8], 12:04:31'
    );
  });

  it('pauses and resumes the checks', async () => {
    const { panel, source } = await open();
    button(panel, 'Pause checks').click();
    expect(source.paused).toBe(true);
  });

  it('asks nothing of the kernel once it is detached', async () => {
    const { panel, source } = await open();
    Widget.detach(panel);
    source.companion.asked.length = 0;
    source.companion.finishRun();
    await settle();
    expect(source.companion.asked).toEqual([]);
  });

  it('tells those who follow it that it is gone', async () => {
    const { panel } = await open();
    const gone = jest.fn();
    panel.disposed.connect(gone);
    panel.dispose();
    expect(gone).toHaveBeenCalledTimes(1);
  });
});

describe('the states of the panel', () => {
  const CHECKED = { execution_count: 9, time: 0 };
  it.each([
    [
      'other language',
      (fake: FakeFindings) => (fake.companion.state = 'other-language'),
      "This notebook's kernel is not Python."
    ],
    [
      'off',
      (fake: FakeFindings) => (fake.companion.state = 'off'),
      'Checks are off in this kernel.'
    ],
    [
      'off for the notebook',
      (fake: FakeFindings) => (fake.isOff = true),
      'Checks are off for this notebook.'
    ],
    [
      'dropped',
      (fake: FakeFindings) => (fake.companion.state = 'dropped'),
      'Disconnected.'
    ],
    [
      'not installed',
      (fake: FakeFindings) => (fake.companion.state = 'not-installed'),
      '%pip install modulescope'
    ],
    [
      'busy at open',
      (fake: FakeFindings) => (fake.companion.state = 'waiting'),
      'Waiting for the kernel. Checks start when the running cell ends.'
    ],
    [
      'dead',
      (fake: FakeFindings) => (fake.companion.state = 'dead'),
      'The kernel died.'
    ],
    [
      'no torch',
      (fake: FakeFindings) =>
        (fake.companion.hello = fake.companion.hello && {
          ...fake.companion.hello,
          torch: null
        }),
      'torch is not imported in this kernel.'
    ],
    ['never checked', () => undefined, 'Nothing checked yet.'],
    [
      'not trusted',
      (fake: FakeFindings) => (fake.hindrance = 'untrusted'),
      'Nothing was checked, because this notebook is not trusted.'
    ],
    [
      'nothing of torch',
      (fake: FakeFindings) => (fake.hindrance = 'no-torch'),
      'No cell of this notebook uses torch: nothing to check.'
    ],
    [
      'nothing of torch, asked for',
      (fake: FakeFindings) => {
        fake.hindrance = 'no-torch';
        fake.askedTime = new Date(2026, 0, 1, 12, 4, 31).getTime();
      },
      'Looked at 12:04:31'
    ],
    [
      'paused before the first check',
      (fake: FakeFindings) => (fake.paused = true),
      'Nothing was checked: checks are paused.'
    ],
    [
      'clean code, nothing live',
      (fake: FakeFindings) =>
        (fake.codeTime = new Date(2026, 0, 1, 12, 4, 31).getTime()),
      'No problems in 9 cells. Code checked at 12:04:31'
    ],
    [
      'clean',
      (fake: FakeFindings) => (fake.checked = CHECKED),
      'No problems in 9 cells. Last check after [9]'
    ],
    [
      'restarted',
      (fake: FakeFindings) => (fake.restarted = true),
      'Kernel restarted. Live evidence was cleared.'
    ],
    [
      'dead, with findings in the code',
      (fake: FakeFindings) => {
        fake.companion.state = 'dead';
        fake.findings = [finding('a')];
        fake.restarted = true;
      },
      'The kernel died. Live evidence was cleared. Restart it to check again.'
    ],
    [
      'crash',
      (fake: FakeFindings) => (fake.failed = ['NN308 (ValueError)']),
      'The last check failed: NN308 (ValueError). Your code was not affected.'
    ],
    [
      'crash told in sentences',
      (fake: FakeFindings) =>
        (fake.failed = ['There is no rule "NN999". Closest: NN519.']),
      'Closest: NN519. Your code was not affected.'
    ],
    [
      'slowed',
      (fake: FakeFindings) => {
        fake.slowed = true;
        fake.liveMs = 180.4;
      },
      'Live checks took 180 ms and were slowed down'
    ],
    [
      'slow',
      (fake: FakeFindings) =>
        fake.companion.setPace([], { 'notebook.check': 10_200 }),
      'Checks take 10 s here'
    ],
    [
      'late check',
      (fake: FakeFindings) =>
        fake.companion.setPace(['notebook.check'], { 'notebook.check': 4000 }),
      'The kernel is not answering.'
    ],
    [
      'late opening',
      (fake: FakeFindings) => {
        fake.companion.setState('connecting');
        fake.companion.setPace(['client.open']);
      },
      'The kernel is not answering.'
    ],
    [
      'late tree',
      (fake: FakeFindings) => fake.companion.setPace(['tree.get']),
      'The kernel is not answering.'
    ],
    [
      'late details',
      (fake: FakeFindings) => {
        withModel(fake, [root(0)]);
        fake.companion.getModule = () => new Promise(() => undefined);
        fake.companion.setPace(['module.get']);
      },
      'The kernel is not answering.'
    ],
    [
      'no model',
      () => undefined,
      'No nn.Module in this kernel yet. Run the cell that builds your model.'
    ]
  ])('%s', async (_, prepare, text) => {
    const { panel } = await open(prepare);
    expect(panel.node.textContent).toContain(text);
  });

  it('says nothing of checks that take no longer than usual', async () => {
    const { panel, source } = await open();
    source.companion.setPace([], { 'notebook.check': 11_000 });
    await settle();
    expect(panel.node.textContent).toContain('Checks take 11 s here');
    source.companion.setPace([], { 'notebook.check': 1900 });
    await settle();
    expect(panel.node.textContent).not.toContain('Checks take');
  });

  it('turns the checks on', async () => {
    const { panel, source } = await open(fake => {
      fake.companion.state = 'off';
    });
    button(panel, 'Turn On').click();
    expect(source.companion.state).toBe('ready');
  });

  it('lets the user trust the notebook, or check it without', async () => {
    const { panel, source } = await open(fake => {
      fake.hindrance = 'untrusted';
    });
    button(panel, 'Trust Notebook').click();
    button(panel, 'Check This Notebook').click();
    expect(source.calls).toEqual(['trust', 'check']);
  });

  it('copies the install command', async () => {
    const { panel, copied } = await open(fake => {
      fake.companion.state = 'not-installed';
    });
    button(panel, 'Copy Install Command').click();
    expect(copied).toEqual(['%pip install modulescope']);
  });
});
