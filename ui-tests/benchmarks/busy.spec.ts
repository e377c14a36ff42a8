import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { show } from '../helpers/measures';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers, trainFor } from '../helpers/snippets';

test('how long the tree takes to open while a cell trains', async ({ lab }) => {
  writeNotebook('busy.ipynb', [registeredLayers, buildNet, trainFor(30)]);
  await lab.open('busy.ipynb');
  await lab.run(0, 1);
  await lab.start(2);
  await expect.poll(() => lab.kernelStatus()).toBe('busy');
  const panel = new ModulesPanel(lab);
  const start = Date.now();
  await panel.open();
  await panel.treeRow(/^head/).waitFor();
  show('the tree while a cell trains', Date.now() - start, 1000);
});
