import { readFileSync } from 'node:fs';

import type { Locator, Page } from '@playwright/test';

import { readNotebook, writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { MIME } from '../helpers/gradients';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers } from '../helpers/snippets';

const watched = `%%nn watch --every 1 --ratio
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for step in range(40):
    optimizer.zero_grad()
    model(torch.randn(16, 4)).square().mean().backward()
    optimizer.step()
`;

/** As much of a document as the files and copies are compared with. */
interface IRow {
  name: string;
  flags: string;
  rms: (number | null)[];
  max: (number | null)[];
  last: { rms: [number, number]; min: number; max: number };
  members: IRow[];
}

interface IDocument {
  steps: number;
  models: { last_steps: number[]; rows: IRow[] }[];
}

/** What the kernel recorded, as the notebook keeps it. */
function savedDocument(name: string): IDocument {
  const cells = readNotebook(name).cells as {
    outputs?: { data?: Record<string, unknown> }[];
  }[];
  return cells[2].outputs?.[0].data?.[MIME] as IDocument;
}

/** A number as the tables write it. */
function short(value: number): string {
  return value.toExponential(1).replace(/e([+-])(\d)$/, 'e$10$2');
}

async function choose(chart: Locator, label: string): Promise<void> {
  await chart.getByRole('button', { name: 'More' }).click();
  await chart.getByRole('menuitem', { name: label, exact: true }).click();
}

test('what is shown is copied, saved, selected, walked through and opened', async ({
  lab,
  page,
  context
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const name = 'menu.ipynb';
  writeNotebook(name, [registeredLayers, buildNet, watched]);
  await lab.open(name);
  await lab.run(0, 1, 2);
  const chart = lab.cell(2).locator('.jp-ModulescopeGradients');
  const grid = chart.getByRole('grid');
  const pins = chart.getByRole('group', { name: 'Pinned layers' });
  await expect(chart).toContainText('40 steps · every step');
  await lab.command('docmanager:save');
  const document = savedDocument(name);
  const [model] = document.models;
  const rows = model.rows.flatMap(row =>
    row.members.length ? row.members : [row]
  );
  const head = rows.find(row => row.name === 'head.weight') as IRow;
  const copied = (): Promise<string> =>
    page.evaluate(() => navigator.clipboard.readText());
  const download = async (label: string): Promise<[string, Buffer]> => {
    const waiting = page.waitForEvent('download');
    await choose(chart, label);
    const file = await waiting;
    return [file.suggestedFilename(), readFileSync(await file.path())];
  };

  await test.step('the table is copied as cells with tabs between', async () => {
    await choose(chart, 'Copy Table');
    await expect(chart.getByRole('status')).toHaveText('Copied.');
    const lines = (await copied()).split('\n').map(line => line.split('\t'));
    expect(lines[0].slice(0, 2)).toEqual(['Parameter', 'RMS at step 40']);
    expect(lines.map(([first]) => first)).toEqual([
      'Parameter',
      ...model.rows.map(row => row.name)
    ]);
    const own = lines.find(([first]) => first === 'head.weight') ?? [];
    expect(own[1]).toBe(short(head.last.rms[0]));
    expect(own).toContain(short(head.last.min));
    expect(own).toContain(short(head.last.max));
    expect(new Set(lines.map(line => line.length)).size).toBe(1);
    await expect(chart.getByRole('status')).toHaveText('');
  });

  await test.step('the same is copied as Markdown, with a title', async () => {
    await choose(chart, 'Copy as Markdown');
    await expect(chart.getByRole('status')).toHaveText('Copied.');
    const lines = (await copied()).split('\n');
    expect(lines[0]).toMatch(/^\*\*Gradients of model · 40 steps · every step/);
    expect(lines[2]).toMatch(/^\| Parameter \| RMS at step 40 \|/);
    expect(lines[3]).toMatch(/^\| :--- \|( ---: \|)+$/);
    expect(lines).toHaveLength(4 + model.rows.length);
    const own = lines.find(line => line.startsWith('| head.weight |'));
    expect(own?.replace(/\\/g, '')).toContain(`| ${short(head.last.rms[0])} |`);
  });

  await test.step('all cells are saved as CSV, exactly', async () => {
    const [file, content] = await download('Save CSV');
    expect(file).toBe('gradients-model.csv');
    const [titles, ...lines] = content.toString('utf8').trimEnd().split('\r\n');
    expect(titles).toMatch(/^parameter,first_step,last_step,flag,rms,/);
    expect(lines).toHaveLength(rows.length * model.last_steps.length);
    const cells = lines.map(line => line.split(','));
    const own = cells.filter(([parameter]) => parameter === 'head.weight');
    expect(own.map(cell => Number(cell[2]))).toEqual(model.last_steps);
    expect(own.map(cell => Number(cell[4]))).toEqual(head.rms);
    expect(own.map(cell => Number(cell[8]))).toEqual(head.max);
  });

  await test.step('the view is saved as a picture, twice as sharp', async () => {
    const [file, content] = await download('Save PNG');
    expect(file).toBe('gradients-model.png');
    expect(content.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(content.readUInt32BE(16)).toBe(1600);
    expect(content.readUInt32BE(20)).toBeGreaterThan(200);
    expect(content.length).toBeLessThan(200_000);
    expect(await coloursOf(page, content)).toBeGreaterThan(20);
  });

  const box = async (): Promise<{ x: number; y: number; width: number }> => {
    const slider = await chart.getByRole('slider').boundingBox();
    const plot = await grid.boundingBox();
    if (!slider || !plot) {
      throw new Error('nothing is drawn');
    }
    return { x: slider.x, y: plot.y + 14, width: slider.width };
  };

  await test.step('Shift and a drag select steps, Escape clears them', async () => {
    const { x, y, width } = await box();
    await page.keyboard.down('Shift');
    await page.mouse.move(x + (9.5 / 40) * width, y);
    await page.mouse.down();
    await page.mouse.move(x + (15 / 40) * width, y, { steps: 3 });
    await page.mouse.move(x + (19.5 / 40) * width, y, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await expect(chart).toContainText('Steps 10–20 selected');
    // It holds in the other views, too, and does not follow the pointer any more.
    await chart.getByRole('tab', { name: 'Layers' }).click();
    await page.mouse.move(x + 0.9 * width, y);
    await expect(chart).toContainText('Steps 10–20 selected');
    await chart.getByRole('tab', { name: 'Heatmap' }).click();
    await grid.focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(chart).not.toContainText('selected');
    // A drag without Shift selects nothing, and is no click.
    await page.mouse.move(x + 0.3 * width, y);
    await page.mouse.down();
    await page.mouse.move(x + 0.6 * width, y, { steps: 3 });
    await page.mouse.up();
    await expect(chart).not.toContainText('selected');
    await expect(pins).toHaveCount(0);
  });

  const read = chart.locator('.jp-ModulescopeGradients-read');

  await test.step('the slider goes through the steps', async () => {
    const slider = chart.getByRole('slider', { name: 'Step' });
    await slider.focus();
    await page.keyboard.press('Home');
    await expect(slider).toHaveAttribute('aria-valuetext', 'step 1');
    await expect(read).toContainText(`step 1${model.rows[0].name}`);
    await page.keyboard.press('ArrowRight');
    const value = model.rows[0].rms[1] as number;
    await expect(read).toContainText(`RMS ${short(value)}`);
    await slider.fill('24');
    await expect(read).toContainText('step 25');
  });

  await test.step('the table says the same as the notebook keeps', async () => {
    await choose(chart, 'Show as Table');
    const table = chart.getByRole('table');
    const own = table.getByRole('row', { name: /head\.weight/ });
    await expect(own).toContainText(short(head.last.rms[0]));
    await expect(table.getByRole('row')).toHaveCount(model.rows.length + 1);
    await choose(chart, 'Show as Chart');
    await expect(table).toHaveCount(0);
  });

  await test.step('a name that is cut is whole under the pointer', async () => {
    await grid.hover({ position: { x: 40, y: 14 } });
    await expect(grid).toHaveAttribute('title', model.rows[0].name);
    await grid.hover({ position: { x: 400, y: 14 } });
    await expect(grid).not.toHaveAttribute('title');
  });

  await test.step('a double click opens the module in the panel', async () => {
    const { x, y, width } = await box();
    const index = model.rows.findIndex(row => row.name === 'head.weight');
    await page.mouse.dblclick(x + width / 2, y + 20 * index);
    const panel = new ModulesPanel(lab);
    await expect(panel.treeRow(/^head/)).toHaveAttribute(
      'aria-selected',
      'true'
    );
    await expect(panel.section('Details')).toContainText('Linear');
    // Two clicks pin a layer and take the pin off again.
    await expect(pins).toHaveCount(0);
  });
});

/** How many colours a picture has, as the browser reads it. */
function coloursOf(page: Page, png: Buffer): Promise<number> {
  return page.evaluate(async data => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, image.width, image.height);
    return new Set(new Uint32Array(pixels?.data.buffer ?? [])).size;
  }, png.toString('base64'));
}
