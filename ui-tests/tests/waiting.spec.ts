import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { openTab } from '../helpers/inspector';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers } from '../helpers/snippets';
import { Training } from '../helpers/training';

test('while a cell runs the tree stays usable, and what reads data waits', async ({
  lab
}) => {
  const training = new Training('waiting');
  writeNotebook('busy.ipynb', [registeredLayers, buildNet, training.source]);
  await lab.open('busy.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^head/).waitFor();
  await lab.start(2);
  const { region } = panel;
  await expect(region).toContainText(
    /Kernel busy for \d+ s\. Showing results from \[2\], /
  );
  await expect(panel.section('Modules')).toContainText('Read after [2], ');
  await panel.treeRow(/^head/).click();
  const details = panel.section('Details');
  await expect(
    details.getByRole('tabpanel', { name: 'Overview' })
  ).toContainText('10 · all trainable');

  await openTab(panel, /^head/, 'Init');
  const waits = details.getByText('Will run when the kernel is idle');
  await expect(waits).toBeVisible();
  await details.getByRole('button', { name: 'Cancel' }).click();
  await expect(waits).toBeHidden();
  await details.getByRole('button', { name: 'Read Now' }).click();
  await expect(waits).toBeVisible();
  training.end();
  await expect(lab.outputs(2)).toHaveText(/trained/);
  await expect(details).toContainText('expected: ');
  await expect(waits).toBeHidden();
  await expect(region).not.toContainText('Kernel busy');
});

test('a restart says what became of what was shown', async ({ lab }) => {
  writeNotebook('again.ipynb', [registeredLayers, buildNet]);
  await lab.open('again.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^model/).waitFor();
  await lab.restart();
  await expect(panel.region).toContainText(
    'Kernel restarted. Live evidence was cleared. Run cells to check again.'
  );
  await expect(panel.section('Modules')).toContainText(
    'No nn.Module in this kernel yet. Run the cell that builds your model. ' +
      'Models local to a function are not seen.'
  );
  await expect(panel.section('Details')).toContainText('Select a module');
  await lab.run(0, 1);
  await expect(panel.treeRow(/^model/)).toBeVisible();
  await expect(panel.region).not.toContainText('Kernel restarted.');
});
