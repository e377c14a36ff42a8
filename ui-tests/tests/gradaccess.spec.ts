import { violations } from '../helpers/axe';
import { expect, test } from '../helpers/fixtures';
import { diverging, openSaved, vanishing } from '../helpers/gradients';
import { setTheme } from '../helpers/settings';

const VIEWS = ['Heatmap', 'Layers', 'Ratio', 'History'];

for (const theme of ['JupyterLab Light', 'JupyterLab Dark'] as const) {
  test(`recorded gradients keep nobody out, ${theme}`, async ({
    lab,
    page
  }) => {
    const [chart] = await openSaved(lab, 'access.ipynb', diverging());
    await setTheme(lab, theme);
    for (const view of VIEWS) {
      await chart.getByRole('tab', { name: view }).click();
      await expect(chart.getByRole('grid')).toBeVisible();
      expect
        .soft(await violations(page, '.jp-ModulescopeGradients'), view)
        .toEqual([]);
    }
    await chart.getByRole('button', { name: 'More' }).click();
    expect
      .soft(await violations(page, '.jp-ModulescopeGradients'), 'menu')
      .toEqual([]);
    await chart.getByRole('menuitem', { name: 'Show as Table' }).click();
    expect
      .soft(await violations(page, '.jp-ModulescopeGradients'), 'table')
      .toEqual([]);
  });
}

test('the whole drawing is walked by keys', async ({ lab, page }) => {
  const [chart] = await openSaved(lab, 'keys.ipynb', vanishing());
  const grid = chart.getByRole('grid');
  const read = chart.locator('.jp-ModulescopeGradients-read');
  const spoken = async (): Promise<string> =>
    (await grid.getByRole('gridcell').textContent()) ?? '';

  // The choice of the view is one stop; arrows change it, and wrap around.
  await chart.getByRole('tab', { name: 'Heatmap' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(chart.getByRole('tab', { name: 'Layers' })).toBeFocused();
  await expect(grid).toHaveAttribute('aria-roledescription', 'range chart');
  await page.keyboard.press('ArrowLeft');
  await expect(grid).toHaveAttribute('aria-roledescription', 'heatmap');

  // Tab leads on to the plot, through the values, the filter and Fit.
  for (const name of ['RMS', 'Norm', 'Max']) {
    await page.keyboard.press('Tab');
    await expect(chart.getByRole('button', { name })).toBeFocused();
  }
  await page.keyboard.press('Tab');
  await expect(chart.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(chart.getByRole('button', { name: 'Fit' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(grid).toBeFocused();

  // Arrows read the cells.
  await page.keyboard.press('ArrowDown');
  await expect(read).toContainText('step 300');
  await page.keyboard.press('ArrowDown');
  await expect(read).toContainText('blocks.0.weight');
  await page.keyboard.press('Home');
  expect(await spoken()).toMatch(/^step 10, blocks\.0\.weight, RMS .*e-/);

  // Shift selects steps.
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(chart).toContainText('Steps 10–30 selected');

  // Space pins the row.
  await page.keyboard.press('Space');
  const pins = chart.getByRole('group', { name: 'Pinned layers' });
  await expect(pins).toContainText('blocks.0.weight');
  await expect(pins).toContainText('1 of 8 pinned');

  // Escape clears one thing after the other.
  await page.keyboard.press('Escape');
  await expect(read).toContainText('rows are below Adam eps');
  await page.keyboard.press('Escape');
  await expect(chart).not.toContainText('selected');

  // The table, by the menu.
  const more = chart.getByRole('button', { name: 'More' });
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(
    chart.getByRole('menuitem', { name: 'Show as Table' })
  ).toBeFocused();
  await page.keyboard.press('End');
  await expect(
    chart.getByRole('menuitem', { name: 'Send to Panel' })
  ).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const table = chart.getByRole('table');
  await expect(table).toContainText('blocks.0.weight');
  await expect(more).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(table).toBeVisible();
});

test('nothing moves for those who asked for that', async ({ lab, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openSaved(lab, 'still.ipynb', diverging());
  const moving = await page.locator('.jp-ModulescopeGradients').evaluate(
    node =>
      [node, ...Array.from(node.querySelectorAll('*'))].filter(one => {
        const { animationName, transitionDuration } = getComputedStyle(one);
        return animationName !== 'none' || parseFloat(transitionDuration) > 0;
      }).length
  );
  expect(moving).toBe(0);
});

test('a narrow output is whole', async ({ lab, page }) => {
  const [chart] = await openSaved(lab, 'narrow.ipynb', diverging());
  const narrow = async (width: number): Promise<void> => {
    await chart.evaluate((node, pixels) => {
      (node.parentElement ?? node).style.width = `${pixels}px`;
    }, width);
    await expect
      .poll(async () => (await chart.boundingBox())?.width)
      .toBeLessThanOrEqual(width);
  };
  for (const width of [280, 320, 400]) {
    await narrow(width);
    // The buttons stay beside the title; what was recorded is below both.
    const [title, state, more] = await Promise.all(
      [
        chart.locator('.jp-ModulescopeGradients-head > b'),
        chart.locator('.jp-ModulescopeGradients-state'),
        chart.getByRole('button', { name: 'More' })
      ].map(part => part.boundingBox())
    );
    if (!title || !state || !more) {
      throw new Error('the header is not drawn');
    }
    expect(more.y).toBeLessThan(title.y + title.height);
    expect(state.y).toBeGreaterThanOrEqual(title.y + title.height);
    expect(state.height, `${width} px`).toBeLessThanOrEqual(2 * 16 + 8);
    const small = await chart.evaluate(node =>
      Array.from(node.querySelectorAll('button, input, select'))
        .filter(one => one.closest('label') === null)
        .map(one => ({ one, box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        // A border counts, too: the segments share one of 24 pixels.
        .filter(({ one }) => !one.closest('[role=tablist], [role=group]'))
        .map(({ one }) => one.outerHTML.slice(0, 80))
    );
    expect.soft(small, `${width} px`).toEqual([]);
  }
  await narrow(300);
  for (const view of VIEWS) {
    await chart.getByRole('tab', { name: view }).click();
    const overflow = await chart.evaluate(node => {
      const { right } = node.getBoundingClientRect();
      return Array.from(
        node.querySelectorAll('button, input, canvas, code, span, b')
      )
        .filter(one => one.closest('.jp-Modulescope-announcer') === null)
        .filter(one => one.getBoundingClientRect().right > right + 1)
        .map(one => one.outerHTML.slice(0, 80));
    });
    expect.soft(overflow, view).toEqual([]);
    await page.mouse.move(0, 0);
    await chart.screenshot({
      path: `test-results/shots/gradients-narrow-${view}.png`
    });
  }
});
