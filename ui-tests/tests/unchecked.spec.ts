import type { Locator } from '@playwright/test';

import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import type { NotebookPage } from '../helpers/notebook';
import { ModulesPanel } from '../helpers/panel';
import { hiddenLayers, registeredLayers } from '../helpers/snippets';

const UNTRUSTED = 'Nothing was checked, because this notebook is not trusted.';

/** The item in the status bar, or in the toolbar where there is none. */
function statusOf(notebook: NotebookPage): Locator {
  const place = notebook.app === 'lab' ? '#jp-main-statusbar' : '.jp-Toolbar';
  return notebook.page
    .locator(place)
    .getByRole('button', { name: /^Module checks/ });
}

async function open(
  notebook: NotebookPage,
  sources: string[],
  kernel?: string
): Promise<ModulesPanel> {
  writeNotebook('unchecked.ipynb', sources, kernel);
  await notebook.open('unchecked.ipynb');
  const panel = new ModulesPanel(notebook);
  await panel.open();
  return panel;
}

async function click(panel: ModulesPanel, name: string): Promise<void> {
  await panel.region.getByRole('button', { name, exact: true }).click();
}

/** Shows a notebook that is not trusted, and trusts it. */
async function expectTrust(notebook: NotebookPage): Promise<void> {
  const panel = await open(notebook, [hiddenLayers]);
  await expect(panel.section('Problems')).toContainText(UNTRUSTED);
  await expect(statusOf(notebook)).toHaveAccessibleName(
    'Module checks: not checked, because this notebook is not trusted. Open Problems.'
  );
  await click(panel, 'Trust Notebook');
  await notebook.page
    .getByRole('dialog')
    .getByRole('button', { name: 'Trust' })
    .click();
  await expect(panel.problem('NN102')).toContainText('STATIC');
  await expect(statusOf(notebook)).toHaveAccessibleName(/1 (error|warning)/);
}

test('a notebook that is not trusted says so, and is checked once it is', async ({
  lab
}) => {
  await expectTrust(lab);
});

test('Notebook 7 says that a notebook is not trusted, too', async ({
  notebook
}) => {
  await expectTrust(notebook);
});

test('a check of clean code is answered with the time', async ({ lab }) => {
  const panel = await open(lab, [registeredLayers]);
  const problems = panel.section('Problems');
  await expect(problems).toContainText(UNTRUSTED);
  await expect(statusOf(lab)).toHaveText('Modules: not checked');
  await click(panel, 'Check This Notebook');
  await expect(problems).toContainText(
    /No problems in 1 cell\. Code checked at \d/
  );
  await expect(problems).toContainText('torch is not imported in this kernel.');
  await expect(statusOf(lab)).toHaveText('Modules: no problems');
  await lab.run(0);
  await click(panel, 'Refresh');
  await expect(problems).toContainText(
    /No problems in 1 cell\. Last check after \[1\], \d/
  );
});

test('without torch there is nothing to say, unless one asks', async ({
  lab
}) => {
  const panel = await open(lab, ['x = 1']);
  const problems = panel.section('Problems');
  await expect(problems).toContainText(
    'No cell of this notebook uses torch: nothing to check.'
  );
  await expect(statusOf(lab)).toHaveCount(0);
  await click(panel, 'Check This Notebook');
  await expect(problems).toContainText(
    /Looked at \d.*: no cell of this notebook uses torch/
  );
  await lab.setSource(0, 'import torch');
  await expect(problems).toContainText('No problems in 1 cell.');
  await expect(statusOf(lab)).toHaveText('Modules: no problems');
});

test('a check is answered while a cell runs', async ({ lab }) => {
  const sleep = 'import time; time.sleep(60)  # not torch';
  const panel = await open(lab, [sleep]);
  await lab.start(0);
  await expect(panel.region).toContainText('Kernel busy');
  await click(panel, 'Refresh');
  await expect(panel.section('Problems')).toContainText(
    /No problems in 1 cell\. Code checked at \d/
  );
});

test('a check asks again for a companion that was absent', async ({ lab }) => {
  const panel = await open(lab, ['import torch'], 'without-companion');
  const problems = panel.section('Problems');
  await expect(problems).toContainText('Checks need the companion package');
  await click(panel, 'Refresh');
  await expect(problems).toContainText('Checks need the companion package');
});

test('a notebook on the kernel of another one says why it is not checked', async ({
  lab,
  page
}) => {
  const panel = await open(lab, [hiddenLayers]);
  writeNotebook('second.ipynb', [hiddenLayers]);
  const sessions = await page.request.get('/api/sessions');
  const [{ kernel }] = (await sessions.json()) as { kernel: { id: string } }[];
  await lab.command('docmanager:open', {
    path: 'second.ipynb',
    kernel: { id: kernel.id }
  });
  await expect(panel.region).toContainText('second.ipynb');
  await expect(panel.section('Problems')).toContainText(
    'Another notebook of this page has the same kernel.'
  );
  await expect(statusOf(lab)).toHaveText('Modules: off');
});

test('a cell that never ran is named on one line', async ({ lab }) => {
  const panel = await open(lab, [hiddenLayers]);
  await click(panel, 'Check This Notebook');
  const number = panel.problem('NN102').getByText('[ ]', { exact: true });
  await expect(number).toBeVisible();
  expect((await number.boundingBox())?.height).toBeLessThan(25);
});
