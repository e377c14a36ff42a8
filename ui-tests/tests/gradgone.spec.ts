import type { Locator } from '@playwright/test';

import { dedent, writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { openSaved, recording, row } from '../helpers/gradients';
import type { NotebookPage } from '../helpers/notebook';
import { buildNet, registeredLayers, trainFor } from '../helpers/snippets';

const watched = `%%nn watch\n${dedent(trainFor(300))}`;

/** Ends the kernel as one without memory is ended, in the middle of a loop. */
const killed = `%%nn watch --every 1
import os, signal, time
for step in range(40):
    model.zero_grad()
    model(torch.randn(8, 4)).square().mean().backward()
    time.sleep(0.05)
os.kill(os.getpid(), signal.SIGKILL)
`;

const GONE = /Kernel is gone\. Showing [\d,]+ recorded steps\./;

const chartOf = (lab: NotebookPage, index: number): Locator =>
  lab.cell(index).locator('.jp-ModulescopeGradients');

/** Half of the time after which a recording is said to be quiet. */
const AT_ONCE = { timeout: 5_000 };

test('an output says at once that its kernel was restarted, died or was shut down', async ({
  lab,
  page
}) => {
  writeNotebook('gone.ipynb', [registeredLayers, buildNet, watched, killed]);
  await lab.open('gone.ipynb');
  const chart = chartOf(lab, 2);

  await lab.run(0, 1);
  await lab.start(2);
  await expect(chart).toContainText('Recording…');
  await lab.command('notebook:interrupt-kernel');
  await lab.waitForKernel();
  await expect(chart).toContainText(/stopped after [\d,]+ steps; data kept/);
  await expect(chart.getByRole('grid')).toBeVisible();

  await lab.start(2);
  await expect(chart).toContainText('Recording…');
  await lab.restart();
  await expect(chart).toContainText(GONE, AT_ONCE);
  await expect(chart.getByRole('button', { name: 'Pause' })).toHaveCount(0);
  await expect(chart.getByRole('grid')).toBeVisible();

  await lab.run(0, 1);
  // The next kernel is not the one of the output.
  await expect(chart).toContainText(GONE);
  await lab.start(3);
  await expect(chartOf(lab, 3)).toContainText('Recording…');
  await expect(chartOf(lab, 3)).toContainText(GONE, { timeout: 30_000 });
  await page.getByRole('dialog').getByRole('button', { name: 'Ok' }).click();
  await lab.waitForKernel();

  await lab.run(0, 1);
  await lab.start(2);
  await expect(chart).toContainText('Recording…');
  // The server leaves a kernel seconds to end by itself; until then it records.
  await lab.command('kernelmenu:shutdown');
  await expect(chart).toContainText(GONE, AT_ONCE);
});

for (const app of ['lab', 'notebook'] as const) {
  test(`an output that was saved in the middle says what is true, in ${app}`, async ({
    lab,
    notebook
  }) => {
    const place: NotebookPage = app === 'lab' ? lab : notebook;
    const name = `middle-${app}.ipynb`;
    const document = recording([row('stem.weight', [1e-3, 1e-2])], [10, 20], {
      state: 'recording',
      watch: 'f'.repeat(32)
    });
    const [chart] = await openSaved(place, name, document);
    await expect(chart).toContainText(
      'Kernel is gone. Showing 2 recorded steps.'
    );
  });
}

test('a page that is loaded again knows whether a recording goes on', async ({
  lab
}) => {
  const [train, stop] = [watched, 'print("idle")'];
  writeNotebook('again.ipynb', [registeredLayers, buildNet, train, stop]);
  await lab.open('again.ipynb');
  const chart = chartOf(lab, 2);
  await lab.run(0, 1);
  await lab.start(2);
  await expect(chart).toContainText('Recording…');
  await lab.command('docmanager:save');
  await lab.reload();
  await expect(chart).toContainText('Recording…');
  await lab.command('notebook:interrupt-kernel');
  await lab.waitForKernel();
  await lab.reload();
  await expect(chart).toContainText('No longer recording.');
});
