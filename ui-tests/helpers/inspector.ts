import type { Locator } from '@playwright/test';

import type { NotebookPage } from './notebook';
import type { ModulesPanel } from './panel';

/** The view that compares two snapshots, in the main area. */
export class ComparePage {
  constructor(readonly lab: NotebookPage) {}

  async open(): Promise<void> {
    await this.lab.command('modulescope:open-main', { view: 'compare' });
    await this.region.waitFor();
  }

  get region(): Locator {
    return this.lab.page.locator('#modulescope-compare');
  }

  /** Takes a snapshot and waits until it is listed. */
  async snapshot(): Promise<void> {
    const [before] = await this.counts();
    await this.region
      .getByRole('button', { name: 'Snapshot', exact: true })
      .first()
      .click();
    await this.region.getByText(`${before + 1} of 10 snapshots`).waitFor();
  }

  /** Brings the notebook back to the front. */
  async leave(): Promise<void> {
    await this.lab.page.evaluate(() => {
      const { shell } = window.jupyterapp as unknown as {
        shell: {
          widgets(area: string): Iterable<{ id: string }>;
          activateById(id: string): void;
        };
      };
      const [first] = shell.widgets('main');
      shell.activateById(first.id);
    });
  }

  private async counts(): Promise<[number]> {
    const summary = this.region.getByText(/^\d+ of 10 snapshots$/);
    const text = (await summary.count()) > 0 ? await summary.innerText() : '0';
    return [Number.parseInt(text, 10)];
  }
}

/** Shows a tab of the details of a module. */
export async function openTab(
  panel: ModulesPanel,
  row: RegExp,
  tab: string
): Promise<Locator> {
  await panel.treeRow(row).first().click();
  const details = panel.section('Details');
  await details.getByRole('tab', { name: tab }).click();
  return details;
}
