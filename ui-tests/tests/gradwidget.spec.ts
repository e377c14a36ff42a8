import { nbconvert, openExported } from '../helpers/exported';
import { readNotebook, writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import type { NotebookPage } from '../helpers/notebook';
import { buildNet, registeredLayers, trainFor } from '../helpers/snippets';

const CHART = '.jp-ModulescopeGradients';

const layout = `
  import ipywidgets
  import modulescope

  watch = modulescope.watch(model, every=1)
  box = ipywidgets.VBox([ipywidgets.Label("A run"), watch.widget()])
  box
`;

/** Trains slowly enough to be looked at. */
const watched = (steps: number) => `
  import time

  optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
  with watch:
      for step in range(${steps}):
          optimizer.zero_grad()
          model(torch.randn(16, 4)).square().mean().backward()
          optimizer.step()
          time.sleep(0.02)
`;

const open = `
  sum(type(w).__name__ == "GradientsWidget" and w.comm is not None
      for w in ipywidgets.Widget.widgets.values())
`;

for (const app of ['lab', 'notebook'] as const) {
  test(`the widget follows a run inside of a layout, in ${app}`, async ({
    lab,
    notebook
  }) => {
    const place: NotebookPage = app === 'lab' ? lab : notebook;
    const name = `widget-${app}.ipynb`;
    writeNotebook(name, [registeredLayers, buildNet, layout, watched(600)]);
    await place.open(name);
    await place.run(0, 1, 2);
    const box = place.cell(2).locator('.widget-vbox');
    const chart = box.locator(CHART);
    await expect(chart).toContainText('Waiting for the first backward()');
    await expect(box).toContainText('A run');
    await place.start(3);
    await expect(chart).toContainText('Recording…');
    await chart.getByRole('button', { name: 'Pause' }).click();
    await expect(chart).toContainText('Paused.');
    await chart.getByRole('button', { name: 'Go On' }).click();
    await expect(chart).toContainText('Recording…');
    await expect(chart).toContainText('600 steps', { timeout: 60_000 });
    await expect(chart).not.toContainText('Recording…');
    await expect(chart.getByRole('grid')).toBeVisible();
    await expect(chart).toHaveCount(1);
    await chart.screenshot({
      path: `test-results/shots/gradients-widget-${app}.png`
    });
  });
}

test('a cell that runs again leaves one widget open', async ({ lab }) => {
  writeNotebook('again.ipynb', [registeredLayers, buildNet, layout]);
  await lab.open('again.ipynb');
  await lab.run(0, 1, 2, 2, 2);
  await expect(lab.cell(2).locator(CHART)).toHaveCount(1);
  expect(await lab.evaluate(open.trim().replace(/\n\s*/g, ' '))).toBe('1');
});

test('an exported page draws the widget from the state that was saved with it', async ({
  page
}) => {
  const show = 'ipywidgets.VBox([ipywidgets.Label("A run"), watch.widget()])';
  writeNotebook('export.ipynb', [
    registeredLayers,
    buildNet,
    layout,
    watched(20),
    show
  ]);
  const html = nbconvert('export.ipynb', 'html', '--execute');
  const asked = await openExported(page, html);
  const chart = page.locator(CHART).last();
  await expect(chart).toContainText('20 steps');
  expect(asked).toContainEqual(
    expect.stringMatching(/\/modulescope@[^/]+\/dist\/index\.js$/)
  );
  await chart.getByRole('tab', { name: 'Layers' }).click();
  await expect(chart.getByRole('grid')).toBeVisible();
  await chart.screenshot({
    path: 'test-results/shots/gradients-exported.png'
  });
  // Arrow keys read the values here, too.
  await chart.getByRole('grid').press('ArrowDown');
  await expect(chart).toContainText('least');
});

test('exports without scripts keep the picture and the text', async ({
  lab
}) => {
  const cell = `%%nn watch\n${trainFor(1)}`.replace(/\n {2}/g, '\n');
  writeNotebook('plain.ipynb', [registeredLayers, buildNet, cell]);
  await lab.open('plain.ipynb');
  await lab.run(0, 1, 2);
  await lab.cell(2).locator(CHART).waitFor();
  await lab.command('docmanager:save');
  expect(readNotebook('plain.ipynb').cells).toHaveLength(3);
  expect(nbconvert('plain.ipynb', 'html')).toContain('data:image/png;base64,');
  const pictured = nbconvert('plain.ipynb', 'markdown');
  expect(pictured).toMatch(/!\[png\]\(.*\.png\)/);
});
