import { violations } from '../helpers/axe';
import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { ComparePage } from '../helpers/inspector';
import { ModulesPanel } from '../helpers/panel';
import { setTheme } from '../helpers/settings';
import { buildNet, hiddenLayers } from '../helpers/snippets';

const addHook = `
  def probe(module, inputs, output):
      pass

  handle = model.head.register_forward_hook(probe)
`;

const TABS = ['Overview', 'Params', 'Hooks', 'Init', 'Grads', 'Source'];

for (const theme of ['JupyterLab Light', 'JupyterLab Dark'] as const) {
  test(`the panel keeps nobody out, ${theme}`, async ({ lab, page }) => {
    writeNotebook('axe.ipynb', [hiddenLayers, buildNet, addHook]);
    await lab.open('axe.ipynb');
    await setTheme(lab, theme);
    const panel = new ModulesPanel(lab);
    await panel.open();
    await lab.run(0, 1, 2);
    await panel.treeRow(/^head/).click();
    const details = panel.section('Details');
    for (const tab of TABS) {
      await details.getByRole('tab', { name: tab }).click();
      await expect(details.locator('.jp-ModulescopeDetails-wait')).toHaveCount(
        0
      );
      expect
        .soft(await violations(page, '#modulescope-panel'), tab)
        .toEqual([]);
    }
    await panel.section('Modules').getByRole('searchbox').fill('grd:x head');
    await expect(panel.region).toContainText('Unknown filter');
    expect.soft(await violations(page, '#modulescope-panel')).toEqual([]);

    const compare = new ComparePage(lab);
    await compare.open();
    await compare.snapshot();
    await compare.region
      .getByRole('button', { name: 'Compare', exact: true })
      .click();
    await expect(compare.region).toContainText('Tensors');
    expect.soft(await violations(page, '#modulescope-compare')).toEqual([]);
  });
}
