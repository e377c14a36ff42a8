import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

import { range } from '../testing/findings';
import { inlineMessages } from './inline';
import type { IMark } from './marks';
import { initialMarks } from './marks';

const SOURCE = 'model = Net()\noptimizer = Adam(x)\n';

describe('inlineMessages', () => {
  let view: EditorView;

  function open(...changes: Partial<IMark>[]): void {
    const marks = changes.map((change, i) => ({
      id: String(i),
      kind: 'finding' as const,
      severity: 'error' as const,
      isLive: true,
      isStale: false,
      range: range(1, 0, 9),
      note: 'holds 0 of 4 tensors of `model`',
      ...change
    }));
    view = new EditorView({
      parent: document.body,
      state: EditorState.create({
        doc: SOURCE,
        extensions: [initialMarks({ source: SOURCE, marks }), inlineMessages()]
      })
    });
  }

  afterEach(() => view.destroy());

  const shown = () =>
    Array.from(
      view.dom.querySelectorAll('.jp-Modulescope-inline'),
      node => node.textContent
    );

  it('stand at the end of their line, and are no part of the text', () => {
    open({});
    expect(shown()).toEqual(['← holds 0 of 4 tensors of model']);
    expect(view.state.doc.toString()).toBe(SOURCE);
    const line = view.dom.querySelectorAll('.cm-line')[1];
    expect(line.textContent).toBe(
      'optimizer = Adam(x)← holds 0 of 4 tensors of model'
    );
  });

  it('are one for a line', () => {
    open({}, { range: range(1, 12, 16), note: 'another' });
    expect(shown()).toHaveLength(1);
  });

  it('go as soon as the text changes', () => {
    open({});
    view.dispatch({ changes: { from: 0, insert: '# ' } });
    expect(shown()).toEqual([]);
  });

  it('are away while the cursor is in their line', () => {
    open({});
    view.focus();
    view.dispatch({ selection: { anchor: 20 } });
    expect(shown()).toEqual([]);
    view.dispatch({ selection: { anchor: 2 } });
    expect(shown()).toHaveLength(1);
  });

  it.each([
    { isLive: false },
    { isStale: true },
    { kind: 'affected' as const },
    { note: '' }
  ])('do not stand beside a mark with %j', change => {
    open(change);
    expect(shown()).toEqual([]);
  });
});
