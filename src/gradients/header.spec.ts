import { DrawnGradients, settled } from '../testing/drawing';
import { gradients, recorded, row } from '../testing/gradients';
import type { IGradients } from './document';

const live = (more: Partial<IGradients> = {}): IGradients =>
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
