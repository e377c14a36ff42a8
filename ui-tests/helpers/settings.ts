import type { NotebookPage } from './notebook';

const LINT = '/lab/api/settings/modulescope:lint';

/** Writes the user's settings of the checks, before or while a notebook is open. */
export async function writeSettings(
  { page }: NotebookPage,
  settings: object
): Promise<void> {
  await page.request.put(LINT, { data: { raw: JSON.stringify(settings) } });
}

/** The user's settings of the checks. */
export async function readSettings({
  page
}: NotebookPage): Promise<Record<string, unknown>> {
  const answer = await page.request.get(LINT);
  const { settings } = (await answer.json()) as {
    settings: Record<string, unknown>;
  };
  return settings;
}

/** Changes the theme, which the application remembers over a reload. */
export async function setTheme(
  lab: NotebookPage,
  theme: 'JupyterLab Light' | 'JupyterLab Dark'
): Promise<void> {
  await lab.command('apputils:change-theme', { theme });
  await lab.page
    .locator(`body[data-jp-theme-name="${theme}"]`)
    .waitFor({ state: 'attached' });
}
