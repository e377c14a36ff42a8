import type { Locator } from '@playwright/test';

import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { card, signs } from '../helpers/marks';
import type { NotebookPage } from '../helpers/notebook';
import { writeSettings } from '../helpers/settings';
import { buildNet, hiddenLayers, staleOptimizer } from '../helpers/snippets';

const OPTIMIZER = 2;

function toasts({ page }: NotebookPage): Locator {
  return page.locator('.Toastify__toast', {
    hasText: 'Training has no effect: optimizer holds 6 tensors, 0 of which'
  });
}

test.beforeEach(() => writeNotebook('notices.ipynb', staleOptimizer));
test('training that has no effect is told once, until it is dismissed', async ({
  lab
}) => {
  await lab.open('notices.ipynb');
  await lab.runAll();
  await expect(toasts(lab)).toHaveCount(1);
  await toasts(lab).getByRole('button', { name: 'Show' }).click();
  await expect(card(lab)).toContainText('NN501');
  await expect(toasts(lab)).toHaveCount(0);
  await lab.run(4);
  await expect(signs(lab, OPTIMIZER)).toHaveClass(/jp-mod-error/);
  // The same kernel in a page of its own: it was told there.
  await lab.open('notices.ipynb');
  await lab.run(4);
  await expect(signs(lab, OPTIMIZER)).toHaveClass(/jp-mod-error/);
  await expect(toasts(lab)).toHaveCount(0);
});

test('it can be muted until the kernel restarts', async ({ lab }) => {
  await lab.open('notices.ipynb');
  await lab.runAll();
  await toasts(lab).getByRole('button', { name: 'Mute until restart' }).click();
  await expect(signs(lab, OPTIMIZER)).toHaveCount(0);
  await lab.restart();
  await lab.runAll();
  await expect(toasts(lab)).toHaveCount(1);
  await expect(signs(lab, OPTIMIZER)).toHaveCount(1);
});

test('it is taken back when the kernel restarts', async ({ lab }) => {
  await lab.open('notices.ipynb');
  await lab.runAll();
  await expect(toasts(lab)).toHaveCount(1);
  await lab.restart();
  await expect(toasts(lab)).toHaveCount(0);
});

test('nothing is told if the user does not want it', async ({ lab }) => {
  await writeSettings(lab, { notifications: 'never' });
  await lab.open('notices.ipynb');
  await lab.runAll();
  await expect(signs(lab, OPTIMIZER)).toHaveClass(/jp-mod-error/);
  await expect(toasts(lab)).toHaveCount(0);
});

test('nothing else is worth an interruption', async ({ lab }) => {
  writeNotebook('notices.ipynb', [hiddenLayers, buildNet]);
  await lab.open('notices.ipynb');
  await lab.runAll();
  await expect(signs(lab, 0)).toHaveClass(/jp-mod-error/);
  await expect(lab.page.locator('.Toastify__toast')).toHaveCount(0);
});
