import { DrawnGradients, settled } from '../testing/drawing';
import { gradients, recorded, row } from '../testing/gradients';
import type { Gradients } from '../protocol/messages';
import type { Link } from './sessionlink';

const live = (more: Partial<Gradients> = {}): Gradients =>
  gradients([recorded([row('w', [1])])], {
    state: 'recording',
    watch: 'token',
    ...more
  });

describe('the pause of a drawing', () => {
  let drawn: DrawnGradients;
  let asked: [string, boolean][];
  let reached: boolean;

  beforeEach(() => {
    asked = [];
    reached = true;
    drawn = new DrawnGradients({
      pause: async (watch, paused) => {
        asked.push([watch, paused]);
        return reached;
      }
    });
  });

  afterEach(async () => {
    jest.useRealTimers();
    await drawn.close();
  });

  it('pauses the recording in the kernel, and goes on', async () => {
    await drawn.show(live());
    await drawn.click('Pause');
    expect(drawn.head).toContain('Paused.');
    await drawn.click('Go On');
    expect(drawn.head).toContain('Recording…');
    expect(asked).toEqual([
      ['token', true],
      ['token', false]
    ]);
  });

  it('can go on after a pause without any update', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    await drawn.show(live());
    await drawn.click('Pause');
    await settled(() => jest.advanceTimersByTime(60_000));
    expect(drawn.head).toContain('Paused.');
    await drawn.click('Go On');
    expect(asked.at(-1)).toEqual(['token', false]);
  });

  it('believes updates that come after somebody else went on', async () => {
    await drawn.show(live());
    await drawn.click('Pause');
    // This one was on its way.
    await drawn.show(live({ recorded: 31 }));
    expect(drawn.head).toContain('Paused.');
    await drawn.show(live({ recorded: 32 }));
    expect(drawn.head).toContain('Recording…');
  });

  it('holds the drawing still where the recording is out of reach', async () => {
    reached = false;
    await drawn.show(live());
    await drawn.click('Pause');
    await drawn.show(live({ steps: 999 }));
    expect(drawn.head).toContain('300 steps');
    await drawn.click('Go On');
    expect(drawn.head).toContain('999 steps');
  });

  it('is not offered once the kernel is gone', async () => {
    await drawn.show(live());
    await settled(() => drawn.drawing.setLink('gone'));
    expect(drawn.button('Pause')).toBeNull();
  });
});

describe('the first line of a drawing', () => {
  let drawn: DrawnGradients;

  beforeEach(() => {
    drawn = new DrawnGradients();
  });

  afterEach(() => drawn.close());

  const linked = (link: Link): Promise<void> =>
    settled(() => drawn.drawing.setLink(link));

  it('says why no more comes, and how many steps are left', async () => {
    await drawn.show(live({ recorded: 1 }));
    const texts: [Link, string][] = [
      ['gone', 'Kernel is gone. Showing 1 recorded step.'],
      ['cut', 'Kernel is disconnected. Showing 1 recorded step.'],
      ['over', 'No longer recording. Showing 1 recorded step.'],
      ['live', 'Recording…']
    ];
    for (const [link, text] of texts) {
      await linked(link);
      expect(drawn.head).toContain(text);
    }
  });

  it('counts thousands as people write them', async () => {
    await drawn.show(live({ steps: 12_000, recorded: 1_200 }));
    expect(drawn.head).toContain('12,000 steps');
    await linked('gone');
    expect(drawn.head).toContain('Showing 1,200 recorded steps.');
  });

  it('claims neither that it records nor that it ended while nobody knows', async () => {
    await drawn.show(live());
    await linked('unsure');
    expect(drawn.head).toMatch(/^Gradientsmodel300 steps · every 10th step/);
  });

  it('does not wait for a kernel that is gone', async () => {
    await drawn.show(gradients([], { state: 'waiting', watch: 'token' }));
    expect(drawn.head).toContain('Waiting for the first backward()');
    await linked('unsure');
    expect(drawn.head).toContain('Nothing recorded so far');
    await linked('gone');
    expect(drawn.head).toContain('Kernel is gone. Nothing was recorded.');
  });

  it('stays as it is where the recording had ended', async () => {
    await drawn.show(live({ state: 'done', watch: '' }));
    const before = drawn.head;
    await linked('gone');
    expect(drawn.head).toBe(before);
  });

  it('shows what was held back once nothing more can come', async () => {
    await drawn.show(live({ watch: '' }));
    await drawn.click('Pause');
    await drawn.show(live({ watch: '', recorded: 42 }));
    await linked('gone');
    expect(drawn.head).toContain('Showing 42 recorded steps.');
    expect(drawn.button('Go On')).toBeNull();
  });
});
