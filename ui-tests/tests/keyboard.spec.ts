import type { Locator, Page } from '@playwright/test';

import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers } from '../helpers/snippets';

const addHooks = `
  def probe(module, inputs, output):
      pass

  first = model.head.register_forward_hook(probe)
  second = model.head.register_forward_hook(lambda *args: None)
`;
const hooksOfHead =
  '[getattr(h, "__name__", "?") for h in model.head._forward_hooks.values()]';

test('the panel is walked by keyboard alone', async ({ lab, page }) => {
  writeNotebook('walk.ipynb', [registeredLayers, buildNet, addHooks]);
  await lab.open('walk.ipynb');
  const panel = new ModulesPanel(lab);
  await lab.run(0, 1, 2);
  await panel.open();
  await panel.treeRow(/^head/).waitFor();
  const focused = page.locator(':focus');
  const { keyboard } = page;

  // Find: type-ahead, and a filter.
  await panel.treeRow(/^model/).focus();
  await keyboard.press('h');
  await expect(focused).toHaveAttribute('aria-label', /^head/);
  await keyboard.press('/');
  await expect(focused).toHaveRole('searchbox');
  await keyboard.type('type:Linear');
  await expect(panel.region).toContainText('3 of 5 modules');
  await keyboard.press('Enter');
  await keyboard.press('ArrowDown');
  await expect(focused).toHaveAttribute('aria-label', /Linear/);
  await keyboard.press('/');
  await keyboard.press('Escape');
  await expect(panel.region).toContainText('5 modules in');
  await keyboard.press('Escape');
  await keyboard.press('End');
  await expect(focused).toHaveAttribute('aria-label', /^head/);

  // Copy the path.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await keyboard.press('ControlOrMeta+c');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe('model.head');

  // Details, and from there a hook.
  await keyboard.press('Enter');
  await expect(focused).toHaveRole('tab');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await expect(focused).toHaveText('Hooks');
  const remove = panel.region.getByRole('button', {
    name: 'Remove forward hook probe, order 1'
  });
  await remove.waitFor();
  await tabTo(page, remove);
  await keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Remove forward hook `probe`');
  await expect(dialog).toContainText('running [3] again registers it again');
  await tabTo(page, dialog.getByRole('button', { name: 'Remove Hook' }));
  await keyboard.press('Enter');

  // The focus is where the way back is.
  await expect(focused).toHaveText('Undo');
  expect(await lab.evaluate(hooksOfHead)).toBe("['<lambda>']");
  await keyboard.press('Enter');
  // The list may not have lost the hook yet, so that its button tells nothing.
  await expect
    .poll(() => lab.evaluate(hooksOfHead))
    .toBe("['probe', '<lambda>']");
  await remove.waitFor();

  // Back to the notebook.
  await panel.treeRow(/^head/).focus();
  await keyboard.press('Escape');
  await expect(panel.region.locator(':focus')).toHaveCount(0);
});

/** Presses Tab until an element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let i = 0; i < 25; i++) {
    if (await target.evaluate(element => element === document.activeElement)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}
