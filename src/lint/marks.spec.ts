import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

import { range } from '../testing/findings';
import type { IEditorHost } from './editor';
import { closeCard, findingsEditor, openAtCursor, openFinding } from './editor';
import type { IMark } from './marks';
import { keepMarks, marksBetween, marksField, setMarks } from './marks';
import { offsetIn, positionIn } from './positions';

const SOURCE = 'self.stem = 1\nself.blocks = [1]';

const mark = (changes: Partial<IMark> = {}): IMark => ({
  id: 'x',
  kind: 'finding',
  severity: 'error',
  isLive: true,
  isStale: false,
  range: range(1, 0, 11),
  note: '',
  ...changes
});

describe('findingsEditor', () => {
  let view: EditorView;
  const attached = new Set<EditorView>();
  /** Closes the card that was made last, as the end of its finding does. */
  let end: () => void;

  function open(...marks: IMark[]): void {
    const host: IEditorHost = {
      attach: added => attached.add(added),
      detach: removed => attached.delete(removed),
      marks: () => ({ source: SOURCE, marks }),
      hasGutter: () => true,
      card: (ids, close) => {
        end = close;
        const node = document.createElement('div');
        node.className = 'jp-ModulescopeCard';
        node.tabIndex = -1;
        node.textContent = ids.join(' ');
        return { node, isDisposed: false, dispose: () => undefined };
      }
    };
    view = new EditorView({
      parent: document.body,
      state: EditorState.create({
        doc: SOURCE,
        extensions: findingsEditor(host)
      })
    });
  }

  afterEach(() => view.destroy());

  const underlined = () =>
    Array.from(view.dom.querySelectorAll('.jp-Modulescope-underline'));
  const card = () => document.querySelector('.jp-ModulescopeCard')?.textContent;
  const all = () =>
    marksBetween(view.state.field(marksField), 0, view.state.doc.length);

  it('underlines only the name that a finding is about', () => {
    open(mark());
    expect(underlined().map(node => node.textContent)).toEqual(['self.blocks']);
    expect(underlined()[0].className).toContain('jp-mod-error');
  });

  it('draws related and affected places in the gutter only', () => {
    open(
      mark({ kind: 'related', note: '`model` was built here' }),
      mark({ kind: 'affected', range: null })
    );
    expect(underlined()).toEqual([]);
    const signs = Array.from(
      view.dom.querySelectorAll<HTMLElement>('.jp-Modulescope-sign')
    );
    expect(signs.map(({ dataset }) => dataset.kind)).toEqual([
      'affected',
      'related'
    ]);
    const tip = () =>
      document.querySelector('.jp-ModulescopePlaceTip')?.textContent;
    signs[1].dispatchEvent(new MouseEvent('mouseenter'));
    expect(tip()).toBe('model was built here');
    signs[1].dispatchEvent(new MouseEvent('mouseleave'));
    expect(tip()).toBeUndefined();
  });

  it('has one sign per line, the worst', () => {
    open(
      mark({ id: 'w', severity: 'warning' }),
      mark({ id: 'e', severity: 'error' }),
      mark({ id: 'i', severity: 'info', range: range(0, 0, 4) })
    );
    const signs = Array.from(view.dom.querySelectorAll('.jp-Modulescope-sign'));
    expect(signs).toHaveLength(1);
    expect(signs[0].classList).toContain('jp-mod-error');
  });

  it('underlines at most five spans', () => {
    open(
      ...Array.from({ length: 8 }, (_, i) =>
        mark({ id: `f${i}`, range: range(0, i, i + 1) })
      )
    );
    expect(all()).toHaveLength(8);
    expect(underlined().length).toBeLessThanOrEqual(5);
  });

  it('moves marks with the text, and turns live ones stale', () => {
    open(mark(), mark({ id: 's', isLive: false, range: range(0, 0, 9) }));
    view.dispatch({ changes: { from: 0, insert: '# above\n' } });
    const [first, second] = all();
    expect(positionIn(view.state.doc, second.from)).toEqual({
      line: 2,
      character: 0
    });
    expect([first.value.mark.isStale, second.value.mark.isStale]).toEqual([
      false,
      true
    ]);
    expect(underlined()[1].className).toContain('jp-mod-stale');
  });

  it('replaces marks, and removes those that are gone', () => {
    open(mark({ id: 'old' }));
    view.dispatch({
      effects: setMarks.of({
        source: SOURCE,
        marks: [mark({ id: 'p' }), mark({ id: 'q' })]
      })
    });
    view.dispatch({ effects: keepMarks.of(new Set(['q'])) });
    expect(all().map(({ value }) => value.mark.id)).toEqual(['q']);
  });

  it('keeps a mark that lies beyond the end of the text in the text', () => {
    open(mark({ range: range(7, 3, 90) }));
    expect(all()).toMatchObject([{ from: SOURCE.length, to: SOURCE.length }]);
  });

  it('opens the card at the cursor, with the others of its line', () => {
    open(mark({ id: 'x' }), mark({ id: 'y', range: range(1, 14, 17) }));
    view.dispatch({ selection: { anchor: SOURCE.length - 1 } });
    expect(openAtCursor(view)).toBe(true);
    expect(card()).toBe('y x');
    expect(closeCard(view)).toBe(true);
    expect(card()).toBeUndefined();
    expect(closeCard(view)).toBe(false);
  });

  it('opens no card where there is no finding', () => {
    open(mark());
    expect(openAtCursor(view)).toBe(false);
    expect(openFinding(view, 'gone', true)).toBe(false);
  });

  it('closes the card when the text changes', () => {
    open(mark());
    openFinding(view, 'x', true);
    expect(card()).toBe('x');
    view.dispatch({ changes: { from: 0, insert: 'y' } });
    expect(card()).toBeUndefined();
  });

  it('has the focus when its card with the focus goes', async () => {
    open(mark());
    openFinding(view, 'x', true);
    end();
    expect(view.hasFocus).toBe(true);
    openFinding(view, 'x', true);
    view.dispatch({ changes: { from: 0, insert: 'y' } });
    await Promise.resolve();
    expect(view.hasFocus).toBe(true);
  });

  it('takes no focus from elsewhere when its card goes', async () => {
    const elsewhere = document.body.appendChild(
      document.createElement('input')
    );
    open(mark());
    openFinding(view, 'x', true);
    elsewhere.focus();
    end();
    expect(document.activeElement).toBe(elsewhere);
    openFinding(view, 'x', true);
    elsewhere.focus();
    view.dispatch({ changes: { from: 0, insert: 'y' } });
    await Promise.resolve();
    expect(document.activeElement).toBe(elsewhere);
    elsewhere.remove();
  });

  it('tells its host when it is gone', () => {
    open(mark());
    expect(attached.has(view)).toBe(true);
    view.destroy();
    expect(attached.has(view)).toBe(false);
  });
});

describe('positions', () => {
  it('are clamped to the text', () => {
    const { doc } = EditorState.create({ doc: SOURCE });
    expect(offsetIn(doc, { line: 0, character: 99 })).toBe(13);
    expect(offsetIn(doc, { line: 9, character: 0 })).toBe(SOURCE.length);
    expect(positionIn(doc, 14)).toEqual({ line: 1, character: 0 });
  });
});
