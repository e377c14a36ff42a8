import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { signs } from '../helpers/marks';
import type { NotebookPage } from '../helpers/notebook';
import { setTheme, writeSettings } from '../helpers/settings';
import { staleOptimizer } from '../helpers/snippets';

const OPTIMIZER = 2;
const MESSAGE = '← holds 6 tensors, 0 of which belong to model';

const messages = (lab: NotebookPage) =>
  lab.cell(OPTIMIZER).locator('.jp-Modulescope-inline-text');

test.beforeEach(() => writeNotebook('inline.ipynb', staleOptimizer));
async function height(lab: NotebookPage): Promise<number> {
  const box = await lab.cell(OPTIMIZER).locator('.cm-editor').boundingBox();
  return box?.height ?? 0;
}

test('a live error has a line after its code that takes no room', async ({
  lab
}) => {
  await lab.open('inline.ipynb');
  const before = await height(lab);
  await lab.runAll();
  await expect(messages(lab)).toHaveText(MESSAGE);
  expect(await height(lab)).toBe(before);
  for (const theme of ['JupyterLab Dark', 'JupyterLab Light'] as const) {
    await setTheme(lab, theme);
    await expect(messages(lab)).toBeVisible();
    await lab.page.screenshot({
      path: test.info().outputPath(`${theme}.png`)
    });
  }
});

test('it is cut at the edge of a narrow window', async ({ lab }) => {
  await lab.open('inline.ipynb');
  await lab.page.setViewportSize({ width: 1100, height: 700 });
  const before = await height(lab);
  await lab.runAll();
  await expect(messages(lab)).toHaveText(MESSAGE);
  expect(await height(lab)).toBe(before);
  const edge = await lab.cell(OPTIMIZER).locator('.cm-scroller').boundingBox();
  const box = await messages(lab).boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(
    (edge?.x ?? 0) + (edge?.width ?? 0)
  );
  const scrolls = await lab
    .cell(OPTIMIZER)
    .locator('.cm-scroller')
    .evaluate(node => node.scrollWidth > node.clientWidth);
  expect(scrolls, 'a scroll bar because of the message').toBe(false);
});

test('it is away while its line is edited, and is never copied', async ({
  lab,
  context
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.open('inline.ipynb');
  await lab.runAll();
  await expect(messages(lab)).toHaveCount(1);
  await lab.cell(OPTIMIZER).locator('.cm-line').first().click();
  await expect(messages(lab)).toHaveCount(0);
  await lab.page.keyboard.press('ControlOrMeta+a');
  await lab.page.keyboard.press('ControlOrMeta+c');
  const copied = await lab.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await lab.source(OPTIMIZER));
  await lab.cell(1).locator('.cm-line').first().click();
  await expect(messages(lab)).toHaveCount(1);
});

test('it is not there if the user does not want it', async ({ lab }) => {
  await writeSettings(lab, { inlineMessages: 'off' });
  await lab.open('inline.ipynb');
  await lab.runAll();
  await expect(signs(lab, OPTIMIZER)).toHaveClass(/jp-mod-error/);
  await expect(messages(lab)).toHaveCount(0);
});

test('rings and triangles say what they have to do with an error', async ({
  lab
}) => {
  await lab.open('inline.ipynb');
  await lab.runAll();
  const tip = lab.page.getByRole('tooltip');
  await lab.cell(3).locator('[data-kind="related"]').hover();
  await expect(tip).toHaveText('model was rebuilt here, after the optimizer');
  await lab.page.screenshot({ path: test.info().outputPath('ring.png') });
  const triangle = lab.cell(4).locator('[data-kind="affected"]');
  await triangle.hover();
  await expect(tip).toHaveText('training loop');
  // It stands beside the step, the last of five lines.
  const line = await lab.cell(4).locator('.cm-line').last().boundingBox();
  const box = await triangle.boundingBox();
  expect(Math.abs((line?.y ?? 0) - (box?.y ?? 99))).toBeLessThan(10);
  await triangle.click();
  await expect(lab.page.locator('.jp-ModulescopeCard')).toContainText('NN501');
  await expect(tip).toHaveCount(0);
});
