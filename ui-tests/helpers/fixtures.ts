import { test as base } from '@playwright/test';
import { expect } from '@playwright/test';

import { NotebookPage } from './notebook';

/** What the applications log themselves, with and without our extension. */
const notOurs = [
  // Notebook 7 logs this at start, also when our extension is disabled.
  /reading 'schema'/,
  // Notebook 7 restores JupyterLab's file browser without its commands.
  /Command 'filebrowser:open-path' not registered/,
  // The server has no such resource; asked for by the application.
  /Failed to load resource: the server responded with a status of 404/,
  // The widget manager of exported pages, before it asks a CDN for a widget.
  /Falling back to \S+ for modulescope@/,
  // Closing a page while its kernel runs.
  /WebSocket connection to .* failed/,
  /Canceled future for/
];

interface IFixtures {
  /** A page of JupyterLab. */
  lab: NotebookPage;
  /** A page of Notebook 7. */
  notebook: NotebookPage;
  /** Errors and warnings of the browser console so far; none are left at the end. */
  complaints: string[];
}

/** Playwright's test: kernels end with their test, and the console stays empty. */
export const test = base.extend<IFixtures>({
  complaints: [
    async ({ page, request }, use) => {
      const complaints: string[] = [];
      const add = (text: string) => {
        if (!notOurs.some(pattern => pattern.test(text))) {
          complaints.push(text);
        }
      };
      page.on('pageerror', error => add(String(error.stack ?? error)));
      page.on('console', message => {
        if (message.type() === 'error' || /modulescope/i.test(message.text())) {
          add(message.text());
        }
      });
      await use(complaints);
      expect.soft(complaints).toEqual([]);
      await page.goto('about:blank');
      const answer = await request.get('/api/sessions');
      const sessions = (await answer.json()) as { id: string }[];
      await Promise.all(
        sessions.map(({ id }) => request.delete(`/api/sessions/${id}`))
      );
    },
    { auto: true }
  ],
  lab: async ({ page }, use) => {
    await use(new NotebookPage(page, 'lab'));
  },
  notebook: async ({ page }, use) => {
    await use(new NotebookPage(page, 'notebook'));
  }
});

export { expect };
