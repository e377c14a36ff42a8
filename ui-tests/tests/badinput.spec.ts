import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { signs } from '../helpers/marks';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, hiddenLayers } from '../helpers/snippets';

test('cells that are no Python neither stop the checks nor get marks', async ({
  lab
}) => {
  writeNotebook('odd.ipynb', [
    hiddenLayers,
    'def broken(:',
    '%%bash\necho "nn.Linear("',
    '!ls | head -1',
    '%timeit -n1 -r1 1 + 1\nx = 1 if',
    'class Half(nn.Module):\n    def __init__(self',
    buildNet
  ]);
  await lab.open('odd.ipynb');
  await lab.run(0, 2, 3, 6);
  await expect(signs(lab, 0)).toHaveCount(1);
  for (const cell of [1, 2, 3, 4, 5]) {
    await expect(signs(lab, cell)).toHaveCount(0);
  }
  await lab.run(1);
  await expect(lab.outputs(1)).toContainText('SyntaxError');
  await expect(lab.outputs(1)).not.toContainText('modulescope');
});

test('text that is typed half way is checked when it is whole', async ({
  lab
}) => {
  writeNotebook('typed.ipynb', ['from torch import nn', '']);
  await lab.open('typed.ipynb');
  await lab.run(0);
  await lab.setSource(
    1,
    'class Net(nn.Module):\n    def __init__(self):\n        self.a = [nn.'
  );
  await lab.setSource(
    1,
    'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = [nn.Linear(1, 1)]'
  );
  await expect(signs(lab, 1)).toHaveCount(1);
});

const states = [
  {
    kernel: 'without-companion',
    text: "Checks need the companion package in this kernel's environment:"
  },
  {
    kernel: 'broken-companion',
    text: 'The companion package could not be loaded: RuntimeError'
  },
  {
    kernel: 'without-torch',
    text: 'torch is not imported in this kernel. Live checks start when it is.'
  },
  { kernel: 'echo', text: "This notebook's kernel is not Python." }
];

for (const { kernel, text } of states) {
  test(`the kernel "${kernel}" is explained, and its cells run as ever`, async ({
    lab
  }) => {
    writeNotebook(`${kernel}.ipynb`, ['6 * 7'], kernel);
    await lab.open(`${kernel}.ipynb`);
    const panel = new ModulesPanel(lab);
    await panel.open();
    await lab.runAll();
    await expect(lab.outputs(0)).toContainText(
      kernel === 'echo' ? '6 * 7' : '42'
    );
    await expect(panel.section('Problems')).toContainText(text);
  });
}

test('an error in a cell shows the traceback of the user alone', async ({
  lab
}) => {
  writeNotebook('raises.ipynb', [
    hiddenLayers,
    buildNet,
    'model(torch.randn(2, 3))'
  ]);
  await lab.open('raises.ipynb');
  await lab.run(0, 1, 2);
  await expect(lab.outputs(2)).toContainText('RuntimeError');
  await expect(lab.outputs(2)).not.toContainText('modulescope');
});
