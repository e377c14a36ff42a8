import { writeNotebook } from '../helpers/files';
import { expect, sharing, test } from '../helpers/fixtures';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, hiddenLayers } from '../helpers/snippets';

const freeze = `
  model.head.bias.requires_grad_(False)

  def probe(module, inputs, output):
      pass

  handle = model.head.register_forward_hook(probe)
`;

test('an empty panel says what will be here', async ({ lab }) => {
  writeNotebook('empty.ipynb', [hiddenLayers]);
  await lab.open('empty.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await expect(panel.section('Problems')).toContainText(
    'torch is not imported in this kernel.'
  );
});

const look = sharing(async lab => {
  writeNotebook('panel.ipynb', [hiddenLayers, buildNet, freeze]);
  await lab.open('panel.ipynb');
  await new ModulesPanel(lab).open();
  await lab.runAll();
});

look('unregistered layers are ghost rows of the tree', async ({ lab }) => {
  const panel = new ModulesPanel(lab);
  await expect(panel.treeRow(/^model/)).toBeVisible();
  await expect(panel.treeRow(/^layers/)).toHaveAttribute(
    'aria-label',
    /not registered/
  );
  await expect(panel.treeRow(/^head/)).toHaveAttribute('aria-label', /Linear/);
});

look('the tree is filtered by type', async ({ lab }) => {
  const panel = new ModulesPanel(lab);
  await panel.treeRow(/^head/).waitFor();
  await panel.section('Modules').getByRole('searchbox').fill('type:Linear');
  await expect(panel.region).toContainText(/of \d+ modules/);
  await expect(panel.treeRow(/^head/)).toBeVisible();
  await panel.section('Modules').getByRole('searchbox').fill('');
});

look(
  'details list the hooks of a module with their source',
  async ({ lab }) => {
    const panel = new ModulesPanel(lab);
    await panel.treeRow(/^head/).click();
    const details = panel.section('Details');
    await details.getByRole('tab', { name: /Hooks/ }).click();
    await expect(details).toContainText('probe');
    await expect(details).toContainText('[3]');
    await details.getByRole('tab', { name: /Params/ }).click();
    await expect(details).toContainText('bias');
  }
);

look('the panel works by keyboard', async ({ lab }) => {
  const panel = new ModulesPanel(lab);
  const row = panel.treeRow(/^model/);
  await row.focus();
  await lab.page.keyboard.press('ArrowDown');
  await expect(
    panel.region.locator('[role="treeitem"]:focus')
  ).not.toHaveAttribute('aria-label', /^model/);
  await lab.page.keyboard.press('Escape');
  await expect(panel.region.locator(':focus')).toHaveCount(0);
});
