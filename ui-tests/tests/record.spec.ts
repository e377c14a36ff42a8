import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers } from '../helpers/snippets';

const train = `
  for _ in range(5):
      model(torch.randn(4, 4)).sum().backward()
`;

test('gradients are recorded from the menu of a row', async ({ lab, page }) => {
  writeNotebook('record.ipynb', [registeredLayers, buildNet, train]);
  await lab.open('record.ipynb');
  await lab.run(0, 1);
  const panel = new ModulesPanel(lab);
  await panel.open();
  const row = panel.treeRow(/^head/);
  const note = panel.section('Modules').getByRole('status');
  const choose = async (label: string) => {
    await row.click({ button: 'right' });
    await page.locator('.lm-Menu-itemLabel', { hasText: label }).click();
  };

  await choose('Watch Gradients');
  await expect(note).toHaveText(
    'Recording gradients of model.head. Waiting for the first backward(). Stop'
  );
  const grads = panel.section('Details').getByRole('tab', { name: 'Grads' });
  await expect(grads).toHaveAttribute('aria-selected', 'true');

  await lab.run(2);
  await expect(note).toContainText(
    'Recording gradients of model.head: 5 steps'
  );
  await expect(panel.section('Details')).toContainText('weight');

  // The recording belongs to the kernel, not to the page.
  await lab.reload();
  await expect(note).toContainText('5 steps so far');
  await choose('Stop Watching Gradients');
  await expect(note).toHaveCount(0);
  await lab.run(2);
  await choose('Watch Gradients');
  await note.getByRole('button', { name: 'Stop' }).click();
  await expect(note).toHaveCount(0);
});

test('gradients are recorded from the Grads tab, over several cells', async ({
  lab
}) => {
  writeNotebook('grads.ipynb', [registeredLayers, buildNet, train]);
  await lab.open('grads.ipynb');
  await lab.run(0, 1);
  const panel = new ModulesPanel(lab);
  await panel.open();
  await panel.treeRow(/^head/).click();
  const details = panel.section('Details');
  await details.getByRole('tab', { name: 'Grads' }).click();
  const record = details.getByRole('button', { name: 'Record', exact: true });
  await record.focus();
  await lab.page.keyboard.press('Enter');
  const note = panel.section('Modules').getByRole('status');
  await expect(note).toContainText('Recording gradients of model');
  await lab.run(2);
  await lab.run(2);
  await expect(note).toContainText('10 steps so far');
  await expect(details).toContainText('weight');
  // A rebuilt model is followed; what was recorded before stays beside it.
  await lab.run(1);
  await expect(details).toContainText(
    /Stopped: the model was rebuilt in \[\d+\]\. Showing 10 steps/
  );
  await lab.run(2);
  await expect(details).toContainText(
    /The model was rebuilt before step 11, in \[\d+\]/
  );
  await details.getByRole('button', { name: 'Stop Recording' }).click();
  await expect(record).toBeVisible();
  await expect(note).toHaveCount(0);
  // The drawing leaves without an error in the page.
  await details.getByRole('tab', { name: 'Overview' }).click();
  await expect(details).toContainText('Linear');
});
