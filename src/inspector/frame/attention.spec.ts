import { Attention } from './attention';

describe('the attention to a part of the panel', () => {
  it('ends when the last viewer no longer sees it', () => {
    const attention = new Attention();
    const part = { active: false };
    const [sidebar, main] = [{}, {}];
    attention.set(part, sidebar, true);
    attention.set(part, main, true);
    attention.set(part, sidebar, false);
    expect(part.active).toBe(true);
    attention.set(part, main, false);
    expect(part.active).toBe(false);
  });

  it('counts a viewer once', () => {
    const attention = new Attention();
    const part = { active: false };
    const viewer = {};
    attention.set(part, viewer, true);
    attention.set(part, viewer, true);
    attention.set(part, viewer, false);
    expect(part.active).toBe(false);
  });
});
