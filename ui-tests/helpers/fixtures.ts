import type { ConsoleMessage, Page } from '@playwright/test';
import { test as base } from '@playwright/test';
import { expect } from '@playwright/test';

import { NotebookPage } from './notebook';
import { resetSettings, savedSettings } from './userfolder';

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
  /** What is done before the page of a test is opened. */
  beginning: null;
  /** What is done after a test. */
  ending: null;
}

/**
 * Playwright's test: it begins with fresh settings, kernels end with it, and the console
 * stays empty.
 */
export const test = base.extend<IFixtures>({
  beginning: [
    async ({}, use) => {
      resetSettings();
      await use(null);
    },
    { auto: true }
  ],
  page: async ({ page, beginning: _ }, use) => {
    await use(page);
  },
  // Before `complaints`, so that it comes after them in the end.
  ending: [
    async ({ page }, use) => {
      await use(null);
      await endKernels(page);
    },
    { auto: true }
  ],
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      const add = (text: string) => {
        if (!notOurs.some(pattern => pattern.test(text))) {
          complaints.push(text);
        }
      };
      const onError = (error: Error) => add(error.stack || String(error));
      const onMessage = (message: ConsoleMessage) => {
        if (message.type() === 'error' || /modulescope/i.test(message.text())) {
          add(message.text() || nameless(message));
        }
      };
      page.on('pageerror', onError);
      page.on('console', onMessage);
      await use(complaints);
      page.off('pageerror', onError);
      page.off('console', onMessage);
      expect.soft(complaints).toEqual([]);
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

/** What is known of a message without a text. */
function nameless(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location();
  return `${message.type()} without a text from ${url}:${lineNumber}`;
}

/**
 * The test of a file whose tests look at the same notebook and leave it as it was: one
 * page and one kernel for all of them. After a test that failed they are made anew.
 */
export function sharing(
  open: (lab: NotebookPage) => Promise<void>
): typeof test {
  let shared: Page | undefined;
  let isOpen = false;
  const sharingTest = test.extend({
    page: async ({ browser }, use) => {
      shared ??= await browser.newPage();
      await use(shared);
    },
    // What the open page has read and holds cannot be reset.
    beginning: async ({}, use) => {
      resetSettings();
      const before = savedSettings();
      await use(null);
      expect.soft(savedSettings()).toEqual(before);
    },
    ending: async ({}, use) => use(null),
    // After `complaints`, which hears what opening has to say.
    lab: async ({ page, complaints: _ }, use) => {
      const lab = new NotebookPage(page, 'lab');
      if (!isOpen) {
        await open(lab);
        isOpen = true;
      }
      await use(lab);
    }
  });
  sharingTest.afterAll(async () => {
    if (shared) {
      await endKernels(shared);
      await shared.context().close();
    }
  });
  return sharingTest;
}

/** Leaves the page, and ends all kernels. */
async function endKernels(page: Page): Promise<void> {
  await page.goto('about:blank');
  const answer = await page.request.get('/api/sessions');
  const sessions = (await answer.json()) as { id: string }[];
  await Promise.all(
    sessions.map(({ id }) => page.request.delete(`/api/sessions/${id}`))
  );
}

export { expect };
