import {
  checkFile,
  dedent,
  readNotebook,
  writeNotebook
} from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { card, openCard, signs } from '../helpers/marks';
import type { NotebookPage } from '../helpers/notebook';
import { ModulesPanel } from '../helpers/panel';
import { readSettings } from '../helpers/settings';
import { buildNet, hiddenLayers, hiding } from '../helpers/snippets';

const METADATA = 'modulescope';

test.beforeEach(async ({ lab }) => {
  writeNotebook('mutes.ipynb', [hiddenLayers, buildNet, hiding('Other')]);
  await lab.open('mutes.ipynb');
  await lab.runAll();
  await expect(signs(lab, 0)).toHaveCount(1);
  await expect(signs(lab, 2)).toHaveCount(1);
});

async function mute(lab: NotebookPage, item: string): Promise<void> {
  const opened = await openCard(lab, 0);
  await opened.getByRole('button', { name: 'Mute' }).click();
  await lab.page.getByRole('menuitem', { name: item, exact: true }).click();
  await expect(signs(lab, 0)).toHaveCount(0);
  await expect(card(lab)).toHaveCount(0);
}

async function reload(lab: NotebookPage): Promise<void> {
  await lab.command('docmanager:save');
  await lab.open('mutes.ipynb');
  await lab.runAll();
}

test('a finding stays muted over a reload, and is counted', async ({ lab }) => {
  await mute(lab, 'This Finding');
  await expect(signs(lab, 2)).toHaveCount(1);
  await reload(lab);
  await expect(signs(lab, 2)).toHaveClass(/jp-mod-error/);
  await expect(signs(lab, 0)).toHaveCount(0);
  const saved = readNotebook('mutes.ipynb').metadata[METADATA];
  expect(saved).toEqual({ mute: ['NN102@cell-0:attr:Net:layers'] });
  const panel = new ModulesPanel(lab);
  await panel.open();
  await panel.expectLive('NN102');
  await panel.region.getByRole('button', { name: '1 muted' }).click();
  await expect(panel.problems).toHaveCount(2);
  const muted = panel.problems.filter({ hasText: 'MUTED' });
  await muted.locator('button[data-finding]').click();
  await muted.getByRole('button', { name: 'Unmute' }).click();
  await expect(signs(lab, 0)).toHaveCount(1);
  await lab.command('docmanager:save');
  expect(readNotebook('mutes.ipynb').metadata).not.toHaveProperty(METADATA);
});

test('the command line obeys a finding that is muted here', async ({ lab }) => {
  await lab.command('docmanager:save');
  expect(checkFile('mutes.ipynb')).toEqual(['NN102 cell-0', 'NN102 cell-2']);
  await mute(lab, 'This Finding');
  await lab.command('docmanager:save');
  expect(checkFile('mutes.ipynb')).toEqual(['NN102 cell-2']);
});

for (const [item, left] of [
  ['This Finding', 1],
  ['This Rule in This Notebook', 0],
  ['This Rule Everywhere', 0]
] as const) {
  test(`%nn check obeys ${item}`, async ({ lab }) => {
    await lab.setSource(1, '%nn check');
    await lab.run(1);
    const lines = lab.outputs(1).getByText('NN102 modules-in-plain-container');
    await expect(lines).toHaveCount(2);
    await mute(lab, item);
    await lab.run(1);
    await expect(lab.outputs(1).first()).toContainText(`${2 - left} muted`);
    await expect(lines).toHaveCount(left);
  });
}

test('a copy above a muted finding is shown, here and there', async ({
  lab
}) => {
  await mute(lab, 'This Finding');
  await lab.run(0);
  await lab.command('notebook:insert-cell-above');
  await lab.setSource(0, dedent(hiddenLayers));
  await expect(signs(lab, 0)).toHaveCount(1);
  await expect(signs(lab, 1)).toHaveCount(0);
  await lab.command('docmanager:save');
  const copy = readNotebook('mutes.ipynb').cells[0].id;
  expect(checkFile('mutes.ipynb')).toEqual([`NN102 ${copy}`, 'NN102 cell-2']);
});

test('a mute of an older version hides what it hid', async ({ lab }) => {
  const sources = [hiddenLayers, hiddenLayers, buildNet];
  const old = { [METADATA]: { mute: ['NN102:attr:Net.layers@cell-1'] } };
  writeNotebook('old-mutes.ipynb', sources, undefined, old);
  await lab.open('old-mutes.ipynb');
  await lab.runAll();
  await expect(signs(lab, 0)).toHaveCount(1);
  await expect(signs(lab, 1)).toHaveCount(0);
  expect(checkFile('old-mutes.ipynb')).toEqual(['NN102 cell-0']);
});

test('a rule stays muted in its notebook over a reload', async ({ lab }) => {
  await mute(lab, 'This Rule in This Notebook');
  await expect(signs(lab, 2)).toHaveCount(0);
  await reload(lab);
  const panel = new ModulesPanel(lab);
  await panel.open();
  await expect(
    panel.region.getByRole('button', { name: '2 muted' })
  ).toBeVisible();
  await expect(signs(lab, 0)).toHaveCount(0);
  const saved = readNotebook('mutes.ipynb').metadata[METADATA];
  expect(saved).toEqual({ mute: ['NN102'] });
  expect(checkFile('mutes.ipynb')).toEqual([]);
});

test('a rule is muted everywhere by the settings', async ({ lab }) => {
  await mute(lab, 'This Rule Everywhere');
  await expect(signs(lab, 2)).toHaveCount(0);
  await expect
    .poll(() => readSettings(lab))
    .toEqual({ rules: { NN102: 'muted' } });
  await lab.command('docmanager:save');
  expect(readNotebook('mutes.ipynb').metadata).not.toHaveProperty(METADATA);
});

test('a rule is muted until the kernel restarts', async ({ lab }) => {
  await mute(lab, 'Until the Kernel Restarts');
  await expect(signs(lab, 2)).toHaveCount(0);
  await lab.restart();
  await lab.runAll();
  await expect(signs(lab, 0)).toHaveCount(1);
  await lab.command('docmanager:save');
  expect(readNotebook('mutes.ipynb').metadata).not.toHaveProperty(METADATA);
});

test('the magic and the page share what is muted', async ({ lab }) => {
  await lab.setSource(1, '%nn mute NN102');
  await lab.run(1);
  await expect(signs(lab, 0)).toHaveCount(0);
  await lab.setSource(1, '%nn unmute NN102');
  await lab.run(1);
  await expect(signs(lab, 0)).toHaveCount(1);
  await mute(lab, 'Until the Kernel Restarts');
  await lab.setSource(1, '%nn mute');
  await lab.run(1);
  await expect(lab.outputs(1)).toContainText('NN102');
});

test('a problem is muted in the panel', async ({ lab }) => {
  const panel = new ModulesPanel(lab);
  await panel.open();
  await panel.expectLive('NN102', 'NN102');
  await panel.act('NN102', 'Mute');
  await lab.page.getByRole('menuitem', { name: 'This Finding' }).click();
  await panel.expectLive('NN102');
  await panel.region.getByRole('button', { name: 'Problem actions' }).click();
  await lab.page.getByRole('menuitem', { name: 'Show Muted' }).click();
  await expect(panel.problems).toHaveCount(2);
});
