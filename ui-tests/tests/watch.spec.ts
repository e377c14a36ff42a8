import type { Locator } from '@playwright/test';

import { dedent, readNotebook, writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { MIME } from '../helpers/gradients';
import { buildNet, registeredLayers, trainFor } from '../helpers/snippets';
import { Training } from '../helpers/training';

const watched = (source: string) => `%%nn watch\n${dedent(source)}`;

/** The heat map, as those find it who do not see it. */
function rows(chart: Locator): Locator {
  return chart.getByRole('grid', { name: /^Gradients of model: 6 rows/ });
}

test('the chart grows while the cell runs', async ({ lab }) => {
  const training = new Training('live');
  const cell = watched(training.source);
  writeNotebook('live.ipynb', [registeredLayers, buildNet, cell]);
  await lab.open('live.ipynb');
  await lab.run(0, 1);
  await lab.start(2);
  const chart = lab.cell(2).locator('.jp-ModulescopeGradients');
  await chart.waitFor();
  await expect.poll(() => lab.kernelStatus()).toBe('busy');
  await expect(chart).toContainText('Recording…');
  await expect(rows(chart)).toBeVisible();
  training.end();
  await expect.poll(() => lab.kernelStatus(), { timeout: 20_000 }).toBe('idle');
  await expect(chart).toHaveCount(1);
});

test('a saved chart is drawn without a kernel, and read without the extension', async ({
  lab,
  page
}) => {
  const cell = watched(trainFor(1));
  writeNotebook('saved.ipynb', [registeredLayers, buildNet, cell]);
  await lab.open('saved.ipynb');
  await lab.run(0, 1, 2);
  await lab.cell(2).locator('.jp-ModulescopeGradients').waitFor();
  await lab.command('docmanager:save');
  const outputs = readNotebook('saved.ipynb').cells[2].outputs as {
    data?: Record<string, unknown>;
  }[];
  const bundle = outputs.find(({ data }) => data && MIME in data)?.data ?? {};
  expect(Object.keys(bundle).sort()).toEqual(
    [MIME, 'image/png', 'text/plain'].sort()
  );
  expect(JSON.stringify(bundle['text/plain'])).toContain('head.weight');
  expect(JSON.stringify(bundle[MIME]).length).toBeLessThanOrEqual(512 * 1024);

  // No kernel can start now: what is drawn comes from the file alone.
  await page.route('**/api/sessions*', route =>
    route.request().method() === 'POST' ? route.abort() : route.continue()
  );
  await lab.open('saved.ipynb', { kernel: false });
  const chart = lab.cell(2).locator('.jp-ModulescopeGradients');
  await expect(rows(chart)).toBeVisible();
  await chart.getByRole('button', { name: 'More' }).click();
  await chart.getByRole('menuitem', { name: 'Show as Table' }).click();
  await expect(chart.getByRole('table')).toContainText('head.weight');
  await chart.screenshot({ path: 'test-results/shots/gradients-reopened.png' });
});

test('a gradient that is not finite is named with the steps around it', async ({
  lab
}) => {
  const diverge = `
    %%nn watch --every 1
    inputs = torch.randn(8, 4)
    for step in range(12):
        model.zero_grad()
        loss = model(inputs).square().mean()
        if step == 8:
            loss = loss * float("nan")
        loss.backward()
  `;
  writeNotebook('nan.ipynb', [registeredLayers, buildNet, diverge]);
  await lab.open('nan.ipynb');
  await lab.run(0, 1, 2);
  await expect(lab.cell(2)).toContainText(/NaN first seen at step \d+/);
});
