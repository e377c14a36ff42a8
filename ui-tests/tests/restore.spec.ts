import type { Page } from '@playwright/test';

import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { ModulesPanel } from '../helpers/panel';
import { savedWorkspaces } from '../helpers/userfolder';

/** Rows enough to scroll, a fold, and names that are also members of every object. */
const buildDeep = `
  import torch
  from torch import nn

  class Block(nn.Module):
      def __init__(self):
          super().__init__()
          self.attn = nn.Sequential(nn.Linear(4, 4), nn.ReLU())

  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.layers = nn.ModuleList(Block() for _ in range(12))
          for i in range(40):
              self.add_module(f"part{i}", nn.Linear(4, i + 1))
          self.constructor = nn.Sequential(nn.Linear(4, 2))

  teacher = nn.Sequential(nn.Linear(2, 2))
  model = Net()
`;

const ROWS = '#modulescope-modules [role="tree"]';

test('a reload shows the tree as it was left', async ({ lab, page }) => {
  writeNotebook('left.ipynb', [buildDeep]);
  await lab.open('left.ipynb');
  await lab.run(0);
  const panel = new ModulesPanel(lab);
  await panel.open();
  await pick(panel, 'model');

  await openRow(page, /^layers\.?/);
  await openRow(page, /^layers\.0/);
  await openRow(page, /^attn/);
  await panel
    .treeRow(/^model/)
    .first()
    .press('End');
  await openRow(page, /^constructor/);
  const selected = panel.treeRow(/^0, Linear 4 to 2/);
  await selected.click();
  await panel.section('Details').getByRole('tab', { name: 'Params' }).click();
  const before = await rows(page);
  const top = await scrollTop(page);
  expect(top).toBeGreaterThan(0);

  await expect.poll(savedWorkspaces).toMatch(/"tab": ?"params"/);
  await lab.reload();
  await expect(selected).toHaveAttribute('aria-selected', 'true');
  // The height of the section may differ by some pixels.
  expect(Math.abs((await scrollTop(page)) - top)).toBeLessThan(24);
  await expect.poll(() => rows(page)).toEqual(expect.arrayContaining(before));
  await expect(
    panel.section('Details').getByRole('tab', { name: 'Params' })
  ).toHaveAttribute('aria-selected', 'true');

  // Whatever was open above is open, too.
  await page.locator(ROWS).evaluate(tree => tree.scrollTo(0, 0));
  await expect(panel.treeRow(/^attn/)).toHaveAttribute('aria-expanded', 'true');
});

test('a reload keeps the filter', async ({ lab }) => {
  writeNotebook('filtered.ipynb', [buildDeep]);
  await lab.open('filtered.ipynb');
  await lab.run(0);
  const panel = new ModulesPanel(lab);
  await panel.open();
  await pick(panel, 'model');
  const box = panel.section('Modules').getByRole('searchbox');
  await box.fill('type:ReLU');
  await expect(panel.region).toContainText(/12 of \d+ modules/);
  await expect.poll(savedWorkspaces).toContain('type:ReLU');
  await lab.reload();
  await expect(box).toHaveValue('type:ReLU');
  await expect(panel.region).toContainText(/12 of \d+ modules/);
});

test('another view opens the panel at a module', async ({ lab, page }) => {
  writeNotebook('reveal.ipynb', [buildDeep, 'del model.layers[9:]']);
  await lab.open('reveal.ipynb');
  await lab.run(0);
  const panel = new ModulesPanel(lab);
  const open = (model: string, fqn: string) =>
    page.evaluate(
      args =>
        window.jupyterapp.commands.execute('modulescope:open-panel', args),
      { model, fqn }
    );
  await open('model', 'layers.10.attn.0');
  const row = panel.treeRow(/^0, Linear 4 to 4/);
  await expect(row).toHaveAttribute('aria-selected', 'true');
  await expect(row).toBeFocused();
  await expect(row).toHaveAttribute('data-key', 'module:layers.10.attn.0');
  await expect(panel.section('Details')).toContainText(
    'Linear(in_features=4, out_features=4)'
  );

  await open('teacher', '0');
  await expect(panel.treeRow(/^0, Linear 2 to 2/)).toHaveAttribute(
    'aria-selected',
    'true'
  );

  await lab.run(1);
  await open('model', 'layers.10.attn.0');
  const note = panel.section('Modules').getByRole('status');
  await expect(note).toContainText('model has no module layers.10.attn.0 now.');
  await note.getByRole('button', { name: 'Dismiss' }).click();
  await expect(note).toHaveCount(0);
  await open('student', '');
  await expect(note).toContainText('student does not exist in the kernel now.');
});

/** Shows the model that is not the default. */
async function pick(panel: ModulesPanel, model: string): Promise<void> {
  await panel
    .section('Modules')
    .getByLabel('Model', { exact: true })
    .selectOption(model);
  await panel.treeRow(new RegExp(`^${model}`)).waitFor();
}

async function openRow(page: Page, name: RegExp): Promise<void> {
  const row = page.locator(ROWS).getByRole('treeitem', { name }).first();
  await row.click();
  await row.press('ArrowRight');
  await expect(row).toHaveAttribute('aria-expanded', 'true');
}

/** The rows in view, as they are read out, without what follows from their place. */
function rows(page: Page): Promise<(string | null)[]> {
  return page
    .locator(`${ROWS} [role="treeitem"]`)
    .evaluateAll(found => found.map(row => row.getAttribute('aria-label')));
}

function scrollTop(page: Page): Promise<number> {
  return page.locator(ROWS).evaluate(tree => tree.scrollTop);
}
