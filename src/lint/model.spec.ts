import { TimeoutError } from '../protocol/errors';
import type { Finding, Fix, Range } from '../protocol/messages';
import { FakeCompanion, settled } from '../testing/fakecompanion';
import { FakeNotebook } from '../testing/fakenotebook';
import { finding, range } from '../testing/findings';
import type { INotebookEditors } from './editors';
import type { IFixer } from './lazyfixer';
import type { ICellMarks } from './marks';
import { FindingsModel } from './model';
import type { ILintSettings } from './settings';
import { DEFAULT_SETTINGS } from './settings';

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

/** An edit that needs no question. */
const FIX: Fix = {
  title: 'Wrap',
  kind: 'edit',
  safe: true,
  edits: [],
  run: [],
  confirm: null
};

describe('FindingsModel', () => {
  let code: FakeNotebook;
  let companion: FakeCompanion;
  let editors: FakeEditors;
  let model: FindingsModel;
  let settings: ILintSettings;
  const apply = jest.fn(async () => true);
  const applyAll = jest.fn(
    async (
      ..._: Parameters<IFixer['applyAll']>
    ): Promise<readonly string[]> => ['x', 'y']
  );

  beforeEach(() => {
    jest.useFakeTimers();
    code = new FakeNotebook({
      a: 'self.blocks = [nn.Linear(2, 2)]',
      b: 'import torch'
    });
    companion = new FakeCompanion();
    editors = new FakeEditors();
    settings = DEFAULT_SETTINGS;
    model = new FindingsModel({
      code,
      companion,
      editors: () => editors,
      fixer: { apply, applyAll, ignore: async () => undefined },
      panel: () => {
        throw new Error('There is no panel.');
      },
      settings: () => settings,
      muteRule: async (code, isMuted) => {
        settings = { ...settings, muted: isMuted ? [code] : [] };
      }
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

  it('answers who asks for a check although there is nothing to check', async () => {
    code.remove('b');
    await connect(null);
    jest.setSystemTime(4000);
    const seen: unknown[] = [];
    model.changed.connect(() => seen.push(model.askedTime));
    await model.check();
    expect(seen).toEqual([4000]);
    expect([model.hindrance, model.codeTime, model.askedTime]).toEqual([
      'no-torch',
      null,
      4000
    ]);
    expect(companion.checks).toEqual([]);
  });

  it('tells when something comes into the way of checks, or goes', async () => {
    code.isTrusted = false;
    code.cellsChanged.emit();
    const seen: unknown[] = [];
    model.changed.connect(() => seen.push(model.hindrance));
    code.trust();
    expect(seen).toEqual([null]);
  });

  it('knows when code was checked, as long as the kernel lives', async () => {
    jest.setSystemTime(4000);
    await found();
    expect([model.codeTime, model.checked]).toEqual([4000, null]);
    companion.restart();
    expect(model.codeTime).toBeNull();
  });

  it.each(['not-installed', 'broken', 'dropped'] as const)(
    'tries the link again when a check is asked for in the state %s',
    async state => {
      companion.setState(state);
      const connected = jest.spyOn(companion, 'connect');
      await model.check();
      expect(connected).toHaveBeenCalledTimes(1);
    }
  );

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
    model.upkeep.willRun('a');
    expect(model.restarted).toBe(false);
  });

  it('says no more that live evidence was cleared once another page brought it back', async () => {
    await found({ id: 'live' });
    companion.restart();
    companion.connectWith(null);
    await recheck();
    await companion.answer({ findings: [], checked: null });
    expect(model.restarted).toBe(true);
    companion.push('a');
    await recheck();
    await companion.answer({
      findings: [finding({ id: 'live' })],
      checked: { execution_count: 2, time: 1 }
    });
    expect(model.restarted).toBe(false);
  });

  it('draws the marks of a cell that was moved', async () => {
    await found({ id: 'x' });
    // What is moved is made anew.
    editors.drawn.clear();
    code.cellsChanged.emit();
    expect(editors.ids('a')).toEqual(['x']);
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
    beforeEach(async () => {
      await found({ id: 'x', fixes: [FIX] });
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
    expect(model.navigator.ordered.map(({ id }) => id)).toEqual(['z', 'x']);
    model.setOrder(null);
    expect(model.navigator.ordered).toHaveLength(3);
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
    code.type('b', 'import torch as t');
    expect(editors.hasGutter).toBe(false);
    code.type('b', 'import numpy');
    await connect(null);
    expect(editors.hasGutter).toBe(false);
    code.type('b', 'import torch');
    expect(editors.hasGutter).toBe(true);
    companion.restart();
    expect(editors.hasGutter).toBe(true);
    companion.setState('other-language');
    expect(editors.hasGutter).toBe(false);
  });

  it('forgets all findings while turned off for its notebook', async () => {
    await found({ id: 'x' });
    const late = model.check();
    await settled();
    model.isOff = true;
    expect([code.isOff, editors.hasGutter]).toEqual([true, false]);
    expect([model.findings, model.codeTime]).toEqual([[], null]);
    // What was asked before says nothing any more.
    await companion.answer({ findings: [finding({ id: 'x' })] });
    await late;
    expect(model.findings).toEqual([]);
    const told = jest.fn();
    model.changed.connect(told);
    model.isOff = false;
    expect(told).toHaveBeenCalledTimes(1);
    await settled();
    await companion.answer({ findings: [finding({ id: 'x' })] });
    expect(model.findings).toHaveLength(1);
  });

  describe('mutes', () => {
    const muted = () => model.muted.map(({ id, muted }) => `${id} ${muted}`);
    const left = () => model.findings.map(({ id }) => id);

    beforeEach(() =>
      found(
        { id: 'x' },
        { id: 'y' },
        { id: 'z', code: 'NN501', name: 'z-rule' }
      )
    );

    it('one finding, in the metadata', async () => {
      await model.mute('x', 'finding');
      expect([left(), muted()]).toEqual([['y', 'z'], ['x finding']]);
      expect([code.muted, model.counts.error]).toEqual([['x'], 2]);
      expect(editors.ids('a')).toEqual(['y', 'z']);
      await model.unmute('x');
      expect([left(), code.muted]).toEqual([['x', 'y', 'z'], []]);
    });

    it.each(['finding', 'notebook', 'everywhere'] as const)(
      'and tells the kernel, scope %s',
      async scope => {
        const told = () => companion.checks[companion.checks.length - 1].muted;
        await model.mute('x', scope);
        jest.advanceTimersByTime(0);
        await settled();
        expect(told()).toEqual([scope === 'finding' ? 'x' : 'NN102']);
        await companion.answer({ findings: [finding({ id: 'x' })] });
        await model.unmute('x');
        jest.advanceTimersByTime(0);
        await settled();
        expect(told()).toBeUndefined();
      }
    );

    it('a rule in its notebook, in the metadata', async () => {
      await model.mute('x', 'notebook');
      expect([left(), muted()]).toEqual([['z'], ['x notebook', 'y notebook']]);
      expect(code.muted).toEqual(['NN102']);
    });

    it.each(['modules-in-plain-container', 'NN1', 'ALL'])(
      'the rules that a word in the metadata means, such as %s',
      async word => {
        code.muted = [word];
        model.upkeep.refresh();
        expect(muted()).toContain('x notebook');
        expect(left()).toEqual(word === 'ALL' ? [] : ['z']);
        await model.unmute('x');
        expect([left(), code.muted]).toEqual([['x', 'y', 'z'], []]);
      }
    );

    it('a rule everywhere, in the settings', async () => {
      await model.mute('x', 'everywhere');
      expect([left(), code.muted]).toEqual([['z'], []]);
      expect(settings.muted).toEqual(['NN102']);
      await model.unmute('y');
      expect(settings.muted).toEqual([]);
      expect(left()).toEqual(['x', 'y', 'z']);
    });

    it('a rule until the kernel restarts, in the kernel', async () => {
      await model.mute('z', 'kernel');
      expect([left(), muted()]).toEqual([['x', 'y'], ['z kernel']]);
      expect(companion.session.muted).toEqual(['NN501']);
      companion.restart();
      expect(model.muted).toEqual([]);
    });

    it('stay away from F8', async () => {
      await model.mute('x', 'finding');
      model.setOrder(['x', 'y']);
      expect(model.navigator.ordered.map(({ id }) => id)).toEqual(['y']);
    });

    it('of a magic arrive with the next answer', async () => {
      companion.session = { muted: ['NN102'], paused: false, told: [] };
      void model.check();
      await settled();
      await companion.answer({
        findings: [finding({ id: 'x' })]
      });
      expect([left(), muted()]).toEqual([[], ['x kernel']]);
    });
  });

  describe('pausing', () => {
    it('stops checks at once, and tells the kernel', async () => {
      await found({ id: 'x' });
      model.paused = true;
      model.paused = true;
      expect(model.paused).toBe(true);
      await settled();
      expect(companion.choices).toMatchObject([{ paused: true }]);
      expect(companion.session.paused).toBe(true);
      code.type('a', 'self.blocks = 2');
      await recheck();
      expect(companion.checks).toHaveLength(1);
    });

    it('by a magic is heard, and its end too', async () => {
      await found({ id: 'x' });
      companion.session = { ...companion.session, paused: true };
      companion.push('a');
      expect(model.paused).toBe(true);
      companion.session = { ...companion.session, paused: false };
      companion.push('a');
      expect(model.paused).toBe(false);
    });

    it('outlives a restart of the kernel', async () => {
      await found({ id: 'x' });
      model.paused = true;
      await settled();
      companion.session = { muted: [], paused: false, told: [] };
      companion.restart();
      companion.connectWith(null);
      await settled();
      expect([model.paused, companion.session.paused]).toEqual([true, true]);
    });
  });

  it('shows a rule as bad as the user wants it', async () => {
    settings = {
      ...settings,
      severities: new Map([
        ['NN102', 'warning'],
        ['NN501', 'info']
      ]),
      minSeverity: 'warning'
    };
    await found({ id: 'x' }, { id: 'y', code: 'NN501' });
    expect(model.findings).toMatchObject([{ id: 'x', severity: 'warning' }]);
  });

  it('says how many findings the cells leave out', async () => {
    const many = Array.from({ length: 51 }, (_, i) => ({ id: `f${i}` }));
    await found(...many);
    expect(model.undrawn).toBe(31);
  });

  it('marks all findings as fixed whose safe edits were applied', async () => {
    await found(
      { id: 'x', fixes: [FIX] },
      { id: 'y', fixes: [FIX] },
      { id: 'z', fixes: [{ ...FIX, safe: false }] }
    );
    expect(model.countSafe('NN102')).toBe(2);
    await model.fixAll('NN102');
    expect(model.findings.map(({ fixed, status }) => [fixed, status])).toEqual([
      [true, 'stale'],
      [true, 'stale'],
      [false, 'live']
    ]);
    expect(model.countSafe('NN102')).toBe(0);
  });

  it('says what failed, and forgets it with the kernel', async () => {
    await connect();
    await companion.answer({ failed: ['NN308 (ValueError)'] });
    expect(model.failed).toEqual(['NN308 (ValueError)']);
    companion.restart();
    expect(model.failed).toEqual([]);
  });

  it('tells of a check that failed', async () => {
    await connect();
    const seen: unknown[] = [];
    model.changed.connect(() => seen.push(model.failed));
    await companion.fail(new TimeoutError());
    expect(seen).toEqual([['The kernel is not answering']]);
  });

  it('knows whether a cell is as it was checked', async () => {
    expect([model.isFresh('a'), model.isFresh('gone')]).toEqual([false, false]);
    await found();
    expect([model.isFresh('a'), model.isFresh('gone')]).toEqual([true, false]);
    code.type('a', 'self.blocks = 1');
    expect(model.isFresh('a')).toBe(false);
  });

  it('tells that live findings are stale, and nothing else of an edit', async () => {
    await found({ id: 'x' });
    const told = jest.fn();
    model.changed.connect(told);
    code.type('b', 'import torch as t');
    expect(told).not.toHaveBeenCalled();
    code.type('a', 'self.blocks = 1');
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('keeps what is about no cell when a cell is deleted, and tells of the rest', async () => {
    await found({ id: 'object', cell: null }, { id: 'x' });
    const told = jest.fn();
    model.changed.connect(told);
    code.remove('b');
    expect(told).not.toHaveBeenCalled();
    code.remove('a');
    expect(model.findings.map(({ id }) => id)).toEqual(['object']);
    expect(told).toHaveBeenCalled();
  });

  it('says that a kernel restarted only where that took something away', async () => {
    await connect();
    companion.restart();
    expect(model.restarted).toBe(false);
    await settled();
    companion.connectWith(null);
    await recheck();
    await companion.answer({ checked: { execution_count: 1, time: 1 } });
    companion.restart();
    expect(model.restarted).toBe(true);
    const told = jest.fn();
    model.changed.connect(told);
    model.upkeep.willRun('a');
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('shows nothing once checks are off', async () => {
    await found({ id: 'x' });
    companion.setState('off');
    expect(model.findings).toEqual([]);
    expect(editors.ids('a')).toEqual([]);
  });

  it('waits with the check of an edit until the queue of cells is done', async () => {
    await found();
    model.upkeep.willRun('a');
    model.upkeep.willRun('b');
    companion.push('a');
    model.upkeep.didRun('a');
    jest.advanceTimersByTime(150);
    await settled();
    expect(companion.checks).toHaveLength(1);
    model.upkeep.didRun('b');
    jest.advanceTimersByTime(150);
    await settled();
    expect(companion.checks).toHaveLength(2);
  });

  it('checks again by changed settings, and mutes at once', async () => {
    await found({ id: 'x' });
    settings = { ...settings, muted: ['NN102'] };
    model.upkeep.refresh();
    expect(model.muted.map(({ id }) => id)).toEqual(['x']);
    jest.advanceTimersByTime(0);
    await settled();
    expect(companion.checks).toHaveLength(2);
  });

  it('writes messages into lines only where the user wants them', async () => {
    const notes = (): unknown[] =>
      (editors.drawn.get('a')?.marks ?? []).map(({ note }) => note !== '');
    await found({ id: 'x' });
    expect(notes()).toEqual([true]);
    settings = { ...settings, inlineMessages: false };
    model.upkeep.refresh();
    expect(notes()).toEqual([false]);
  });

  it('does nothing more once it is disposed', async () => {
    await connect();
    await companion.answer({
      findings: [finding({ id: 'x', fixes: [FIX] })],
      confirmed: ['Confirmed: NN308 is gone.']
    });
    const told = jest.fn();
    apply.mockImplementationOnce(async () => {
      model.dispose();
      model.changed.connect(told);
      return true;
    });
    await model.fix('x', 0);
    expect(jest.getTimerCount()).toBe(0);
    companion.session = { muted: ['NN102'], paused: true, told: [] };
    companion.push('a');
    code.type('a', 'self.blocks = 1');
    jest.advanceTimersByTime(60_000);
    await settled();
    expect([editors.hasGutter, editors.ids('a')]).toEqual([false, []]);
    expect(companion.checks).toHaveLength(1);
    expect(told).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });

  describe('fixing', () => {
    beforeEach(() => apply.mockClear());

    it.each([
      ['a run', { ...FIX, kind: 'run' as const }, true],
      ['an edit that the user cancelled', FIX, false]
    ])('by %s leaves a finding as it was', async (_, fix, isApplied) => {
      await found({ id: 'x', fixes: [fix] });
      apply.mockResolvedValueOnce(isApplied);
      await model.fix('x', 0);
      expect(model.find('x')).toMatchObject({ fixed: false, status: 'live' });
    });

    it('does nothing for a finding or a fix that is gone', async () => {
      await found({ id: 'x', fixes: [FIX] });
      await model.fix('x', 1);
      await model.fix('gone', 0);
      expect(apply).not.toHaveBeenCalled();
      await model.fix('x', 0);
      expect(apply).toHaveBeenCalledTimes(1);
    });

    it('all of a rule asks for the edits of that rule only', async () => {
      await found(
        { id: 'x', fixes: [FIX] },
        { id: 'z', code: 'NN501', fixes: [FIX] }
      );
      applyAll.mockClear();
      await model.fixAll('NN501');
      expect(applyAll.mock.calls).toMatchObject([
        [model, [{ id: 'z' }], 'NN501']
      ]);
    });
  });
});
