import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';

test('a cell runs and its value can be read', async ({ lab }) => {
  writeNotebook('plain.ipynb', ['x = 41', 'x + 1']);
  await lab.open('plain.ipynb');
  await lab.runAll();
  await expect(lab.outputs(1)).toHaveText('42');
  expect(await lab.evaluate('x')).toBe('41');
});
