import { nullTranslator } from '@jupyterlab/translation';

import { shown } from '../testing/findings';
import type { IShownFinding } from '../tokens';
import type { ICardActions } from './card';
import { createCard } from './card';

const trans = nullTranslator.load('modulescope');

describe('createCard', () => {
  let actions: jest.Mocked<ICardActions>;

  beforeEach(() => {
    actions = {
      executionCount: jest.fn((_: string) => 8),
      showCell: jest.fn(),
      fix: jest.fn(),
      countSafe: jest.fn((_?: string) => 1),
      fixAll: jest.fn(),
      mute: jest.fn(),
      numUndrawn: jest.fn(() => 0),
      openProblems: jest.fn(),
      ignore: jest.fn(),
      explain: jest.fn(),
      switchTo: jest.fn()
    };
  });

  const draw = (
    changes: Partial<IShownFinding> = {},
    others: IShownFinding[] = []
  ) => createCard({ finding: shown(changes), others, actions, trans });

  const button = (card: HTMLElement, name: string) =>
    Array.from(card.querySelectorAll('button')).find(
      ({ textContent }) => textContent === name
    );

  it('offers to fix all of a rule where there are several', () => {
    const edit = {
      title: 'Wrap',
      kind: 'edit' as const,
      safe: true,
      edits: [],
      run: [],
      confirm: null
    };
    const label = 'Fix all NN102 in notebook (3)';
    expect(button(draw({ fixes: [edit] }), label)).toBeUndefined();
    actions.countSafe.mockReturnValue(3);
    button(draw({ fixes: [edit] }), label)?.click();
    expect(actions.fixAll).toHaveBeenCalledWith('NN102');
    const review = draw({ fixes: [{ ...edit, safe: false }] });
    expect(button(review, label)).toBeUndefined();
  });

  it('opens the menu of mutes at its button', () => {
    const mute = button(draw(), 'Mute');
    mute?.click();
    expect(actions.mute).toHaveBeenCalledWith('NN102:a:blocks', mute);
  });

  it('says how many findings only the panel shows', () => {
    actions.numUndrawn.mockReturnValue(31);
    button(draw(), '31 more in Problems')?.click();
    expect(actions.openProblems).toHaveBeenCalled();
  });

  it('has its parts in the fixed order', () => {
    const card = draw({
      affects: [
        {
          cell: { cell_id: 'c', execution_count: 8 },
          range: null,
          note: 'training loop'
        }
      ]
    });
    const parts = Array.from(card.children, ({ className }) => className);
    expect(parts).toEqual([
      'jp-ModulescopeCard-head',
      'jp-ModulescopeCard-title',
      'jp-ModulescopeCard-body',
      'jp-ModulescopeCard-foot'
    ]);
    const terms = Array.from(
      card.querySelectorAll('dt'),
      node => node.textContent
    );
    expect(terms).toEqual(['Evidence', 'Why', 'Fix', 'Affects']);
    expect(card.querySelector('.jp-ModulescopeCard-head')?.textContent).toBe(
      'ErrorLIVENN102 modules-in-plain-container'
    );
  });

  it('says after which cell and when the values were read', () => {
    const time = new Date(2026, 0, 1, 12, 4, 31).getTime();
    const card = draw({ checked: { execution_count: 8, time } });
    expect(card.querySelector('dd')?.textContent).toMatch(
      /^after \[8\] at 12:04:31/
    );
  });

  it('says why there is no live evidence', () => {
    const card = draw({
      status: 'static',
      evidence: [],
      silence: '`SpiralNet` has no instance in this kernel yet.'
    });
    expect(card.querySelector('dd')?.textContent).toBe(
      'No live evidence: SpiralNet has no instance in this kernel yet.'
    );
  });

  it.each([
    [{ status: 'stale' as const }, 'Code changed since this was checked.'],
    [
      { status: 'stale' as const, fixed: true },
      'Fix applied. Run the cell to confirm.'
    ]
  ])('says what makes it stale: %j', (changes, text) => {
    expect(draw(changes).textContent).toContain(text);
  });

  it('sets names in backticks as code', () => {
    const card = draw({ message: '`optimizer` holds 0 of 4 tensors' });
    expect(card.querySelector('.jp-ModulescopeCard-title')?.innerHTML).toBe(
      '<code><bdi>optimizer</bdi></code> holds 0 of 4 tensors'
    );
  });

  it('shows hostile text as text', () => {
    const evil = '<img src=x onerror=alert(1)> \u202e`<b>`';
    const card = draw({
      message: evil,
      name: evil,
      why: evil,
      advice: evil,
      evidence: [evil],
      fixes: [
        {
          title: evil,
          kind: 'run',
          safe: true,
          edits: [],
          run: [],
          confirm: null
        }
      ]
    });
    expect(card.querySelector('img, dd b')).toBeNull();
    expect(card.textContent).not.toContain('\u202e');
    expect(card.textContent).toContain('\\u202e');
  });

  it('has a button for each fix, for the comment and for the page', () => {
    const fix = { safe: true, edits: [], run: [], confirm: null };
    const card = draw({
      fixes: [
        { ...fix, kind: 'run', title: 'Re-run cell [5]' },
        { ...fix, kind: 'edit', title: 'Wrap the list' }
      ]
    });
    button(card, 'Re-run cell [5]')?.click();
    button(card, 'Preview edit')?.click();
    button(card, 'Ignore')?.click();
    button(card, 'Explain NN102')?.click();
    expect(actions.fix.mock.calls).toEqual([
      ['NN102:a:blocks', 0],
      ['NN102:a:blocks', 1]
    ]);
    expect(actions.ignore).toHaveBeenCalledWith('NN102:a:blocks');
    expect(actions.explain).toHaveBeenCalledWith('NN102');
  });

  it('goes to an affected cell', () => {
    const card = draw({
      affects: [
        { cell: { cell_id: 'c', execution_count: 3 }, range: null, note: '' }
      ]
    });
    button(card, 'cell [8]')?.click();
    expect(actions.showCell).toHaveBeenCalledWith('c', undefined);
  });

  it('lists the other findings of the line', () => {
    const card = draw({}, [
      shown({ id: 'other', code: 'NN308', message: 'x' })
    ]);
    expect(card.textContent).toContain('1 more on this line');
    button(card, 'NN308 x')?.click();
    expect(actions.switchTo).toHaveBeenCalledWith('other');
  });
});
