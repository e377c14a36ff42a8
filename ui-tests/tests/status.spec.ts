import { writeNotebook } from '../helpers/files';
import { test } from '../helpers/fixtures';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, hiddenLayers } from '../helpers/snippets';

test('the status bar counts problems and opens the panel', async ({
  lab,
  page
}) => {
  writeNotebook('status.ipynb', [hiddenLayers, buildNet]);
  await lab.open('status.ipynb');
  await lab.runAll();
  const item = page
    .locator('#jp-main-statusbar')
    .getByRole('button', { name: /Module checks: 1 error/ });
  await item.click();
  await page.getByRole('menuitem', { name: 'Show Modules' }).click();
  await new ModulesPanel(lab).expectLive('NN102');
});
