import { FakeCompanion, settled } from '../testing/fakecompanion';
import { KernelChoices } from './choices';

describe('KernelChoices', () => {
  let companion: FakeCompanion;
  let choices: KernelChoices;

  beforeEach(() => {
    companion = new FakeCompanion();
    choices = new KernelChoices(companion);
  });

  it('hold at once, and as the kernel says afterwards', async () => {
    companion.session = { muted: ['NN308'], paused: false, told: [] };
    const done = choices.mute('NN102');
    expect(choices.muted).toEqual(['NN102']);
    await done;
    expect(choices.muted).toEqual(['NN308', 'NN102']);
  });

  it('are not undone by what was said before they arrived', async () => {
    const done = choices.pause(true);
    choices.update({ muted: [], paused: false, told: [] });
    expect(choices.paused).toBe(true);
    await done;
    choices.update({ muted: [], paused: false, told: [] });
    expect(choices.paused).toBe(false);
  });

  it('hold for this page until the kernel can be asked', async () => {
    const ask = jest.spyOn(companion, 'setSession');
    ask.mockRejectedValueOnce(new Error('no kernel'));
    await choices.mute('NN102');
    expect(choices.muted).toEqual(['NN102']);
    choices.update(companion.session);
    await settled();
    expect(choices.muted).toEqual(['NN102']);
    expect(companion.session.muted).toEqual(['NN102']);
  });

  it('say only what is new', async () => {
    const changed = jest.fn();
    choices.changed.connect(changed);
    choices.update({ muted: ['NN102'], paused: false, told: [] });
    choices.update({ muted: ['NN102'], paused: false, told: ['x'] });
    expect(changed).toHaveBeenCalledTimes(1);
    expect(choices.isTold('x')).toBe(true);
    companion.restart();
    await settled();
    expect([choices.muted, choices.isTold('x')]).toEqual([[], false]);
  });
});
