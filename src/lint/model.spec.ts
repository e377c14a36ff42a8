import type { Finding, Range } from '../protocol/messages';
import { FakeCompanion, settled } from '../testing/fakecompanion';
import { FakeNotebook } from '../testing/fakenotebook';
import { finding, range } from '../testing/findings';
import type { INotebookEditors } from './editors';
import type { ICellMarks } from './marks';
import type { ILintSettings } from './model';
import { FindingsModel } from './model';

/** Records what is drawn. */
class FakeEditors implements INotebookEditors {
  hasGutter = false;
  readonly drawn = new Map<string, ICellMarks>();
  readonly opened: string[] = [];
  moved: Range | null = null;

  draw(cellId: string, marks: ICellMarks): void {
    this.drawn.set(cellId, marks);
  }

  keep(cellId: string, ids: ReadonlySet<string>): void {
    const { source, marks } = this.drawn.get(cellId) ?? {
      source: '',
      marks: []
    };
    this.draw(cellId, { source, marks: marks.filter(({ id }) => ids.has(id)) });
  }

  range(): Range | null {
    return this.moved;
  }

  open(_cellId: string, id: string): boolean {
    this.opened.push(id);
    return true;
  }

  /** The ids that are drawn in a cell. */
  ids(cellId: string): string[] {
    return this.drawn.get(cellId)?.marks.map(({ id }) => id) ?? [];
  }
}

describe('FindingsModel', () => {
  let code: FakeNotebook;
  let companion: FakeCompanion;
  let editors: FakeEditors;
  let model: FindingsModel;
  let settings: ILintSettings;
  const apply = jest.fn(async () => true);

  beforeEach(() => {
    jest.useFakeTimers();
    code = new FakeNotebook({
      a: 'self.blocks = [nn.Linear(2, 2)]',
      b: 'import torch'
    });
    companion = new FakeCompanion();
    editors = new FakeEditors();
    settings = { static: true, live: true, minSeverity: 'info', ignore: [] };
    model = new FindingsModel({
      code,
      companion,
      editors: () => editors,
      fixer: { apply },
      panel: () => {
        throw new Error('There is no panel.');
      },
      settings: () => settings
    });
  });

  afterEach(() => {
    model.dispose();
    jest.useRealTimers();
  });

  async function connect(torch: string | null = '2.13.0'): Promise<void> {
    companion.connectWith(torch);
    jest.advanceTimersByTime(0);
    await settled();
  }

  /** Connects, and answers the first check. */
  async function found(...findings: Partial<Finding>[]): Promise<void> {
    await connect();
    await companion.answer({
      findings: findings.map(changes => finding(changes))
    });
  }

  async function recheck(): Promise<void> {
    jest.advanceTimersByTime(400);
    await settled();
  }

  it('holds findings worst first, and counts errors and warnings', async () => {
    await found(
      { id: 'info', severity: 'info' },
      { id: 'below', severity: 'warning', range: range(3, 0, 1) },
      { id: 'above', severity: 'warning', range: range(1, 0, 1) },
      { id: 'error', severity: 'error' }
    );
    expect(model.findings.map(({ id }) => id)).toEqual([
      'error',
      'above',
      'below',
      'info'
    ]);
    expect(model.counts).toEqual({ error: 1, warning: 2 });
  });

  it('draws a finding and the places that it affects', async () => {
    await found({
      id: 'x',
      affects: [
        {
          cell: { cell_id: 'b', execution_count: null },
          range: null,
          note: 'training loop'
        }
      ]
    });
    expect(editors.drawn.get('a')?.marks).toMatchObject([
      { id: 'x', kind: 'finding', isLive: true, isStale: false }
    ]);
    expect(editors.drawn.get('b')?.marks).toMatchObject([
      { id: 'x', kind: 'affected', note: 'training loop' }
    ]);
  });

  it('draws at most twenty findings', async () => {
    const many = Array.from({ length: 31 }, (_, i) => ({ id: `f${i}` }));
    await connect();
    await companion.answer({ findings: many.map(changes => finding(changes)) });
    expect(editors.ids('a')).toHaveLength(20);
    expect(model.findings).toHaveLength(31);
  });

  it('makes live findings of an edited cell stale', async () => {
    await found({ id: 'live' }, { id: 'static', status: 'static' });
    code.type('a', 'self.blocks = []');
    expect(model.find('live')?.status).toBe('stale');
    expect(model.find('static')?.status).toBe('static');
  });

  it('drops what an answer says about a text that has changed since', async () => {
    await found({ id: 'old' });
    code.type('a', 'self.blocks = 1');
    await recheck();
    code.type('a', 'self.blocks = 12');
    await companion.answer({ findings: [finding({ id: 'new' })] });
    expect(model.findings.map(({ id }) => id)).toEqual(['old']);
  });

  it('removes live findings at once when the kernel restarts', async () => {
    await found({ id: 'live' }, { id: 'static', status: 'static' });
    companion.restart();
    expect(model.findings.map(({ id }) => id)).toEqual(['static']);
    expect(editors.ids('a')).toEqual(['static']);
    expect([model.restarted, model.checked]).toEqual([true, null]);
    model.willRun('a');
    expect(model.restarted).toBe(false);
  });

  it('removes the findings of a deleted cell', async () => {
    await found({ id: 'x' });
    code.remove('a');
    expect(model.findings).toEqual([]);
  });

  it('shows nothing static if the user does not want it', async () => {
    settings = { ...settings, static: false };
    await found({ id: 'live' }, { id: 'static', status: 'static' });
    expect(model.findings.map(({ id }) => id)).toEqual(['live']);
  });

  describe('after an applied edit', () => {
    const edit = {
      title: 'Wrap',
      kind: 'edit' as const,
      safe: true,
      edits: [],
      run: [],
      confirm: null
    };

    beforeEach(async () => {
      await found({ id: 'x', fixes: [edit] });
      apply.mockImplementationOnce(async () => {
        code.type('a', 'self.blocks = nn.ModuleList()');
        return true;
      });
      await model.fix('x', 0);
    });

    it('keeps a proven finding until live objects say that it is gone', async () => {
      expect(model.find('x')).toMatchObject({ fixed: true, status: 'stale' });
      await recheck();
      await companion.answer();
      expect(model.find('x')).toMatchObject({ fixed: true, status: 'stale' });
      void model.check();
      await settled();
      await companion.answer();
      expect(model.findings).toEqual([]);
    });

    it('does not call it fixed any more once live objects prove it again', async () => {
      await recheck();
      await companion.answer();
      void model.check();
      await settled();
      await companion.answer({ findings: [finding({ id: 'x' })] });
      expect(model.find('x')).toMatchObject({ fixed: false, status: 'live' });
    });
  });

  it('says for four seconds what a check confirmed', async () => {
    await connect();
    await companion.answer({ confirmed: ['Confirmed: NN102 is gone.'] });
    expect(model.confirmed).toEqual(['Confirmed: NN102 is gone.']);
    jest.advanceTimersByTime(4000);
    expect(model.confirmed).toEqual([]);
  });

  it('follows the order that the panel set', async () => {
    await found({ id: 'x' }, { id: 'y' }, { id: 'z' });
    model.setOrder(['z', 'gone', 'x']);
    expect(model.ordered.map(({ id }) => id)).toEqual(['z', 'x']);
    model.setOrder(null);
    expect(model.ordered).toHaveLength(3);
  });

  it('shows a finding where edits have moved it', async () => {
    await found({ id: 'x' });
    editors.moved = range(5, 0, 11);
    await model.show('x', { card: true });
    expect(code.revealed).toEqual([
      { id: 'a', range: range(5, 0, 11), focus: false }
    ]);
    expect(editors.opened).toEqual(['x']);
  });

  it('gives marks a column only where they can occur', async () => {
    expect(editors.hasGutter).toBe(false);
    await connect();
    expect(editors.hasGutter).toBe(true);
    companion.setState('other-language');
    expect(editors.hasGutter).toBe(false);
  });

  it('forgets all findings while turned off for its notebook', async () => {
    await found({ id: 'x' });
    model.isOff = true;
    expect(model.findings).toEqual([]);
    model.isOff = false;
    await settled();
    await companion.answer({ findings: [finding({ id: 'x' })] });
    expect(model.findings).toHaveLength(1);
  });

  it('says what failed', async () => {
    await connect();
    await companion.answer({ failed: ['NN308 (ValueError)'] });
    expect(model.failed).toEqual(['NN308 (ValueError)']);
  });
});
