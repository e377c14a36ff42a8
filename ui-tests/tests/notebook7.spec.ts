import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { openCard, signs } from '../helpers/marks';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, hiddenLayers } from '../helpers/snippets';

test.beforeEach(async ({ notebook }) => {
  writeNotebook('seven.ipynb', [hiddenLayers, buildNet]);
  await notebook.open('seven.ipynb');
});

test('Notebook 7 shows marks and cards', async ({ notebook }) => {
  await notebook.runAll();
  await expect(signs(notebook, 0)).toHaveCount(1);
  await expect(await openCard(notebook, 0)).toContainText('NN102');
});

test('Notebook 7 counts problems in a toolbar button, which opens the panel', async ({
  notebook
}) => {
  await notebook.runAll();
  const button = notebook.page.getByRole('button', {
    name: /Module checks: 1 error/
  });
  await button.click();
  await notebook.page.getByRole('menuitem', { name: 'Show Modules' }).click();
  const panel = new ModulesPanel(notebook);
  await panel.expectLive('NN102');
  await expect(panel.treeRow(/^head/)).toBeVisible();
});
