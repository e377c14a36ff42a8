import type { Page } from '@playwright/test';

import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { MessageLog } from '../helpers/messages';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers } from '../helpers/snippets';

const holders = `
  shelf = {"teacher": Net(), "size": 3}
  parts = [Net()]

  class Trainer:
      def __init__(self):
          self.network = Net()
          self.same = model

  trainer = Trainer()
`;

const others = `
  spare = Net()
  models = {"inside": Net()}
`;

test('the picker lists variables, then what containers and objects hold', async ({
  lab
}) => {
  writeNotebook('held.ipynb', [registeredLayers, buildNet, holders]);
  await lab.open('held.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1, 2);
  const modules = panel.section('Modules');
  const picker = modules.getByRole('combobox', { name: 'Model' });
  const option = picker.locator('option');
  await expect(option).toHaveText([
    'model — Net — 50 — cell [2]',
    "shelf['teacher'] — Net — 50 — cell [3]",
    'parts[0] — Net — 50 — cell [3]',
    'trainer.network — Net — 50 — cell [3]'
  ]);
  // What a container holds is newer, but the variable is what the notebook is about.
  await expect(picker).toHaveValue('model');

  await picker.selectOption("shelf['teacher']");
  await expect(panel.treeRow(/^shelf\['teacher'\]/)).toBeVisible();
  await picker.selectOption('trainer.network');
  await panel.treeRow(/^head/).click();
  await expect(panel.region).toContainText('trainer.network.head');
});

test('the model that ran last is shown, until one is chosen', async ({
  lab
}) => {
  const other = 'other = nn.Linear(4, 2)';
  const use = 'model(torch.ones(1, 4)).sum().backward()';
  writeNotebook('used.ipynb', [registeredLayers, buildNet, other, use]);
  await lab.open('used.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1, 2);
  const picker = panel
    .section('Modules')
    .getByRole('combobox', { name: 'Model' });
  await expect(picker).toHaveValue('other');
  await lab.run(3);
  await expect(picker).toHaveValue('model');
  await picker.selectOption('other');
  await expect(panel.treeRow(/^other/)).toBeVisible();
});

test('a hidden panel asks for no models and no tree', async ({ lab, page }) => {
  const log = new MessageLog(page);
  writeNotebook('hidden.ipynb', [registeredLayers, buildNet, 'later = Net()']);
  await lab.open('hidden.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^model/).waitFor();
  await lab.command('application:toggle-right-area');
  await expect(panel.region).toBeHidden();
  log.clear();
  await lab.run(2);
  await expect.poll(() => log.kinds).toContain('received notebook.findings');
  // Nothing may come: the tree would be asked for 150 ms after the run.
  await page.waitForTimeout(1000);
  expect(log.kinds.join()).not.toMatch(/models\.|tree\.|module\./);

  // It catches up when it is seen again.
  await panel.open();
  const picker = panel
    .section('Modules')
    .getByRole('combobox', { name: 'Model' });
  await expect(picker.locator('option')).toContainText([/later/, /model/]);
});

/** Follows runs in the panel, or no more. */
async function toggleFollow(panel: ModulesPanel): Promise<void> {
  await panel.region.getByRole('button', { name: 'More actions' }).click();
  const menu = panel.notebook.page.locator('.lm-Menu');
  await menu.getByText('Follow Runs').click();
}

/** Keeps the panel's settings from being saved until `release` is called. */
async function holdSettings(page: Page): Promise<{ release: () => void }> {
  let release = (): void => undefined;
  const held = new Promise<void>(resolve => (release = resolve));
  await page.route(
    '**/lab/api/settings/modulescope:inspector*',
    async route => {
      await held;
      await route.continue();
    }
  );
  return { release };
}

test('nothing is followed while Follow is off, until Refresh', async ({
  lab,
  page
}) => {
  const log = new MessageLog(page);
  writeNotebook('follow.ipynb', [registeredLayers, buildNet, 'later = Net()']);
  await lab.open('follow.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^model/).waitFor();
  await toggleFollow(panel);
  log.clear();
  await lab.run(2);
  await expect(panel.region).toContainText('checked after [3]');
  // Nothing may come: the models would be asked for 150 ms after the run.
  await page.waitForTimeout(1000);
  expect(log.kinds.join()).not.toMatch(/models\.|tree\./);
  await expect(panel.treeRow(/^model/)).toBeVisible();
  await panel.region.getByRole('button', { name: 'Refresh' }).click();
  await expect(panel.treeRow(/^later/)).toBeVisible();
  expect(log.kinds.join()).toMatch(/models\.listed/);
});

test('Follow holds before its setting is saved', async ({ lab, page }) => {
  const log = new MessageLog(page);
  writeNotebook('unsaved.ipynb', [registeredLayers, buildNet, 'later = Net()']);
  await lab.open('unsaved.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^model/).waitFor();
  const settings = await holdSettings(page);
  await toggleFollow(panel);
  log.clear();
  await lab.run(2);
  await expect(panel.region).toContainText('checked after [3]');
  // Nothing may come: the models would be asked for 150 ms after the run.
  await page.waitForTimeout(1000);
  expect(log.kinds.join()).not.toMatch(/models\.|tree\./);
  await expect(panel.treeRow(/^model/)).toBeVisible();
  settings.release();
});

test('the picker keeps a pinned model, and tells of a deleted one', async ({
  lab
}) => {
  writeNotebook('picker.ipynb', [
    registeredLayers,
    buildNet,
    others,
    'del model'
  ]);
  await lab.open('picker.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^head/).waitFor();
  const modules = panel.section('Modules');
  await modules.getByRole('button', { name: 'Keep this model' }).click();
  await lab.run(2);
  const picker = modules.getByRole('combobox', { name: 'Model' });
  await expect(picker.locator('option')).toContainText([/spare/]);
  await expect(picker).toHaveValue('model');
  await lab.run(3);
  await expect(modules).toContainText(
    'model no longer exists in the kernel. Last snapshot shown.'
  );
  await expect(panel.treeRow(/^head/)).toBeVisible();
});
