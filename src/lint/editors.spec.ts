import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { nullTranslator } from '@jupyterlab/translation';

import { FakeFindings, finding } from '../testing/fakefindings';
import { range } from '../testing/findings';
import { EditorRegistry, NotebookEditors } from './editors';

const SOURCE = 'self.blocks = [1]';

const actions = {
  executionCount: () => null,
  showCell: () => undefined,
  fix: () => undefined,
  countSafe: () => 0,
  fixAll: () => undefined,
  mute: () => undefined,
  ignore: () => undefined,
  explain: () => undefined,
  numUndrawn: () => 0,
  openProblems: () => undefined
};

describe('NotebookEditors', () => {
  const cell = {};
  let front: HTMLElement;
  let back: HTMLElement;
  let views: EditorView[];
  let findings: FakeFindings;
  let editors: NotebookEditors;

  /** Opens the cell in one more view of the notebook. */
  function show(registry: EditorRegistry): HTMLElement {
    const parent = document.body.appendChild(document.createElement('div'));
    const extensions = registry.extension(cell);
    const state = EditorState.create({ doc: SOURCE, extensions });
    views.push(new EditorView({ parent, state }));
    return parent;
  }

  beforeEach(() => {
    const registry = new EditorRegistry();
    findings = new FakeFindings();
    findings.findings = [finding('x')];
    const trans = nullTranslator.load('modulescope');
    views = [];
    editors = new NotebookEditors({
      registry,
      code: {
        cells: [{ id: 'a' }],
        model: () => cell,
        get panel() {
          return { node: front };
        }
      },
      source: { findings, actions, trans }
    });
    back = show(registry);
    front = show(registry);
    const mark = {
      id: 'x',
      kind: 'finding' as const,
      severity: 'error' as const,
      isLive: true,
      isStale: false,
      range: range(0, 0, 11),
      note: ''
    };
    editors.draw('a', { source: SOURCE, marks: [mark] });
  });

  afterEach(() => {
    views.forEach(view => view.destroy());
    front.remove();
    back.remove();
  });

  const hasCard = (parent: HTMLElement) =>
    parent.querySelector('.jp-ModulescopeCard') !== null;

  it('opens a card in the view that is in front', () => {
    expect(editors.open('a', 'x', true)).toBe(true);
    expect([hasCard(front), hasCard(back)]).toEqual([true, false]);
  });

  it('has one card of a cell, whichever view is in front', () => {
    editors.open('a', 'x', true);
    [front, back] = [back, front];
    editors.open('a', 'x', true);
    expect([hasCard(front), hasCard(back)]).toEqual([true, false]);
  });
});
