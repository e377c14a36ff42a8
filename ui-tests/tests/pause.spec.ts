import type { Locator } from '@playwright/test';

import { readNotebook, writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { signs } from '../helpers/marks';
import type { NotebookPage } from '../helpers/notebook';
import { readSettings } from '../helpers/settings';
import { buildNet, hiddenLayers } from '../helpers/snippets';

test.beforeEach(async ({ lab }) => {
  writeNotebook('pause.ipynb', [hiddenLayers, buildNet]);
  await lab.open('pause.ipynb');
});

const status = ({ page }: NotebookPage): Locator =>
  page.locator('#jp-main-statusbar .jp-ModulescopeStatus');

async function choose(lab: NotebookPage, item: string): Promise<void> {
  await status(lab).click();
  // What is on has another role, and a check mark.
  await lab.page.locator('.lm-Menu-item', { hasText: item }).click();
}

test('checks are paused and resumed in the status item', async ({ lab }) => {
  await choose(lab, 'Pause Checks');
  await expect(status(lab)).toHaveText('Modules: paused');
  await lab.runAll();
  await expect(signs(lab, 0)).toHaveCount(0);
  await choose(lab, 'Pause Checks');
  await expect(signs(lab, 0)).toHaveClass(/jp-mod-error/);
});

test('a pause outlives a restart, and a page hears of it', async ({ lab }) => {
  await lab.runAll();
  await expect(signs(lab, 0)).toHaveClass(/jp-mod-error/);
  await choose(lab, 'Pause Checks');
  await lab.restart();
  await expect(status(lab)).toHaveText('Modules: paused');
  await lab.setSource(1, '%nn status');
  await lab.run(0, 1);
  await expect(lab.outputs(1)).toContainText('Live checks: paused');
});

test('the magic pauses the page, too', async ({ lab }) => {
  await lab.runAll();
  await lab.setSource(1, '%nn pause');
  await lab.run(1);
  await expect(status(lab)).toHaveText('Modules: paused');
  await lab.setSource(1, '%nn resume');
  await lab.run(1);
  await expect(status(lab)).not.toHaveText('Modules: paused');
});

test('a notebook is turned off in its metadata, and on again', async ({
  lab
}) => {
  await lab.runAll();
  await expect(signs(lab, 0)).toHaveCount(1);
  await choose(lab, 'Turn Off for This Notebook');
  await expect(status(lab)).toHaveText('Modules: off');
  await expect(signs(lab, 0)).toHaveCount(0);
  await lab.command('docmanager:save');
  expect(readNotebook('pause.ipynb').metadata.modulescope).toEqual({
    checks: 'off'
  });
  await lab.open('pause.ipynb');
  await expect(status(lab)).toHaveText('Modules: off');
  await choose(lab, 'Turn Off for This Notebook');
  await lab.runAll();
  await expect(signs(lab, 0)).toHaveClass(/jp-mod-error/);
  await lab.command('docmanager:save');
  expect(readNotebook('pause.ipynb').metadata).not.toHaveProperty(
    'modulescope'
  );
});

test('what is static only can be hidden', async ({ lab }) => {
  await lab.setSource(0, (await lab.source(0)) + '\n');
  await expect(signs(lab, 0)).toHaveClass(/jp-mod-warning/);
  await choose(lab, 'Hide Static');
  await expect(signs(lab, 0)).toHaveCount(0);
  expect(await readSettings(lab)).toEqual({ static: false });
  await lab.runAll();
  await expect(signs(lab, 0)).toHaveClass(/jp-mod-error/);
});
