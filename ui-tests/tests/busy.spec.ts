import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { MessageLog } from '../helpers/messages';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers } from '../helpers/snippets';
import { Training } from '../helpers/training';

test('the tree opens while a cell trains, and the kernel stays busy', async ({
  lab,
  page
}) => {
  const log = new MessageLog(page);
  const training = new Training('busy');
  writeNotebook('busy.ipynb', [registeredLayers, buildNet, training.source]);
  await lab.open('busy.ipynb');
  await lab.run(0, 1);
  await lab.start(2);
  await expect.poll(() => lab.kernelStatus()).toBe('busy');

  const panel = new ModulesPanel(lab);
  await panel.open();
  await panel.treeRow(/^head/).waitFor();
  // The cell has not ended, so the kernel has answered while it trained.
  await expect(lab.outputs(2)).toHaveCount(0);
  await expect.poll(() => lab.kernelStatus()).toBe('busy');

  // Ask again and again: each answer must leave the indicator busy.
  for (let i = 0; i < 5; i++) {
    log.clear();
    await panel.region.getByRole('button', { name: 'Refresh' }).click();
    await expect.poll(() => log.kinds).toContain('received tree.rows');
    // Nothing may come: an idle kernel would be told right behind the answer.
    await page.waitForTimeout(600);
    expect(await lab.kernelStatus()).toBe('busy');
  }
  await expect(lab.outputs(2)).toHaveCount(0);
  training.end();
  await expect(lab.outputs(2)).toHaveText(/trained/);
  await expect.poll(() => lab.kernelStatus()).toBe('idle');
});
