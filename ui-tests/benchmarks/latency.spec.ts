import type { Page } from '@playwright/test';

import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { signs } from '../helpers/marks';
import { hiddenLayers, registeredLayers } from '../helpers/snippets';
import { dedent } from '../helpers/files';

const REPEATS = 20;

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function show(name: string, value: number, bar: number): void {
  const ratio = (value / bar).toFixed(2);
  process.stdout.write(
    `${name}: ${value.toFixed(0)} ms (bar ${bar} ms, ratio ${ratio})\n`
  );
}

/** Milliseconds until the page has, or no longer has, an element. */
function timeUntil(
  page: Page,
  selector: string,
  isThere: boolean
): Promise<number> {
  return page.evaluate(
    ([wanted, there]) =>
      new Promise<number>(resolve => {
        const start = performance.now();
        const look = () => {
          if ((document.querySelector(wanted) !== null) === there) {
            resolve(performance.now() - start);
          } else {
            requestAnimationFrame(look);
          }
        };
        look();
      }),
    [selector, isThere] as const
  );
}

test.beforeEach(async ({ lab }) => {
  writeNotebook('latency.ipynb', [hiddenLayers, 'model = Net()', 'del model']);
  await lab.open('latency.ipynb');
  await lab.run(0);
  await expect(signs(lab, 0)).toHaveCount(1);
});

test('how long after a run its finding appears', async ({ lab, page }) => {
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    await lab.run(1);
    times.push(
      await timeUntil(page, '.jp-Modulescope-sign.jp-mod-error', true)
    );
    await lab.run(2);
    await timeUntil(page, '.jp-Modulescope-sign.jp-mod-error', false);
  }
  show('a finding after a run', median(times), 500);
});

test('how long after the last key a mark appears', async ({ lab, page }) => {
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    await lab.setSource(0, dedent(registeredLayers));
    await timeUntil(page, '.jp-Modulescope-sign', false);
    await lab.setSource(0, dedent(hiddenLayers));
    times.push(await timeUntil(page, '.jp-Modulescope-sign', true));
  }
  show('a mark after the last key', median(times), 600);
});
