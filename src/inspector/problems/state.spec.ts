import { FakeFindings } from '../../testing/fakefindings';
import type { CompanionState } from '../../tokens';
import { problemsState } from './state';

const CHECKED = { checked: { execution_count: 1, time: 0 } };
const NONE = { shown: 0, total: 0 };

function source(
  state: CompanionState,
  changes: Partial<FakeFindings> = {}
): FakeFindings {
  const findings = new FakeFindings();
  findings.companion.setState(state);
  findings.set(changes);
  return findings;
}

describe('problemsState', () => {
  it.each([
    ['no-kernel', 'none', {}],
    ['connecting', 'connecting', {}],
    ['dead', 'dead', CHECKED],
    ['waiting', 'waiting', {}],
    ['clean', 'waiting', { codeTime: 1 }],
    ['clean', 'ready', CHECKED],
    ['never', 'ready', {}],
    ['paused', 'ready', { paused: true }],
    ['no-torch', 'ready', { hindrance: 'no-torch', paused: true }],
    ['untrusted', 'ready', { hindrance: 'untrusted' }],
    ['notebook-off', 'off', { isOff: true }]
  ] as const)(
    'is %s without findings when %s with %j',
    (said, state, changes) => {
      expect(problemsState(source(state, changes), NONE)).toBe(said);
    }
  );

  it.each([
    'other-language',
    'off',
    'not-installed',
    'broken',
    'dropped',
    'shared'
  ] as const)('is %s whatever was found before', state => {
    const facts = { shown: 1, total: 1 };
    expect(problemsState(source(state, CHECKED), facts)).toBe(state);
  });

  it('is the list as long as there are findings, in whatever kernel', () => {
    for (const state of ['none', 'dead', 'waiting', 'ready'] as const) {
      const of = source(state, { paused: true });
      expect(problemsState(of, { shown: 1, total: 2 })).toBe('list');
      expect(problemsState(of, { shown: 0, total: 2 })).toBe('no-match');
    }
  });

  it('is that there is no notebook', () => {
    expect(problemsState(null, NONE)).toBe('no-notebook');
  });
});
