import { root, row } from '../../testing/answeringcompanion';
import type { IShown } from '../../testing/openpanel';
import {
  closeAll,
  layOut,
  open,
  settle,
  withModel
} from '../../testing/openpanel';

beforeAll(layOut);
afterEach(closeAll);

/** How often gradients were asked for, so far. */
function count({ source }: IShown): number {
  return source.companion.asked.filter(one => one.startsWith('grads.get'))
    .length;
}

function setBusy({ source }: IShown, busySince: number | null): void {
  source.companion.busySince = busySince;
  source.companion.busyChanged.emit();
}

function answer({ source }: IShown, again: number | null): void {
  source.companion.answers.set('grads.get', {
    document: null,
    text: '',
    again_ms: again
  });
}

async function pass(ms: number): Promise<void> {
  await jest.advanceTimersByTimeAsync(ms);
}

describe('LiveGradients', () => {
  let shown: IShown;
  /** What was asked until the tab was open and everything rested. */
  let before: number;

  beforeEach(async () => {
    shown = await open(fake => withModel(fake, [root(1), row('stem')]));
    answer(shown, null);
    shown.model.details.tab = 'grads';
    await shown.model.details.refresh();
    await settle();
    jest.useFakeTimers();
    await pass(2000);
    before = count(shown);
    expect(before).toBeGreaterThan(0);
  });

  afterEach(() => jest.useRealTimers());

  it('asks an idle kernel no second time', async () => {
    await pass(5000);
    expect(count(shown)).toBe(before);
  });

  it('asks a kernel that became busy, as often as it says, and at its end', async () => {
    answer(shown, 250);
    setBusy(shown, 1);
    await pass(1000);
    const during = count(shown) - before;
    expect(during).toBeGreaterThanOrEqual(2);
    expect(during).toBeLessThanOrEqual(4);
    answer(shown, null);
    setBusy(shown, null);
    await pass(700);
    const all = count(shown);
    expect(all).toBe(before + during + 1);
    await pass(600);
    expect(count(shown)).toBe(all);
  });

  it('asks again though the kernel did not know yet why it is busy', async () => {
    setBusy(shown, 1);
    await pass(400);
    const early = count(shown);
    answer(shown, 250);
    await pass(1500);
    expect(count(shown)).toBeGreaterThan(early + 1);
  });

  it('asks nothing while another tab is open', async () => {
    answer(shown, 250);
    shown.model.details.tab = 'overview';
    setBusy(shown, 1);
    await pass(600);
    expect(count(shown)).toBe(before);
  });

  it('asks nothing once the panel is gone', async () => {
    answer(shown, 250);
    setBusy(shown, 1);
    await closeAll();
    await pass(600);
    expect(count(shown)).toBe(before);
  });
});
