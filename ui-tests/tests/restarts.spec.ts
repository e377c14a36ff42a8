import type { Page } from '@playwright/test';

import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { MessageLog } from '../helpers/messages';
import { NotebookPage } from '../helpers/notebook';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, hiddenLayers } from '../helpers/snippets';

const sleep = 'import time; time.sleep(60)';
const die = 'import os; os._exit(1)';

/** Restarts the only kernel as no page does: through the server's API. */
async function restart(page: Page): Promise<void> {
  const answer = await page.request.get('/api/kernels');
  const [{ id }] = (await answer.json()) as { id: string }[];
  await page.request.post(`/api/kernels/${id}/restart`);
}

/** How often the companion was asked for. */
function hellos(log: MessageLog): number {
  return log.kinds.filter(kind => kind === 'sent execute_request').length;
}

/** Shows an error that is live. */
async function openLive(lab: NotebookPage): Promise<ModulesPanel> {
  writeNotebook('restarts.ipynb', [hiddenLayers, buildNet, sleep, die]);
  await lab.open('restarts.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.expectLive('NN102');
  return panel;
}

/** What was live is gone at once, and the link is there again. */
async function expectFresh(panel: ModulesPanel): Promise<void> {
  await expect(panel.region).not.toContainText('LIVE', { timeout: 1000 });
  await expect(panel.region).toContainText(
    'Kernel restarted. Live evidence was cleared.'
  );
  await expect(panel.problem('NN102')).toContainText('STATIC');
  await expect(panel.region).not.toContainText('Kernel busy');
}

test('a restart through the API ends what was live, and is greeted once', async ({
  lab,
  page
}) => {
  const log = new MessageLog(page);
  const panel = await openLive(lab);
  log.clear();
  await restart(page);
  await expectFresh(panel);
  await lab.run(0, 1);
  await panel.expectLive('NN102');
  await panel.region.getByRole('button', { name: 'Refresh' }).click();
  await expect(panel.treeRow(/^head/)).toBeVisible();
  expect(hellos(log)).toBe(1);
});

test('a restart in Notebook 7 ends what was live in JupyterLab', async ({
  lab,
  context,
  complaints
}) => {
  const panel = await openLive(lab);
  const other = new NotebookPage(await context.newPage(), 'notebook');
  const log = new MessageLog(other.page);
  await other.open('restarts.ipynb');
  await other.restart();
  await expectFresh(panel);
  await other.page.close();
  await lab.run(0, 1);
  await panel.expectLive('NN102');
  log.excuseWidgets(complaints);
});

test('a restart while a cell runs leaves no busy kernel behind', async ({
  lab,
  page
}) => {
  const log = new MessageLog(page);
  const panel = await openLive(lab);
  await lab.start(2);
  await expect(panel.region).toContainText('Kernel busy');
  log.clear();
  await restart(page);
  await expectFresh(panel);
  await lab.run(0, 1);
  await panel.expectLive('NN102');
  expect(hellos(log)).toBe(1);
});

test('a restart behind another tab is seen there, too', async ({
  lab,
  page
}) => {
  const panel = await openLive(lab);
  await lab.command('launcher:create');
  await restart(page);
  await expect(panel.region).not.toContainText('LIVE', { timeout: 1000 });
  await page.getByRole('tab', { name: 'restarts.ipynb' }).click();
  await expectFresh(panel);
});

test('a kernel that died is greeted once in its new life', async ({
  lab,
  page
}) => {
  const log = new MessageLog(page);
  const panel = await openLive(lab);
  log.clear();
  await lab.start(3);
  await expect(panel.region).toContainText('Kernel restarted.');
  // The application tells of it, too.
  await page.getByRole('dialog').getByRole('button', { name: 'Ok' }).click();
  await lab.waitForKernel();
  await expectFresh(panel);
  await lab.run(0, 1);
  await panel.expectLive('NN102');
  expect(hellos(log)).toBe(1);
});

test('a kernel that the server ended leaves nothing live', async ({
  lab,
  page
}) => {
  const panel = await openLive(lab);
  const answer = await page.request.get('/api/kernels');
  const [{ id }] = (await answer.json()) as { id: string }[];
  await page.request.delete(`/api/kernels/${id}`);
  await expect(panel.region).not.toContainText('LIVE');
  await expect(panel.region).toContainText('Live evidence was cleared.');
});

test('a kernel that was restarted again and again is found again', async ({
  lab,
  page
}) => {
  const log = new MessageLog(page);
  const panel = await openLive(lab);
  for (let turn = 0; turn < 3; turn += 1) {
    await restart(page);
  }
  await expectFresh(panel);
  log.clear();
  await lab.run(0, 1);
  await panel.expectLive('NN102');
  expect(hellos(log)).toBe(0);
});
