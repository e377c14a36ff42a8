import { Delay } from '../helpers/delay';
import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, hiddenLayers } from '../helpers/snippets';

/** Longer than a few answers after one another take. */
const SOON = { timeout: 45_000 };

/** How many seconds the panel says that checks take; 0 while it says nothing. */
async function tellsOf({ region }: ModulesPanel): Promise<number> {
  const text = (await region.textContent()) ?? '';
  return Number(/Checks take (\d+) s here/.exec(text)?.[1] ?? 0);
}

for (const options of [
  { ms: 2200 },
  // The application itself would need a minute to start.
  { ms: 10_000, from: 'client.open' }
]) {
  const { ms } = options;
  test(`all that is answered after ${ms} ms appears`, async ({ lab, page }) => {
    const delay = new Delay(options);
    await delay.install(page);
    writeNotebook('late.ipynb', [hiddenLayers + buildNet]);
    await lab.open('late.ipynb');
    const panel = new ModulesPanel(lab);
    await panel.open();
    await lab.run(0);
    const details = panel.section('Details');
    await expect(panel.problem('NN102')).toContainText('LIVE', SOON);
    // The kernel takes some time itself.
    await expect
      .poll(() => tellsOf(panel), SOON)
      .toBeGreaterThanOrEqual(Math.round(ms / 1000));
    await expect(panel.treeRow(/^head/)).toBeVisible(SOON);
    const picker = panel
      .section('Modules')
      .getByRole('combobox', { name: 'Model' });
    await expect(picker).toHaveValue('model');

    await panel.treeRow(/^head/).click();
    await details.getByRole('tab', { name: 'Grads' }).click();
    await expect(details).toContainText('No gradients recorded', SOON);
    const record = details.getByRole('button', { name: 'Record', exact: true });
    await record.click();
    await details.getByRole('tab', { name: 'Source' }).click();
    await expect(details).toContainText('class Linear', SOON);
    await expect(
      details.getByRole('button', { name: 'Stop Recording' })
    ).toHaveCount(0);
    await expect(panel.section('Modules')).toContainText(
      'Recording gradients of model',
      SOON
    );
    await expect(panel.region).not.toContainText('not answering', SOON);
    expect([...delay.twice]).toEqual([]);
    // One when the notebook opened, one after the run, and one for what came between.
    expect(delay.asked.get('notebook.check')).toBeLessThanOrEqual(3);
  });
}

test('findings that are answered after 5 s appear, from the start', async ({
  lab,
  page
}) => {
  const delay = new Delay({ ms: 5000 });
  await delay.install(page);
  writeNotebook('late.ipynb', [hiddenLayers]);
  await lab.open('late.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  // No text leaves a notebook before its user acts.
  await lab.setSource(0, `${await lab.source(0)}\n`);
  await expect(panel.problem('NN102')).toContainText('STATIC', SOON);
  await expect.poll(() => tellsOf(panel)).toBeGreaterThanOrEqual(5);
  // Nothing may come: whatever else was late by 5 s leads to no second check.
  await page.waitForTimeout(6000);
  expect(delay.asked.get('notebook.check')).toBe(1);
  expect([...delay.twice]).toEqual([]);
});

test('a probe that takes 2.2 s shows what it found', async ({ lab, page }) => {
  const delay = new Delay({ ms: 0 });
  await delay.install(page);
  writeNotebook('probe.ipynb', [SLOW_PROBE, hiddenLayers + buildNet]);
  await lab.open('probe.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await expect(panel.problem('NN102')).toContainText('LIVE');
  await expect(panel.treeRow(/^head/)).toBeVisible();
  const checks = () => delay.asked.get('notebook.check') ?? 0;
  // The rules that had no time left get their turn, once.
  const turn = checks() + 1;
  await expect.poll(checks, SOON).toBe(turn);
  // Nothing may come: a check whose answer counts as lost is repeated after 3 s.
  await page.waitForTimeout(5000);
  expect(checks()).toBe(turn);
  expect([...delay.twice]).toEqual([]);
});

/** Makes one rule slow, as a large model would. */
const SLOW_PROBE = `
  import time
  from modulescope.rules.modules_in_plain_container import RULE, probe

  quick = RULE.probes[0]

  def slow(scene):
      time.sleep(2.2)
      yield from quick(scene)

  RULE.probes[0] = slow
`;
