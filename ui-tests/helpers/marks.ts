import type { Locator } from '@playwright/test';

import type { NotebookPage } from './notebook';

/** The signs in the gutter of a cell. */
export function signs(notebook: NotebookPage, cell: number): Locator {
  return notebook
    .cell(cell)
    .locator('.jp-Modulescope-sign[data-kind="finding"]');
}

/** The card that a sign, F8 or `Accel .` opens. */
export function card(notebook: NotebookPage): Locator {
  return notebook.page.locator('.jp-ModulescopeCard');
}

/** Opens the card of the first finding in a cell. */
export async function openCard(
  notebook: NotebookPage,
  cell: number
): Promise<Locator> {
  await signs(notebook, cell).first().click();
  const opened = card(notebook);
  await opened.waitFor();
  return opened;
}

/** Answers the preview of an edit. */
export async function acceptEdit(
  notebook: NotebookPage,
  button: 'Apply' | 'Apply and run' = 'Apply'
): Promise<void> {
  const dialog = notebook.page
    .getByRole('dialog')
    .filter({ hasText: 'Apply fix' });
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}
