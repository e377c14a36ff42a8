import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { openCard, signs } from '../helpers/marks';
import type { NotebookPage } from '../helpers/notebook';
import { ModulesPanel } from '../helpers/panel';
import { hiddenLayers, hiding } from '../helpers/snippets';

const CELLS = [0, 1, 2];

test.beforeEach(async ({ lab }) => {
  const cells = [hiddenLayers + '\n  model = Net()', hiding('B'), hiding('C')];
  writeNotebook('fixall.ipynb', cells);
  await lab.open('fixall.ipynb');
  await lab.runAll();
  await expect(signs(lab, 2)).toHaveClass(/jp-mod-error/);
});

async function accept(lab: NotebookPage, title: string): Promise<void> {
  const dialog = lab.page.getByRole('dialog').filter({ hasText: title });
  await expect(dialog.getByRole('region', { name: 'Changes' })).toHaveCount(3);
  await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('all safe edits of a rule are one preview and one undo step per cell', async ({
  lab
}) => {
  const before = await Promise.all(CELLS.map(cell => lab.source(cell)));
  const card = await openCard(lab, 0);
  await card
    .getByRole('button', { name: 'Fix all NN102 in notebook (3)' })
    .click();
  await accept(lab, 'Apply 3 fixes for NN102?');
  const panel = new ModulesPanel(lab);
  await panel.open();
  for (const cell of CELLS) {
    await expect.poll(() => lab.source(cell)).toContain('nn.ModuleList([');
    const row = panel.problems.nth(cell);
    await expect(row).toContainText('STALE');
    await row.locator('button[data-finding]').click();
    await expect(row).toContainText('Fix applied. Run the cell to confirm.');
  }
  await lab.cell(1).locator('.cm-content').click();
  await lab.page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => lab.source(1)).toBe(before[1]);
  expect(await lab.source(0)).not.toBe(before[0]);
  await lab.page.keyboard.press('ControlOrMeta+Shift+z');
  await lab.runAll();
  await panel.expectLive();
});

test('the panel applies all safe fixes', async ({ lab }) => {
  const panel = new ModulesPanel(lab);
  await panel.open();
  await panel.region.getByRole('button', { name: 'Problem actions' }).click();
  await lab.page
    .getByRole('menuitem', { name: 'Apply All Safe Fixes (3)' })
    .click();
  await accept(lab, 'Apply 3 safe fixes?');
  await lab.runAll();
  await panel.expectLive();
});

test('nothing is edited once a cell has changed', async ({ lab }) => {
  const card = await openCard(lab, 0);
  await card
    .getByRole('button', { name: 'Fix all NN102 in notebook (3)' })
    .click();
  const dialog = lab.page.getByRole('dialog').filter({ hasText: 'Apply 3' });
  await dialog.waitFor();
  await lab.setSource(2, '# another text');
  await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(
    lab.page.getByText(
      'The cell changed since this fix was made. Nothing was edited.'
    )
  ).toBeVisible();
  expect(await lab.source(0)).not.toContain('ModuleList');
});
