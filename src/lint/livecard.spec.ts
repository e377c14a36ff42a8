import { nullTranslator } from '@jupyterlab/translation';

import { FakeFindings, finding } from '../testing/fakefindings';
import { LiveCard } from './livecard';

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

describe('LiveCard', () => {
  let findings: FakeFindings;
  let live: LiveCard | null;
  let node: HTMLElement;

  beforeEach(() => {
    findings = new FakeFindings();
    findings.findings = [finding('x')];
    const trans = nullTranslator.load('modulescope');
    const source = { findings, actions, trans };
    live = LiveCard.create(source, ['x'], () => undefined);
    node = live?.node ?? document.createElement('div');
    document.body.append(node);
  });

  afterEach(() => {
    live?.dispose();
    node.remove();
  });

  const button = (label: string) =>
    Array.from(node.querySelectorAll('button')).find(
      ({ textContent }) => textContent?.trim() === label
    );
  const change = () =>
    findings.set({ findings: [finding('x', { evidence: ['another'] })] });

  it('keeps the focus on its button when it is drawn again', () => {
    const before = button('Ignore');
    before?.focus();
    change();
    expect(node.textContent).toContain('another');
    expect(document.activeElement).not.toBe(before);
    expect(document.activeElement).toBe(button('Ignore'));
  });

  it('has the focus itself when the button is gone', () => {
    button('Ignore')?.focus();
    findings.set({ findings: [finding('x', { cell: null, range: null })] });
    expect(node.contains(document.activeElement)).toBe(true);
  });

  it('stays where it was scrolled to when it is drawn again', () => {
    (node.firstElementChild ?? node).scrollTop = 40;
    change();
    expect(node.firstElementChild?.scrollTop).toBe(40);
  });
});
