import type { Locator } from '@playwright/test';

import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import type { NotebookPage } from '../helpers/notebook';
import { ModulesPanel } from '../helpers/panel';

/** 13 MB: smaller models would not be missed. */
const build = `
  import gc, torch
  from torch import nn

  model = nn.Linear(1800, 1800)
`;
const alive =
  'sum(type(o).__name__ == "Linear" and o.in_features == 1800 ' +
  'for o in (gc.collect(), *gc.get_objects())[1:])';

/** Runs all cells, and shows the model that has lost its name. */
async function showKept(
  lab: NotebookPage,
  cells: readonly string[]
): Promise<{ panel: ModulesPanel; overview: Locator }> {
  writeNotebook('kept.ipynb', [build, ...cells]);
  await lab.open('kept.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0);
  await panel.treeRow(/^model/).waitFor();
  await lab.run(...cells.map((_, i) => i + 1));
  const modules = panel.section('Modules');
  const picker = modules.getByRole('combobox', { name: 'Model' });
  const kept = picker.locator('optgroup[label="Kept alive"] option');
  await expect(kept).toContainText(['model — Linear — 3.24M — 13.0 MB']);
  await picker.selectOption({ label: await kept.innerText() });
  await expect(modules).toContainText('kept alive');
  await panel.treeRow(/^model/).click();
  const details = panel.section('Details');
  const overview = details.getByRole('tabpanel', { name: 'Overview' });
  await expect(overview).toContainText('13.0 MB since');
  await overview.getByRole('button', { name: 'Who Holds It?' }).click();
  return { panel, overview };
}

test('an output that keeps a deleted model is named, and lets go of it', async ({
  lab,
  page
}) => {
  const { panel, overview } = await showKept(lab, [
    'model',
    'del model\nother = nn.Linear(2, 2)'
  ]);
  await expect(overview).toContainText('Out[2]');
  await expect(overview.getByRole('button', { name: '[2]' })).toBeVisible();
  expect(await lab.evaluate(alive)).toBe('1');

  await panel.expectLive('NN601');
  await panel.act('NN601', 'Let go of the old model');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('the last traceback');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await panel.expectLive();
  expect(await lab.evaluate(alive)).toBe('0');
});

test('a hook that closes over a deleted model is named', async ({ lab }) => {
  const hold = `
    other = nn.Linear(2, 2)

    def keep(teacher):
        def hook(module, inputs, output):
            return None if teacher.training else output
        return hook

    handle = other.register_forward_hook(keep(model))
  `;
  const { overview } = await showKept(lab, [hold, 'del model']);
  await expect(overview).toContainText('hook');
  await expect(overview).toContainText('other');
});

test('the last traceback that keeps a replaced model is named', async ({
  lab
}) => {
  const { overview } = await showKept(lab, [
    'def fail(net):\n    raise ValueError("shape")\n\nfail(model)',
    'model = nn.Linear(2, 2)'
  ]);
  await expect(overview).toContainText('traceback');
});

test('a variable that was deleted leaves its last tree', async ({ lab }) => {
  writeNotebook('gone.ipynb', [build, 'del model']);
  await lab.open('gone.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0);
  await panel.treeRow(/^model/).waitFor();
  await lab.run(1);
  await expect(panel.section('Modules')).toContainText(
    'model no longer exists in the kernel. Last snapshot shown.'
  );
  await expect(panel.treeRow(/^model/)).toBeVisible();
});
