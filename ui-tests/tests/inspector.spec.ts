import type { Locator, Page } from '@playwright/test';

import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { openTab } from '../helpers/inspector';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers } from '../helpers/snippets';

const addHooks = `
  def probe(module, inputs, output):
      pass

  first = model.head.register_forward_hook(probe)
  second = model.head.register_forward_hook(lambda *args: None)
`;
const others = `
  spare = Net()
  models = {"inside": Net()}
`;
const hooksOfHead =
  '[getattr(h, "__name__", "?") for h in model.head._forward_hooks.values()]';

test('the panel is walked by keyboard alone', async ({ lab, page }) => {
  writeNotebook('walk.ipynb', [registeredLayers, buildNet, addHooks]);
  await lab.open('walk.ipynb');
  const panel = new ModulesPanel(lab);
  await lab.run(0, 1, 2);
  await panel.open();
  await panel.treeRow(/^head/).waitFor();
  const focused = page.locator(':focus');
  const { keyboard } = page;

  // Find: type-ahead, and a filter.
  await panel.treeRow(/^model/).focus();
  await keyboard.press('h');
  await expect(focused).toHaveAttribute('aria-label', /^head/);
  await keyboard.press('/');
  await expect(focused).toHaveRole('searchbox');
  await keyboard.type('type:Linear');
  await expect(panel.region).toContainText('3 of 5 modules');
  await keyboard.press('Enter');
  await keyboard.press('ArrowDown');
  await expect(focused).toHaveAttribute('aria-label', /Linear/);
  await keyboard.press('/');
  await keyboard.press('Escape');
  await expect(panel.region).toContainText('5 modules in');
  await keyboard.press('Escape');
  await keyboard.press('End');
  await expect(focused).toHaveAttribute('aria-label', /^head/);

  // Copy the path.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await keyboard.press('ControlOrMeta+c');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe('model.head');

  // Details, and from there a hook.
  await keyboard.press('Enter');
  await expect(focused).toHaveRole('tab');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await expect(focused).toHaveText('Hooks');
  const remove = panel.region.getByRole('button', {
    name: 'Remove forward hook probe, order 1'
  });
  await remove.waitFor();
  await tabTo(page, remove);
  await keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Remove forward hook `probe`');
  await expect(dialog).toContainText('running [3] again registers it again');
  await tabTo(page, dialog.getByRole('button', { name: 'Remove Hook' }));
  await keyboard.press('Enter');

  // The focus is where the way back is.
  await expect(focused).toHaveText('Undo');
  expect(await lab.evaluate(hooksOfHead)).toBe("['<lambda>']");
  await keyboard.press('Enter');
  // The list may not have lost the hook yet, so that its button tells nothing.
  await expect
    .poll(() => lab.evaluate(hooksOfHead))
    .toBe("['probe', '<lambda>']");
  await remove.waitFor();

  // Back to the notebook.
  await panel.treeRow(/^head/).focus();
  await keyboard.press('Escape');
  await expect(panel.region.locator(':focus')).toHaveCount(0);
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

test('the initial values of a layer are told against the expected ones', async ({
  lab
}) => {
  writeNotebook('init.ipynb', [
    registeredLayers,
    buildNet,
    'with torch.no_grad():\n    model.head.weight.mul_(1e-3)'
  ]);
  await lab.open('init.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1, 2);
  await panel.treeRow(/^head/).waitFor();
  const details = await openTab(panel, /^head/, 'Init');
  await expect(details).toContainText('expected');
  await expect(details.getByRole('img', { name: /Histogram/ })).toBeVisible();
  await details.getByText('Show as table').click();
  await expect(details.getByRole('row')).not.toHaveCount(0);
});

test('the source of a class is shown, and that it was edited', async ({
  lab
}) => {
  writeNotebook('source.ipynb', [registeredLayers, buildNet]);
  await lab.open('source.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^model/).waitFor();
  const details = await openTab(panel, /^model/, 'Source');
  await expect(details).toContainText('class Net(nn.Module):');
  await expect(
    details.getByRole('button', { name: 'Go to cell [1]' })
  ).toBeVisible();
  const text = await lab.source(0);
  await lab.setSource(0, `${text}\n\n    extra = 1`);
  await lab.run(0);
  await expect(details).toContainText(
    'The class was edited after this object was built.'
  );
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

/** Presses Tab until an element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let i = 0; i < 25; i++) {
    if (await target.evaluate(element => element === document.activeElement)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}
