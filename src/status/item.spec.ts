import { nullTranslator } from '@jupyterlab/translation';

import { FakeCompanion } from '../testing/fakecompanion';
import type { CompanionState } from '../tokens';
import { statusLabel, statusOf } from './item';

const trans = nullTranslator.load('modulescope');

function status(
  state: CompanionState,
  changes: { paused?: boolean; isOff?: boolean; error?: number } = {}
) {
  const companion = new FakeCompanion();
  companion.setState(state);
  const { paused = false, isOff = false, error = 0 } = changes;
  const counts = { error, warning: error };
  return statusOf({ companion, counts, paused, isOff });
}

describe('statusOf', () => {
  it.each([
    ['not-installed', {}, 'off'],
    ['other-language', {}, 'off'],
    ['ready', { isOff: true }, 'off'],
    ['ready', { paused: true }, 'paused'],
    ['ready', {}, 'none'],
    ['waiting', { error: 2 }, 'counts']
  ] as const)('of %s with %j is %s', (state, changes, kind) => {
    expect(status(state, changes).kind).toBe(kind);
  });
});

describe('statusLabel', () => {
  it('counts in words', () => {
    expect(statusLabel({ kind: 'counts', error: 2, warning: 1 }, trans)).toBe(
      'Module checks: 2 errors, 1 warning. Open Problems.'
    );
  });
});
