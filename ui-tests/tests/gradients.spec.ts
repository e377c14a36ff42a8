import { expect, test } from '../helpers/fixtures';
import { diverging, openSaved, vanishing } from '../helpers/gradients';
import { setTheme } from '../helpers/settings';

const SHOTS = 'test-results/shots';

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
