import { PromiseDelegate } from '@lumino/coreutils';

import { FollowChoice } from './followchoice';

describe('FollowChoice', () => {
  it('is what the settings say', () => {
    const choice = new FollowChoice(() => undefined);
    expect(choice.value).toBe(true);
    choice.restore(false);
    expect(choice.value).toBe(false);
  });

  it('tells of each change once', () => {
    const told: boolean[] = [];
    const choice = new FollowChoice(() => told.push(choice.value));
    choice.restore(true);
    choice.restore(false);
    choice.restore(false);
    expect(told).toEqual([false]);
  });

  it('holds before the setting is saved', () => {
    const choice = new FollowChoice(() => undefined);
    void choice.choose(false, () => new Promise(() => undefined));
    expect(choice.value).toBe(false);
  });

  it('is not undone by what the settings said before it is saved', async () => {
    const choice = new FollowChoice(() => undefined);
    const off = new PromiseDelegate<void>();
    const on = new PromiseDelegate<void>();
    const first = choice.choose(false, () => off.promise);
    choice.restore(true);
    expect(choice.value).toBe(false);
    const second = choice.choose(true, () => on.promise);
    off.resolve();
    await first;
    choice.restore(false);
    expect(choice.value).toBe(true);
    on.resolve();
    await second;
    choice.restore(false);
    expect(choice.value).toBe(false);
  });

  it('holds for this page if the setting cannot be saved', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    const choice = new FollowChoice(() => undefined);
    await choice.choose(false, () => Promise.reject(new Error('read-only')));
    expect(choice.value).toBe(false);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
    choice.restore(true);
    expect(choice.value).toBe(true);
  });
});
