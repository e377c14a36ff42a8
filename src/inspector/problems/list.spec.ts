import type { Fix } from '../../protocol/messages';
import { finding } from '../../testing/fakefindings';
import {
  all,
  button,
  closeAll,
  layOut,
  one,
  open,
  press,
  settle
} from '../../testing/openpanel';

beforeAll(layOut);
afterEach(closeAll);

/** A title comes from the kernel, in English. */
const FIX_TITLE = 'Re-run cell [5]';

const RERUN: Fix = {
  title: FIX_TITLE,
  kind: 'run',
  safe: true,
  edits: [],
  run: [],
  confirm: null
};

describe('the list of problems', () => {
  it('shows title, badge, code, cell and source line', async () => {
    const { panel } = await open(source => {
      source.findings = [finding('a')];
    });
    const text = one(panel, '.jp-ModulescopeProblem').textContent;
    expect(text).toContain('model.blocks is a Python list');
    expect(text).toContain('LIVENN102[5]line of a');
    expect(one(panel, '.jp-ModulescopeProblem-title code').textContent).toBe(
      'model.blocks'
    );
  });

  it('shows hostile names as text', async () => {
    const { panel } = await open(source => {
      const message = '`<img src=x onerror=alert(1)>\u202e`';
      source.findings = [finding('a', { message })];
    });
    expect(all(panel, 'img')).toEqual([]);
    expect(one(panel, '.jp-ModulescopeProblem-title').textContent).toBe(
      '<img src=x onerror=alert(1)>\\u202e'
    );
  });

  it('shows the finding in its cell on a click and keeps the focus', async () => {
    const { panel, source } = await open(fake => {
      fake.findings = [finding('a')];
    });
    one(panel, '.jp-ModulescopeProblem').click();
    expect(source.calls).toEqual(['show a']);
  });

  it('moves with the arrows and goes to the editor with Enter', async () => {
    const { panel, source } = await open(fake => {
      fake.findings = [finding('a'), finding('b')];
    });
    const [first, second] = all(panel, '[data-finding]');
    first.focus();
    press(first, 'ArrowDown');
    await settle();
    expect(document.activeElement).toBe(second);
    press(second, 'Enter');
    expect(source.calls).toEqual(['show b focus']);
  });

  it('has one tab stop', async () => {
    const { panel } = await open(fake => {
      fake.findings = [finding('a'), finding('b'), finding('c')];
    });
    const stops = all(panel, '[data-finding]').map(title => title.tabIndex);
    expect(stops).toEqual([0, -1, -1]);
  });

  it('offers the fixes of an open finding', async () => {
    const { panel, model, source } = await open(fake => {
      fake.findings = [finding('a', { fixes: [RERUN] })];
    });
    model.problems.expand('a');
    await settle();
    button(panel, FIX_TITLE).click();
    expect(source.calls).toEqual(['fix a 0']);
  });

  it('keeps the focus when the button that had it goes', async () => {
    const { panel, model, source } = await open(fake => {
      fake.findings = [finding('a'), finding('b', { fixes: [RERUN] })];
    });
    model.problems.expand('b');
    await settle();
    button(panel, FIX_TITLE).focus();
    source.set({ findings: [finding('a'), finding('b')] });
    await settle();
    expect(document.activeElement).toBe(all(panel, '[data-finding]')[0]);
    source.set({ findings: [] });
    await settle();
    expect(document.activeElement).toBe(one(panel, '.jp-ModulescopeProblems'));
  });

  it('copies a finding as Markdown without folders', async () => {
    const { panel, model, copied } = await open(fake => {
      fake.findings = [finding('a')];
    });
    model.problems.expand('a');
    await settle();
    button(panel, 'Copy as Markdown').click();
    expect(copied[0]).toContain('## Problems in spiral.ipynb');
    expect(copied[0]).toContain('### NN102 `model.blocks` is a Python list');
    expect(copied[0]).toContain('- `model.blocks` holds 8 modules');
    expect(copied[0]).toContain('```python\nline of a\n```');
  });

  it('says how many a filter shows, and clears it', async () => {
    const { panel, model } = await open(fake => {
      fake.findings = [finding('a'), finding('b', { status: 'static' })];
    });
    model.problems.text = 'live:';
    await settle();
    expect(one(panel, '.jp-ModulescopeProblems-shown').textContent).toContain(
      '1 of 2 shown'
    );
    button(panel, 'Clear').click();
    await settle();
    expect(all(panel, '[data-finding]')).toHaveLength(2);
  });

  it('shows what a run confirmed', async () => {
    const { panel } = await open(fake => {
      fake.confirmed = ['Confirmed: NN102 is gone.'];
    });
    expect(one(panel, '.jp-ModulescopeProblems-confirmed').textContent).toBe(
      'Confirmed: NN102 is gone.'
    );
  });
});
