import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { acceptEdit, openCard, signs } from '../helpers/marks';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, hiddenLayers } from '../helpers/snippets';

/** As much of a cell as its author uses to make it read-only. */
interface IWithMetadata {
  setMetadata(key: string, value: unknown): void;
}

test.beforeEach(async ({ lab }) => {
  writeNotebook('cells.ipynb', [hiddenLayers, buildNet]);
  await lab.open('cells.ipynb');
});

test('a claim is marked before anything ran', async ({ lab }) => {
  await lab.setSource(0, (await lab.source(0)) + '\n');
  await expect(signs(lab, 0)).toHaveCount(1);
  const card = await openCard(lab, 0);
  await expect(card).toContainText('Warning');
  await expect(card).toContainText('STATIC');
});

test('a run turns a claim into evidence, in the order of the card', async ({
  lab
}) => {
  await lab.runAll();
  await expect(signs(lab, 0)).toHaveClass(/jp-mod-error/);
  const card = await openCard(lab, 0);
  const text = (await card.innerText()).replace(/\s+/g, ' ');
  const parts = [
    'Error',
    'LIVE',
    'NN102',
    'Evidence',
    'Why',
    'Fix',
    'Preview edit',
    'Explain NN102'
  ];
  const places = parts.map(part => text.indexOf(part));
  expect(places, text).toEqual([...places].sort((a, b) => a - b));
  expect(Math.min(...places), text).toBeGreaterThanOrEqual(0);
  // The two hidden layers hold 4 * 4 + 4 parameters each.
  expect(text).toContain('40');
});

test('an edit fix is one undo step', async ({ lab }) => {
  await lab.runAll();
  const before = await lab.source(0);
  const card = await openCard(lab, 0);
  await card.getByRole('button', { name: 'Preview edit' }).click();
  await acceptEdit(lab);
  await expect.poll(() => lab.source(0)).toContain('nn.ModuleList([');
  await lab.cell(0).locator('.cm-content').click();
  await lab.page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => lab.source(0)).toBe(before);
});

test('a read-only cell is not edited', async ({ lab, page }) => {
  await lab.runAll();
  await page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget;
    const cell = panel?.content.widgets[0].model.sharedModel;
    (cell as unknown as IWithMetadata).setMetadata('editable', false);
  });
  const before = await lab.source(0);
  const card = await openCard(lab, 0);
  const refusal = page.getByText('The cell is read-only. Nothing was edited.');
  for (const name of ['Preview edit', 'Ignore']) {
    await card.getByRole('button', { name }).click();
    await expect(refusal).toBeVisible();
    await expect(refusal).toHaveCount(0);
  }
  expect(await lab.source(0)).toBe(before);
});

test('a fix is confirmed by the next run', async ({ lab }) => {
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.runAll();
  await panel.expectLive('NN102');
  await panel.act('NN102', 'Preview Edit');
  await acceptEdit(lab);
  await expect(panel.problem('NN102')).toContainText(
    'Fix applied. Run the cell to confirm.'
  );
  await lab.run(0, 1);
  await expect(
    panel.region.getByText('Confirmed: NN102 is gone.')
  ).toBeVisible();
  await panel.expectLive();
  await expect(signs(lab, 0)).toHaveCount(0);
});

test('an edit of the code makes live evidence stale', async ({ lab }) => {
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.runAll();
  await panel.expectLive('NN102');
  await lab.cell(0).locator('.cm-line').last().click();
  await lab.page.keyboard.press('End');
  await lab.page.keyboard.type('  # later');
  await expect(panel.problem('NN102')).toContainText('STALE');
  const card = await openCard(lab, 0);
  await expect(card).toContainText(
    'Code changed since this was checked. Run the cell to check again.'
  );
});

test('a restart takes all live evidence away', async ({ lab }) => {
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.runAll();
  await panel.expectLive('NN102');
  await lab.restart();
  await expect(panel.region).toContainText(
    'Kernel restarted. Live evidence was cleared. Run cells to check again.'
  );
  await expect(panel.problem('NN102')).toContainText('STATIC');
  await lab.runAll();
  await panel.expectLive('NN102');
});

test('the ignore button writes a comment, and the mark goes', async ({
  lab
}) => {
  await lab.runAll();
  const card = await openCard(lab, 0);
  await card.getByRole('button', { name: 'Ignore' }).click();
  await expect.poll(() => lab.source(0)).toContain('# nn: ignore[NN102]');
  await expect(signs(lab, 0)).toHaveCount(0);
});

test('F8 opens the card of the next problem', async ({ lab }) => {
  await lab.runAll();
  await expect(signs(lab, 0)).toHaveCount(1);
  await lab.cell(1).locator('.cm-content').click();
  await lab.page.keyboard.press('F8');
  await expect(lab.page.locator('.jp-ModulescopeCard')).toContainText('NN102');
});
