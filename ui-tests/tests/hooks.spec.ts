import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { openTab } from '../helpers/inspector';
import { signs } from '../helpers/marks';
import { MessageLog } from '../helpers/messages';
import { NotebookPage } from '../helpers/notebook';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers } from '../helpers/snippets';

/** Registers one more copy of a hook each time it runs (NN203). */
const register = `
  def probe(module, inputs, output):
      pass

  handle = model.head.register_forward_hook(probe)
`;

/** A check is quick, the panel asks more at the same time, and machines are shared. */
const AT_ONCE = { timeout: 1000 };

test('removing a hook in the Hooks tab ends its error, and undo brings it back', async ({
  lab,
  page,
  context,
  complaints
}) => {
  writeNotebook('hooks.ipynb', [registeredLayers, buildNet, register, '1']);
  await lab.open('hooks.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1, 2, 2);
  await panel.expectLive('NN203');

  // A second page of the same kernel.
  const other = new NotebookPage(await context.newPage(), 'lab');
  const log = new MessageLog(other.page);
  await other.open('hooks.ipynb');
  const otherPanel = new ModulesPanel(other);
  await otherPanel.open();
  await other.run(3);
  await otherPanel.expectLive('NN203');

  const details = await openTab(panel, /^head/, 'Hooks');
  await details
    .getByRole('button', { name: 'Remove forward hook probe, order 2' })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Remove Hook' }).click();
  await expect(details).toContainText('Removed forward hook probe');
  await expect(panel.problem('NN203')).toHaveCount(0, AT_ONCE);
  await expect(signs(lab, 2)).toHaveCount(0);
  await expect(
    page.locator('#jp-main-statusbar').getByRole('button', {
      name: /no problems/
    })
  ).toBeVisible();
  await expect(otherPanel.problem('NN203')).toHaveCount(0, AT_ONCE);

  await details.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.problem('NN203')).toContainText('LIVE', AT_ONCE);
  await expect(otherPanel.problem('NN203')).toContainText('LIVE', AT_ONCE);
  log.excuseWidgets(complaints);
});
