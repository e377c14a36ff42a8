import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { openCard, signs } from '../helpers/marks';
import { ModulesPanel } from '../helpers/panel';

/** A class with many plain lists of layers, each a finding of its own. */
function hidden(name: string, lists: number, separator: string): string {
  const lines = Array.from(
    { length: lists },
    (_, i) => `self.list_${i} = [nn.Linear(2, 2)]`
  );
  return [
    `class ${name}(nn.Module):`,
    '    def __init__(self):',
    '        super().__init__()',
    `        ${lines.join(separator)}`,
    '',
    `${name.toLowerCase()} = ${name}()`
  ].join('\n');
}

const IMPORTS = 'import torch\nfrom torch import nn';
const BELOW = '\n        ';

test('a cell has at most five underlines, and a line one mark', async ({
  lab
}) => {
  writeNotebook('flood.ipynb', [IMPORTS, hidden('Line', 3, '; ')]);
  await lab.open('flood.ipynb');
  await lab.setSource(1, hidden('Line', 3, '; ') + '\n');
  await lab.runAll();
  await expect(signs(lab, 1)).toHaveCount(1);
  const card = await openCard(lab, 1);
  await expect(card).toContainText('2 more on this line');
  await lab.page.keyboard.press('Escape');
  await lab.setSource(1, hidden('Line', 8, BELOW));
  await lab.run(1);
  await expect(signs(lab, 1)).toHaveCount(8);
  await expect(lab.cell(1).locator('.jp-Modulescope-underline')).toHaveCount(5);
});

test('a notebook has at most twenty findings drawn', async ({ lab }) => {
  const cells = ['A', 'B', 'C'].map(name => hidden(name, 17, BELOW));
  writeNotebook('flood.ipynb', [IMPORTS, ...cells]);
  await lab.open('flood.ipynb');
  await lab.runAll();
  await expect(signs(lab, 2)).toHaveCount(3);
  await expect(signs(lab, 1)).toHaveCount(17);
  await expect(signs(lab, 3)).toHaveCount(0);
  const card = await openCard(lab, 1);
  await card.getByRole('button', { name: '31 more in Problems' }).click();
  const panel = new ModulesPanel(lab);
  await expect(panel.problems).toHaveCount(51);
});
