import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** The applications that show notebooks. */
export type App = 'lab' | 'notebook';

/** As much of the application's object on `window` as the tests use. */
interface IExposedApp {
  commands: { execute(id: string, args?: object): Promise<unknown> };
  restored: Promise<void>;
  shell: { currentWidget: IExposedPanel | null };
}

interface IExposedPanel {
  content: {
    activeCellIndex: number;
    mode: 'command' | 'edit';
    widgets: { model: { sharedModel: ISharedCell } }[];
  };
  sessionContext: {
    ready: Promise<void>;
    session: { kernel: IExposedKernel | null } | null;
  };
}

interface ISharedCell {
  id: string;
  getSource(): string;
  setSource(text: string): void;
}

interface IUserExpression {
  status: string;
  data?: Record<string, string>;
  evalue?: string;
}

interface IExposedKernel {
  status: string;
  connectionStatus: string;
  requestExecute(content: object): {
    done: Promise<{
      content: { user_expressions: { value: IUserExpression } };
    }>;
  };
}

declare global {
  interface Window {
    jupyterapp: IExposedApp;
  }
}

/** What an application or a kernel may take to start on a machine that others share. */
const START = { timeout: 60_000 };

/** One open notebook, in JupyterLab or Notebook 7, driven as a user would. */
export class NotebookPage {
  constructor(
    readonly page: Page,
    readonly app: App = 'lab'
  ) {}

  /** Opens a notebook that lies in the server's folder, and waits for its kernel. */
  async open(name: string, options: { kernel?: boolean } = {}): Promise<void> {
    const path =
      this.app === 'lab' ? `/lab/tree/${name}?reset` : `/notebooks/${name}`;
    await this.page.goto(path);
    await this.cells.first().waitFor(START);
    if (options.kernel ?? true) {
      await this._waitForSession();
      await this.waitForKernel();
    }
  }

  /** Loads the page again, and waits until it hears the kernel that may be at work. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.cells.first().waitFor(START);
    await this._waitForSession();
    await expect.poll(() => this._connectionStatus(), START).toBe('connected');
  }

  async waitForKernel(): Promise<void> {
    await expect.poll(() => this.kernelStatus(), START).toBe('idle');
  }

  private async _waitForSession(): Promise<void> {
    await this.page.evaluate(async () => {
      await window.jupyterapp.restored;
      await window.jupyterapp.shell.currentWidget?.sessionContext.ready;
    });
  }

  private _connectionStatus(): Promise<string> {
    return this.page.evaluate(
      () =>
        window.jupyterapp.shell.currentWidget?.sessionContext.session?.kernel
          ?.connectionStatus ?? 'none'
    );
  }

  /** All cells, in order. */
  get cells(): Locator {
    return this.page.locator('.jp-Notebook .jp-Cell');
  }

  cell(index: number): Locator {
    return this.cells.nth(index);
  }

  /** The status as the front end believes it. */
  kernelStatus(): Promise<string> {
    return this.page.evaluate(
      () =>
        window.jupyterapp.shell.currentWidget?.sessionContext.session?.kernel
          ?.status ?? 'none'
    );
  }

  /** Starts a cell without waiting for its end. */
  async start(index: number): Promise<void> {
    await this.page.evaluate(i => {
      const { commands, shell } = window.jupyterapp;
      if (shell.currentWidget) {
        shell.currentWidget.content.activeCellIndex = i;
      }
      void commands.execute('notebook:run-cell');
    }, index);
  }

  /** Runs cells, one after the other, and waits for the end of each. */
  async run(...indices: number[]): Promise<void> {
    for (const index of indices) {
      await this.page.evaluate(async i => {
        const { commands, shell } = window.jupyterapp;
        if (shell.currentWidget) {
          shell.currentWidget.content.activeCellIndex = i;
        }
        await commands.execute('notebook:run-cell');
      }, index);
    }
  }

  async runAll(): Promise<void> {
    await this.command('notebook:run-all-cells');
  }

  /** Executes a command of the application and waits for its promise. */
  async command(id: string, args: object = {}): Promise<void> {
    await this.page.evaluate(
      async ([name, options]) => {
        await window.jupyterapp.commands.execute(name, options);
      },
      [id, args] as const
    );
  }

  /** Restarts the kernel and waits until it is idle. */
  async restart(): Promise<void> {
    const restarted = this.command('kernelmenu:restart');
    const dialog = this.page.getByRole('dialog');
    await dialog
      .getByRole('button', { name: 'Confirm Kernel Restart' })
      .click();
    await restarted;
    await this.waitForKernel();
  }

  /** The position of the cell with an id, over all cells. */
  async indexOf(id: string): Promise<number> {
    const index = await this.page.evaluate(
      wanted =>
        window.jupyterapp.shell.currentWidget?.content.widgets.findIndex(
          cell => cell.model.sharedModel.id === wanted
        ) ?? -1,
      id
    );
    expect(index, `a cell with the id ${id}`).toBeGreaterThanOrEqual(0);
    return index;
  }

  source(index: number): Promise<string> {
    return this.page.evaluate(
      i =>
        window.jupyterapp.shell.currentWidget?.content.widgets[
          i
        ].model.sharedModel.getSource() ?? '',
      index
    );
  }

  async setSource(index: number, text: string): Promise<void> {
    await this.page.evaluate(
      ([i, source]) => {
        const cells = window.jupyterapp.shell.currentWidget?.content.widgets;
        cells?.[i].model.sharedModel.setSource(source);
      },
      [index, text] as const
    );
  }

  /** What a cell printed or returned, as text. */
  outputs(index: number): Locator {
    return this.cell(index).locator('.jp-OutputArea-output');
  }

  /** The value of an expression in the kernel, as `repr` shows it. */
  async evaluate(expression: string): Promise<string> {
    const result = await this.page.evaluate(async text => {
      const kernel =
        window.jupyterapp.shell.currentWidget?.sessionContext.session?.kernel;
      const reply = await kernel?.requestExecute({
        code: '',
        silent: true,
        store_history: false,
        user_expressions: { value: text }
      }).done;
      return reply?.content.user_expressions.value;
    }, expression);
    expect(result?.status, result?.evalue).toBe('ok');
    return result?.data?.['text/plain'] ?? '';
  }
}
