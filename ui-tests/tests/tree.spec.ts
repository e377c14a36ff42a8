import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers } from '../helpers/snippets';

const build = `
  import torch
  from torch import nn

  class Block(nn.Module):
      def __init__(self):
          super().__init__()
          self.mlp = nn.Linear(4, 4)
          self.skip = nn.Identity()

  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.embed = nn.Embedding(9, 4)
          self.layers = nn.ModuleList(Block() for _ in range(8))
          self.hidden = [nn.Linear(4, 4), nn.Linear(4, 4)]
          self.named = {"a": nn.Linear(4, 4)}
          self.pair = (nn.Linear(4, 4), nn.ReLU())
          self.scale = torch.zeros(4, requires_grad=True)
          object.__setattr__(self, "teacher", nn.Linear(4, 4))
          self.norm = nn.BatchNorm1d(4)
          self.head = nn.Linear(4, 9, bias=False)
          self.head.weight = self.embed.weight
          self.aux = nn.Linear(4, 4)
          self.lazy = nn.LazyLinear(2)

  model = Net()
  model.aux = None
`;
const deviate = `
  model.layers[5].half()
  model.norm.eval()
  model.layers[0].mlp.requires_grad_(False)
  model.layers[7].mlp.bias.requires_grad_(False)
  model.layers[6].mlp.to("meta")
  nn.utils.parametrizations.orthogonal(model.layers[3].mlp)
  handle = model.layers[2].mlp.register_forward_hook(lambda *args: None)
`;

/** Builds the model of all kinds, with the panel open. */
async function openTree(panel: ModulesPanel): Promise<void> {
  writeNotebook('tree.ipynb', [build, deviate]);
  await panel.notebook.open('tree.ipynb');
  await panel.open();
  await panel.notebook.run(0);
  await panel.treeRow(/^model/).waitFor();
}

/** The sentences of all rows. */
function sentences(panel: ModulesPanel): Promise<(string | null)[]> {
  return panel
    .treeRow(/./)
    .evaluateAll(rows => rows.map(row => row.getAttribute('aria-label')));
}

test('blocks fold, and what deviates is told of the row alone', async ({
  lab,
  page
}) => {
  const panel = new ModulesPanel(lab);
  await openTree(panel);
  const shared = 'Embedding 9×4, 36 parameters, shared with head.weight';
  await expect
    .poll(() => sentences(panel))
    .toEqual([
      expect.stringMatching(/^model, Net, 204 parameters/),
      `embed, ${shared}`,
      'layers.0–7, 8 × Block, identical, 160 parameters',
      expect.stringMatching(/^norm, BatchNorm1d 4, 8 parameters/),
      'head, Linear 4 to 9, 36 parameters, shared with embed.weight',
      expect.stringMatching(/^lazy, LazyLinear .*lazy/),
      expect.stringMatching(/^hidden, list of 2 Linear, 40 .*not registered/),
      expect.stringMatching(/^named, dict of 1 Linear, 20 .*not registered/),
      expect.stringMatching(/^pair, tuple of 2 modules, 20 .*not registered/),
      expect.stringMatching(/^scale, Tensor \[4\], 4 .*not registered/),
      expect.stringMatching(/^teacher, Linear 4 to 4, 20 .*not registered/)
    ]);
  await lab.run(1);
  // No two neighbours are alike any more, so the list has a row of its own.
  await panel.treeRow(/^layers, ModuleList/).click();
  await page.keyboard.press('ArrowRight');
  await expect(panel.treeRow(/^5, Block, layers\.5 differs/)).toBeVisible();
  const rows = (await sentences(panel)).join('\n');
  expect(rows).toMatch(/^0, Block, layers\.0 differs: frozen/m);
  expect(rows).toMatch(/^1, Block, 20 parameters$/m);
  expect(rows).toMatch(/^2, Block, layers\.2 differs: 1 forward hook/m);
  expect(rows).toMatch(/^3, Block, layers\.3 differs: /m);
  expect(rows).toMatch(/^5, .* differs: float16, .*of type float16/m);
  expect(rows).toMatch(/^6, .* differs: meta, .*meta/m);
  expect(rows).toMatch(/^7, .* differs: frozen, .*1 of 2 parameters frozen/m);
  expect(rows).toMatch(/^norm, .*, eval/m);
});

test('filters find by rule and by None, count, and step through matches', async ({
  lab,
  page
}) => {
  const panel = new ModulesPanel(lab);
  await openTree(panel);
  const modules = panel.section('Modules');
  const box = modules.getByRole('searchbox');
  const selected = modules.locator('[role="treeitem"][aria-selected="true"]');
  await expect(panel.treeRow(/^aux/)).toHaveCount(0);
  await box.fill('is:none');
  await expect(panel.treeRow(/^aux, None/)).toBeVisible();
  await expect(panel.region).toContainText('1 of 30 modules');

  // A match is in its place, below those that lead to it.
  await box.fill('mlp');
  await expect(panel.region).toContainText('8 of 30 modules');
  await expect(panel.treeRow(/^model/)).toHaveClass(/jp-mod-dimmed/);
  await box.press('Enter');
  await expect(selected).toHaveAttribute('aria-label', /^mlp/);
  const first = await selected.getAttribute('data-key');
  await box.press('Enter');
  await expect(selected).not.toHaveAttribute('data-key', first ?? '');
  await box.press('Shift+Enter');
  await expect(selected).toHaveAttribute('data-key', first ?? '');

  await box.fill('rule:modules-in-plain-container');
  await expect(panel.treeRow(/^hidden/)).toBeVisible();
  await expect(panel.treeRow(/^embed/)).toHaveCount(0);
  await box.fill('rule:modules-in-plain');
  await expect(modules).toContainText(
    'Did you mean "rule:modules-in-plain-container"?'
  );
  await modules.getByRole('button', { name: /^Use / }).click();
  await expect(box).toHaveValue('rule:modules-in-plain-container');

  await box.fill('nowhere');
  await expect(modules).toContainText('No module matches.');
  await modules
    .getByRole('button', { name: 'Clear Filter', exact: true })
    .click();
  await expect(panel.treeRow(/^embed/)).toBeVisible();

  // The menu of a row has its actions in the order of their use.
  await panel.treeRow(/^head/).click();
  await page.keyboard.press('Shift+F10');
  await expect(page.locator('.lm-Menu-itemLabel')).toHaveText([
    'Copy Path',
    'Copy Name',
    '',
    'Insert “%nn tree model.head” Below',
    'Go to Class Cell',
    'Filter by This Class',
    '',
    /^Watch Gradients/,
    'Add to Compare'
  ]);
  await page.keyboard.press('Escape');
});

test('a term that is not known is underlined, and a click repairs it', async ({
  lab
}) => {
  writeNotebook('terms.ipynb', [registeredLayers, buildNet]);
  await lab.open('terms.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^head/).waitFor();
  const modules = panel.section('Modules');
  const box = modules.getByRole('searchbox');
  await box.fill('head tipe:Linear');
  await expect(modules).toContainText('Unknown filter "tipe:"');
  await expect(modules.locator('.jp-ModulescopeInput-bad')).toHaveText(
    'tipe:Linear'
  );
  await expect(panel.treeRow(/^head/)).toBeVisible();
  await modules.getByRole('button', { name: /^Use / }).click();
  await expect(box).toHaveValue('head type:Linear');
  await expect(panel.region).toContainText('1 of 5 modules');
});

test('a filtered tree is sorted by its columns', async ({ lab }) => {
  writeNotebook('sorted.ipynb', [registeredLayers, buildNet]);
  await lab.open('sorted.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^head/).waitFor();
  const modules = panel.section('Modules');
  await modules.getByRole('searchbox').fill('type:Linear');
  await expect(panel.region).toContainText('3 of 5 modules');
  await modules.getByRole('button', { name: /^Params, not sorted/ }).click();
  const rows = modules.getByRole('treeitem');
  await expect(rows).toHaveCount(3);
  await expect(rows.last()).toHaveAttribute('aria-label', /^head/);
});

test('each notebook has its own tree', async ({ lab, page }) => {
  writeNotebook('one.ipynb', [registeredLayers, buildNet]);
  writeNotebook('two.ipynb', [registeredLayers, 'other = Net()']);
  await lab.open('one.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^model/).waitFor();
  await lab.command('docmanager:open', { path: 'two.ipynb' });
  await expect(panel.treeRow(/^model/)).toHaveCount(0);
  await page.evaluate(async () => {
    await window.jupyterapp.shell.currentWidget?.sessionContext.ready;
  });
  await lab.waitForKernel();
  await lab.run(0, 1);
  await expect(panel.treeRow(/^other/)).toBeVisible();
  await page.getByRole('tab', { name: /one.ipynb/ }).click();
  await expect(panel.treeRow(/^model/)).toBeVisible();
});

test('a restart empties the tree', async ({ lab }) => {
  writeNotebook('restart.ipynb', [registeredLayers, buildNet]);
  await lab.open('restart.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^model/).waitFor();
  await lab.restart();
  await expect(panel.treeRow(/^model/)).toHaveCount(0);
  await lab.run(0, 1);
  await expect(panel.treeRow(/^model/)).toBeVisible();
});

test('the tree opens in the main area, beside its details', async ({ lab }) => {
  writeNotebook('main.ipynb', [registeredLayers, buildNet]);
  await lab.open('main.ipynb');
  await lab.run(0, 1);
  await lab.command('modulescope:open-main', { view: 'modules' });
  const main = lab.page.locator('.jp-ModulescopeMain');
  await main.getByRole('treeitem', { name: /^head/ }).click();
  await expect(main.getByRole('tabpanel', { name: 'Overview' })).toContainText(
    'Linear'
  );
});
