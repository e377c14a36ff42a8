import type { Page } from '@playwright/test';

import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import {
  MIME,
  declineKernel,
  manyLayers,
  writeSaved
} from '../helpers/gradients';

const REPEATS = 3;
const CHART = '.jp-ModulescopeGradients';

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function show(name: string, value: number, bar: number): void {
  process.stdout.write(
    `${name}: ${value.toFixed(0)} ms (bar ${bar} ms, ratio ${(value / bar).toFixed(2)})\n`
  );
}

/** Keeps the lengths of all tasks over 50 ms from now on. */
async function observeTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const lengths: number[] = [];
    Object.assign(window, { taskLengths: lengths });
    new PerformanceObserver(list =>
      list.getEntries().forEach(entry => lengths.push(entry.duration))
    ).observe({ type: 'longtask' });
  });
  return () =>
    page.evaluate(
      () => (window as unknown as { taskLengths: number[] }).taskLengths
    );
}

/** Milliseconds that each view needs from its click to the frame that shows it. */
function timeOfView(page: Page, name: string): Promise<number> {
  return page.evaluate(
    ([selector, label]) =>
      new Promise<number>(resolve => {
        const tabs = document.querySelectorAll<HTMLElement>(
          `${selector} [role=tab]`
        );
        const tab = [...tabs].find(one => one.textContent === label);
        const start = performance.now();
        tab?.click();
        requestAnimationFrame(() =>
          setTimeout(() => resolve(performance.now() - start))
        );
      }),
    [CHART, name] as const
  );
}

test('how long 100 layers over 10,000 steps take to be drawn', async ({
  lab,
  page
}) => {
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    // From the first sight of an empty output to the frame after the drawing.
    await page.addInitScript(selector => {
      const look = (): void => {
        const output = document.querySelector(`${selector}Output`);
        if (output && !('outputSince' in window)) {
          Object.assign(window, { outputSince: performance.now() });
        }
        if (document.querySelector(`${selector} canvas`)) {
          setTimeout(() =>
            Object.assign(window, { drawnAt: performance.now() })
          );
        } else {
          requestAnimationFrame(look);
        }
      };
      requestAnimationFrame(look);
    }, CHART);
    const name = `large-${i}.ipynb`;
    writeSaved(name, [{ [MIME]: manyLayers(100, 512, 10_000) }]);
    await lab.open(name, { kernel: false });
    await declineKernel(page);
    await page.locator(`${CHART} canvas`).first().waitFor();
    times.push(
      await page.evaluate(() => {
        const at = window as unknown as Record<string, number>;
        return at.drawnAt - at.outputSince;
      })
    );
  }
  show('the first drawing, its chunk included', median(times), 1000);
  for (const view of ['Layers', 'Ratio', 'History', 'Heatmap']) {
    const views: number[] = [];
    for (let i = 0; i < REPEATS; i++) {
      const other = view === 'Layers' ? 'Heatmap' : 'Layers';
      await timeOfView(page, other);
      views.push(await timeOfView(page, view));
    }
    show(`the view ${view}`, median(views), 1000);
  }
});

test('how long the tasks of the page are while a cell trains', async ({
  lab,
  page
}) => {
  const model = `
    import torch
    from torch import nn
    torch.set_num_threads(1)
    model = nn.Sequential(*[nn.Sequential(nn.Linear(48, 48), nn.Tanh())
                            for _ in range(100)])
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
  `;
  const train = `%%nn watch --every 1 --budget 20
import time
end = time.monotonic() + 10
while time.monotonic() < end:
    optimizer.zero_grad()
    model(torch.randn(16, 48)).square().mean().backward()
    optimizer.step()
`;
  writeNotebook('training.ipynb', [model, train], 'threads-1');
  await lab.open('training.ipynb');
  await lab.run(0);
  const longest: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    await lab.start(1);
    await expect.poll(() => lab.kernelStatus()).toBe('busy');
    await lab.cell(1).locator(`${CHART} canvas`).first().waitFor();
    const lengths = await observeTasks(page);
    await expect
      .poll(() => lab.kernelStatus(), { timeout: 60_000 })
      .toBe('idle');
    const found = await lengths();
    longest.push(Math.max(0, ...found));
  }
  show('the longest task while training', median(longest), 100);
});
