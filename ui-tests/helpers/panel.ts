import type { Locator } from '@playwright/test';

import type { NotebookPage } from './notebook';
import { expect } from '@playwright/test';

/** One row of Problems, as it reads. */
export interface IProblemRow {
  code: string;
  severity: string;
  /** `LIVE`, `STATIC` or `STALE`. */
  status: string;
  title: string;
}

/** The Modules panel in the right sidebar. */
export class ModulesPanel {
  constructor(readonly notebook: NotebookPage) {}

  /** Shows the panel, however the application hides it. */
  async open(): Promise<void> {
    await this.notebook.command('modulescope:open-panel');
    await this.section('Problems').waitFor();
  }

  get region(): Locator {
    return this.notebook.page.locator('#modulescope-panel');
  }

  section(name: 'Problems' | 'Modules' | 'Details'): Locator {
    // The title of a section says what is in it, too: `Problems 2 errors`.
    return this.region.getByRole('region', { name: new RegExp(`^${name}`) });
  }

  /** The rows of Problems. */
  get problems(): Locator {
    return this.section('Problems')
      .getByRole('list', { name: 'Problems' })
      .locator('> li');
  }

  problem(code: string): Locator {
    return this.problems.filter({ hasText: code });
  }

  /** The rows of Problems, as a user reads them, in their order. */
  rows(): Promise<IProblemRow[]> {
    return this.problems.evaluateAll(rows =>
      rows.map(row => ({
        code: /NN\d{3}/.exec(row.textContent ?? '')?.[0] ?? '',
        severity:
          row.querySelector('[role="img"]')?.getAttribute('aria-label') ?? '',
        status: row.querySelector('.jp-ModulescopeBadge')?.textContent ?? '',
        title: row.querySelector('button[data-finding]')?.textContent ?? ''
      }))
    );
  }

  /** Waits until Problems lists exactly these codes with the status `LIVE`. */
  async expectLive(...codes: string[]): Promise<void> {
    await expect
      .poll(
        async () => {
          const rows = await this.rows();
          return rows.map(({ code, status }) => `${code} ${status}`).sort();
        },
        { message: 'the live findings in Problems' }
      )
      .toEqual(codes.map(code => `${code} LIVE`).sort());
  }

  /** Opens a row and presses one of its buttons. */
  async act(code: string, button: string | RegExp): Promise<void> {
    const row = this.problem(code).first();
    const title = row.locator('button[data-finding]');
    if ((await title.getAttribute('aria-expanded')) !== 'true') {
      await title.click();
    }
    await row.getByRole('button', { name: button }).first().click();
  }

  /** A row of the module tree by the sentence that a screen reader says. */
  treeRow(name: string | RegExp): Locator {
    return this.section('Modules').getByRole('treeitem', { name });
  }
}
