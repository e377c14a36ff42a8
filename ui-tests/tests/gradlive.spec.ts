import type { Locator } from '@playwright/test';

import { dedent, writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { MIME, diverging, openSaved } from '../helpers/gradients';
import { MessageLog } from '../helpers/messages';
import type { NotebookPage } from '../helpers/notebook';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers, trainFor } from '../helpers/snippets';
import { Training } from '../helpers/training';

const watched = (source: string) => `%%nn watch\n${dedent(source)}`;

const chartOf = (lab: NotebookPage, index: number): Locator =>
  lab.cell(index).locator('.jp-ModulescopeGradients');

test('an output is updated in place, at most four times a second', async ({
  lab,
  page
}) => {
  const log = new MessageLog(page);
  // With half of the time to spend, the least pause is what limits updates.
  const cell = watched(trainFor(5)).replace('watch', 'watch --budget 50');
  writeNotebook('rate.ipynb', [registeredLayers, buildNet, cell]);
  await lab.open('rate.ipynb');
  await lab.run(0, 1);
  log.clear();
  await lab.run(2);
  const shown = log.messages.filter(({ type }) => /display_data$/.test(type));
  const kinds = shown.map(({ type }) => type);
  expect(kinds[0]).toBe('display_data');
  expect(new Set(kinds.slice(1))).toEqual(new Set(['update_display_data']));
  // The first and the last come besides those of five seconds.
  expect(kinds.length).toBeGreaterThan(6);
  expect(kinds.length).toBeLessThanOrEqual(4 * 5 + 2);
  for (const { content } of shown) {
    expect(Object.keys(content.data as object)).toContain(MIME);
  }
  await expect(chartOf(lab, 2)).toHaveCount(1);
  // Run again, the cell has one output, of the new run.
  await lab.run(2);
  await expect(chartOf(lab, 2)).toHaveCount(1);
});

test('a cell is paused while it runs, and goes on', async ({ lab }) => {
  const training = new Training('hold');
  const cell = watched(training.source);
  writeNotebook('hold.ipynb', [registeredLayers, buildNet, cell]);
  await lab.open('hold.ipynb');
  await lab.run(0, 1);
  await lab.start(2);
  const chart = chartOf(lab, 2);
  await expect(chart).toContainText('Recording…');
  await chart.getByRole('button', { name: 'Pause' }).click();
  await expect(chart).toContainText('Paused.');
  expect(await lab.kernelStatus()).toBe('busy');
  await chart.getByRole('button', { name: 'Go On' }).click();
  await expect(chart).toContainText('Recording…');
  training.end();
  await expect.poll(() => lab.kernelStatus(), { timeout: 30_000 }).toBe('idle');
  await expect(chart).not.toContainText('Recording…');
});

test('the panel follows a recording of the selected module, and pauses it', async ({
  lab
}) => {
  // Interrupted in the end.
  const cell = watched(new Training('panel').source);
  writeNotebook('panel.ipynb', [registeredLayers, buildNet, cell]);
  await lab.open('panel.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^head/).click();
  const details = panel.section('Details');
  await details.getByRole('tab', { name: 'Grads' }).click();
  await expect(details).toContainText('No gradients recorded.');
  await lab.start(2);
  const chart = details.locator('.jp-ModulescopeGradients');
  await expect(chart).toContainText('Recording…');
  await expect(chart.getByRole('grid', { name: /2 rows/ })).toBeVisible();
  const steps = async (): Promise<number> => {
    const text = (await chart.textContent()) ?? '';
    return Number((/([\d,]+) steps/.exec(text)?.[1] ?? '0').replace(/,/g, ''));
  };
  const before = await steps();
  await expect.poll(steps).toBeGreaterThan(before);
  await chart.getByRole('button', { name: 'Pause' }).click();
  await expect(chart).toContainText('Paused.');
  await chart.getByRole('button', { name: 'Go On' }).click();
  await expect(chart).toContainText('Recording…');
  await expect(chart).toHaveCount(1);
  await lab.command('notebook:interrupt-kernel');
  await lab.waitForKernel();
  await expect(chart).not.toContainText('Recording…');
  await expect(chart.getByRole('grid')).toBeVisible();
});

test('a watch that no cell began is paused where it is shown', async ({
  lab
}) => {
  const bare = `
    import modulescope, time
    watch = modulescope.watch(every=1)
    with watch:
        display(watch.widget())
        for step in range(600):
            model.zero_grad()
            model(torch.randn(8, 4)).square().mean().backward()
            time.sleep(0.02)
  `;
  writeNotebook('bare.ipynb', [registeredLayers, buildNet, bare]);
  await lab.open('bare.ipynb');
  await lab.run(0, 1);
  await lab.start(2);
  const chart = chartOf(lab, 2);
  await expect(chart).toContainText('Recording…');
  await chart.getByRole('button', { name: 'Pause' }).click();
  await expect(chart).toContainText('Paused.');
  await chart.getByRole('button', { name: 'Go On' }).click();
  await expect(chart).toContainText('Recording…');
  await lab.waitForKernel();
  // The kernel heard of both while it ran: some steps were left out, not all.
  const left = await lab.evaluate('600 - watch.recorded');
  expect(Number(left)).toBeGreaterThan(0);
  expect(Number(left)).toBeLessThan(400);
});

test('an output of somebody else is drawn without trust and without a kernel', async ({
  lab,
  page
}) => {
  const [chart] = await openSaved(lab, 'foreign.ipynb', diverging());
  await expect(chart.getByRole('grid')).toBeVisible();
  await expect(chart).toContainText('NaN first seen at step 87');
  const trusted = await page.evaluate(() => {
    const { content } = window.jupyterapp.shell.currentWidget as unknown as {
      content: { widgets: { model: { trusted: boolean } }[] };
    };
    return content.widgets[0].model.trusted;
  });
  expect(trusted).toBe(false);
  expect(await lab.kernelStatus()).toBe('none');
});
