import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers, trainFor } from '../helpers/snippets';

test('the tree opens while a cell trains, and the kernel stays busy', async ({
  lab,
  page
}) => {
  writeNotebook('busy.ipynb', [registeredLayers, buildNet, trainFor(20)]);
  await lab.open('busy.ipynb');
  await lab.run(0, 1);
  await lab.start(2);
  await expect.poll(() => lab.kernelStatus()).toBe('busy');

  const panel = new ModulesPanel(lab);
  const start = Date.now();
  await panel.open();
  await panel.treeRow(/^head/).waitFor();
  const seconds = (Date.now() - start) / 1000;
  test
    .info()
    .annotations.push({ type: 'tree opened', description: `${seconds} s` });
  process.stdout.write(
    `tree opened while training in ${seconds.toFixed(2)} s\n`
  );
  expect(seconds).toBeLessThanOrEqual(1);

  // Ask again and again: each answer must leave the indicator busy.
  for (let i = 0; i < 5; i++) {
    await panel.region.getByRole('button', { name: 'Refresh' }).click();
    await page.waitForTimeout(600);
    await expect.poll(() => lab.kernelStatus(), { timeout: 500 }).toBe('busy');
  }
  await expect(lab.outputs(2)).toHaveText(/trained/, { timeout: 30_000 });
  await expect.poll(() => lab.kernelStatus()).toBe('idle');
});
