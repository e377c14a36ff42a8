import { writeDemo } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { acceptEdit } from '../helpers/marks';
import type { NotebookPage } from '../helpers/notebook';
import { ModulesPanel } from '../helpers/panel';

/** One state of the story: what was done, and what must be seen after it. */
interface IState {
  title: string;
  findings: string[];
  loss: (value: number) => boolean;
  accuracy: (percent: number) => boolean;
}

const ln3 = Math.log(3);
const isChance = {
  loss: (value: number) => Math.abs(value - ln3) <= 0.001,
  accuracy: (percent: number) => Math.abs(percent - 100 / 3) <= 0.5
};

const states = {
  runAll: {
    title: 'Run All',
    findings: ['error NN102', 'error NN501', 'warning NN308'],
    ...isChance
  },
  optimizer: {
    title: 'optimizer cell run again, trained',
    findings: ['error NN102', 'warning NN308'],
    loss: (value: number) => value < ln3,
    accuracy: (percent: number) => percent >= 45 && percent <= 65
  },
  moduleList: {
    title: 'nn.ModuleList, rebuilt, trained',
    findings: ['warning NN308'],
    ...isChance
  },
  kaiming: {
    title: 'Kaiming initialisation, rebuilt, trained',
    findings: [],
    loss: (value: number) => value < 0.01,
    accuracy: (percent: number) => percent >= 99
  }
} satisfies Record<string, IState>;

/** The story in one notebook; collects the table on its way. */
class Story {
  constructor(
    readonly lab: NotebookPage,
    readonly threads: number
  ) {
    this.panel = new ModulesPanel(lab);
  }

  readonly panel: ModulesPanel;
  readonly rows: string[][] = [];

  /** Runs cells by their ids. */
  async run(...ids: string[]): Promise<void> {
    for (const id of ids) {
      await this.lab.run(await this.lab.indexOf(id));
    }
  }

  /** Compares what is seen now with a state, and keeps a picture of it. */
  async see(state: IState): Promise<void> {
    await expect
      .poll(() => this.findings(), {
        message: `findings after: ${state.title}`
      })
      .toEqual(state.findings);
    const { loss, accuracy } = await this.printed();
    const step = this.rows.length + 1;
    this.rows.push([
      String(this.threads),
      state.title,
      state.findings.join(', ') || 'none',
      loss.toFixed(4),
      `${accuracy.toFixed(1)} %`
    ]);
    const train = this.lab.cell(await this.lab.indexOf('train'));
    await train.locator('.jp-OutputArea').scrollIntoViewIfNeeded();
    await this.lab.page.screenshot({
      path: `test-results/storyline/threads-${this.threads}-step-${step}.png`
    });
    expect
      .soft(state.loss(loss), `loss ${loss} after: ${state.title}`)
      .toBe(true);
    expect
      .soft(
        state.accuracy(accuracy),
        `accuracy ${accuracy} % after: ${state.title}`
      )
      .toBe(true);
  }

  /** The live findings as Problems shows them; anything not live is told apart. */
  private async findings(): Promise<string[]> {
    const rows = await this.panel.rows();
    return rows
      .map(({ severity, code, status }) =>
        status === 'LIVE'
          ? `${severity} ${code}`
          : `${severity} ${code} ${status}`
      )
      .sort();
  }

  /** What the training cell printed. */
  private async printed(): Promise<{ loss: number; accuracy: number }> {
    const index = await this.lab.indexOf('train');
    const text = await this.lab.outputs(index).allInnerTexts();
    const match = /loss ([\d.]+), accuracy ([\d.]+)%/.exec(text.join('\n'));
    return { loss: Number(match?.[1]), accuracy: Number(match?.[2]) };
  }
}

/** Prints rows in columns, as the closing table of the check. */
function printTable(rows: string[][]): void {
  const head = ['threads', 'state', 'findings', 'loss', 'accuracy'];
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map(row => row[i].length)));
  const text = all
    .map(row =>
      row
        .map((value, i) => value.padEnd(widths[i]))
        .join('  ')
        .trimEnd()
    )
    .join('\n');
  process.stdout.write(`\n${text}\n\n`);
}

for (const threads of [1, 2]) {
  test(`the story of the demo notebook, ${threads} torch threads`, async ({
    lab
  }) => {
    const name = `spiral-${threads}.ipynb`;
    writeDemo(name, `threads-${threads}`);
    await lab.open(name);
    const story = new Story(lab, threads);
    const { panel } = story;
    await panel.open();
    try {
      await lab.runAll();
      expect(await lab.evaluate('torch.get_num_threads()')).toBe(
        String(threads)
      );
      await story.see(states.runAll);

      // The fix of NN501 runs the optimizer's cell; the training cell is the user's.
      await panel.act('NN501', /Re-run cell \[5\]/);
      await expect(
        lab.page.getByText('Confirmed: NN501 is gone.').first()
      ).toBeVisible();
      await story.run('train');
      await story.see(states.optimizer);
      expect(await lab.evaluate(trainable)).toBe('387');

      await panel.act('NN102', 'Preview Edit');
      await acceptEdit(lab);
      await story.run('class', 'init', 'model', 'optimizer', 'train');
      await story.see(states.moduleList);
      expect(await lab.evaluate(trainable)).toBe('33667');

      await useKaiming(story);
      await story.run('init', 'model', 'optimizer', 'train');
      await story.see(states.kaiming);
    } finally {
      printTable(story.rows);
    }
  });
}

const trainable =
  'sum(p.numel() for p in model.parameters() if p.requires_grad)';

/** Changes the initialisation: by the fix if the finding has an edit, else by hand. */
async function useKaiming({ lab }: Story): Promise<void> {
  const cell = await lab.indexOf('init');
  const source = await lab.source(cell);
  await lab.setSource(
    cell,
    source.replace(
      'normal_(module.weight, std=0.02)',
      'kaiming_normal_(module.weight, nonlinearity="relu")'
    )
  );
}
