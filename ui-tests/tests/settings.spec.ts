import type { Page } from '@playwright/test';

import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { ModulesPanel } from '../helpers/panel';

/** The settings editor lists all of ours, and nothing says that it found none. */
async function expectOurs(page: Page): Promise<void> {
  const editor = page.locator('#setting-editor');
  const titles = editor.locator('.jp-PluginList-entry-label-text');
  await expect(titles).toHaveText([
    'modulescope: Companion',
    'modulescope: Gradients',
    'modulescope: Panel',
    'modulescope: Problems'
  ]);
  await expect(editor).not.toContainText(/no items match/i);
}

/** Opens the menu behind the dots of the panel. */
async function openMenu(panel: ModulesPanel): Promise<void> {
  await panel.open();
  await panel.region.getByRole('button', { name: 'More actions' }).click();
}

test('Open Settings shows the settings of all four plugins', async ({
  lab,
  page
}) => {
  writeNotebook('settings.ipynb', ['1']);
  await lab.open('settings.ipynb');
  await openMenu(new ModulesPanel(lab));
  await page.getByRole('menuitem', { name: 'Open Settings' }).click();
  await expectOurs(page);
});

test('Notebook 7 finds them by the same name', async ({ notebook, page }) => {
  await page.goto('/tree');
  await page.waitForFunction(() => window.jupyterapp?.restored);
  await notebook.command('settingeditor:open', { query: 'modulescope' });
  await expectOurs(page);
});

test('a notebook of Notebook 7 offers no editor that it does not have', async ({
  notebook,
  page
}) => {
  writeNotebook('settings.ipynb', ['1']);
  await notebook.open('settings.ipynb');
  await openMenu(new ModulesPanel(notebook));
  await expect(
    page.getByRole('menuitem', { name: 'Compare Snapshots' })
  ).toBeVisible();
  await expect(
    page.getByRole('menuitem', { name: 'Open Settings' })
  ).toHaveCount(0);
});
