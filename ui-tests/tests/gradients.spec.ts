import type { Locator } from '@playwright/test';

import { expect, test } from '../helpers/fixtures';
import {
  MIME,
  declineKernel,
  diverging,
  vanishing,
  writeSaved
} from '../helpers/gradients';
import type { NotebookPage } from '../helpers/notebook';
import { setTheme } from '../helpers/settings';

const SHOTS = 'test-results/shots';

/** Opens a notebook with saved outputs, where no kernel can start. */
async function openSaved(
  lab: NotebookPage,
  name: string,
  ...documents: Record<string, unknown>[]
): Promise<Locator[]> {
  writeSaved(
    name,
    documents.map(document => ({ [MIME]: document, 'text/plain': 'Gradients' }))
  );
  await lab.open(name, { kernel: false });
  await declineKernel(lab.page);
  return documents.map((_, index) =>
    lab.cell(index).locator('.jp-ModulescopeGradients')
  );
}

test('all views are drawn in both themes', async ({ lab, page }) => {
  await page.setViewportSize({ width: 1100, height: 1100 });
  const [nan, low] = await openSaved(
    lab,
    'views.ipynb',
    diverging(),
    vanishing()
  );
  for (const [theme, suffix] of [
    ['JupyterLab Light', 'light'],
    ['JupyterLab Dark', 'dark']
  ] as const) {
    await setTheme(lab, theme);
    for (const [chart, name] of [
      [nan, 'nan'],
      [low, 'low']
    ] as const) {
      for (const view of ['Heatmap', 'Layers', 'Ratio', 'History']) {
        await chart.getByRole('tab', { name: view }).click();
        await expect(chart.getByRole('grid')).toBeVisible();
        await page.mouse.move(0, 0);
        await chart.screenshot({
          path: `${SHOTS}/gradients-${name}-${view}-${suffix}.png`
        });
      }
    }
  }
});
