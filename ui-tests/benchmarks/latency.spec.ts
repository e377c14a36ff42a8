import { dedent, writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { signs } from '../helpers/marks';
import { median, show, timeUntil } from '../helpers/measures';
import { hiddenLayers, registeredLayers } from '../helpers/snippets';

const REPEATS = 20;

test.beforeEach(async ({ lab }) => {
  writeNotebook('latency.ipynb', [hiddenLayers, 'model = Net()', 'del model']);
  await lab.open('latency.ipynb');
  await lab.run(0);
  await expect(signs(lab, 0)).toHaveCount(1);
});

test('how long after a run its finding appears', async ({ lab, page }) => {
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    await lab.run(1);
    times.push(
      await timeUntil(page, '.jp-Modulescope-sign.jp-mod-error', true)
    );
    await lab.run(2);
    await timeUntil(page, '.jp-Modulescope-sign.jp-mod-error', false);
  }
  show('a finding after a run', median(times), 500);
});

test('how long after the last key a mark appears', async ({ lab, page }) => {
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    await lab.setSource(0, dedent(registeredLayers));
    await timeUntil(page, '.jp-Modulescope-sign', false);
    await lab.setSource(0, dedent(hiddenLayers));
    times.push(await timeUntil(page, '.jp-Modulescope-sign', true));
  }
  show('a mark after the last key', median(times), 600);
});
