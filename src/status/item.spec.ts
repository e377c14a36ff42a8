import { nullTranslator } from '@jupyterlab/translation';

import { FakeCompanion } from '../testing/fakecompanion';
import { FakeFindings } from '../testing/fakefindings';
import type { CompanionState } from '../tokens';
import { StatusItem, statusLabel, statusOf } from './item';

const trans = nullTranslator.load('modulescope');

function status(
  state: CompanionState,
  changes: Partial<StatusItem.Source> & { error?: number } = {}
) {
  const companion = new FakeCompanion();
  companion.setState(state);
  const { error = 0, ...more } = changes;
  return statusOf({
    companion,
    counts: { error, warning: error },
    paused: false,
    isOff: false,
    codeTime: null,
    hindrance: null,
    ...more
  });
}

describe('statusOf', () => {
  it.each([
    ['not-installed', {}, 'off'],
    ['other-language', {}, 'off'],
    ['ready', { isOff: true }, 'off'],
    ['ready', { paused: true }, 'paused'],
    ['ready', {}, 'unchecked'],
    ['connecting', {}, 'unchecked'],
    ['none', {}, 'unchecked'],
    ['ready', { hindrance: 'untrusted' }, 'untrusted'],
    ['ready', { hindrance: 'no-torch' }, 'no-torch'],
    ['ready', { codeTime: 1 }, 'none'],
    ['ready', { codeTime: 1, hindrance: 'no-torch' }, 'none'],
    ['waiting', { error: 2 }, 'counts']
  ] as const)('of %s with %j is %s', (state, changes, kind) => {
    expect(status(state, changes).kind).toBe(kind);
  });
});

describe('StatusItem', () => {
  it('leaves the status bar while nothing uses torch', () => {
    const item = new StatusItem({
      isCompact: false,
      openMenu: () => undefined,
      trans
    });
    const model = new FakeFindings();
    const active: boolean[] = [];
    item.activeChanged.connect(() => active.push(item.isActive));
    model.hindrance = 'no-torch';
    item.model = model;
    model.set({ hindrance: null });
    model.set({ hindrance: 'untrusted' });
    model.set({ hindrance: 'no-torch' });
    item.dispose();
    expect(active).toEqual([true, false]);
  });

  it.each([
    ['other-language', {}],
    ['not-installed', {}],
    ['ready', { paused: true }],
    ['ready', { isOff: true }]
  ] as const)(
    'stays away from a notebook without torch when %s with %j',
    (state, changes) => {
      const { item, model } = withItem();
      model.companion.setState(state);
      model.set({ ...changes, hindrance: 'no-torch' });
      expect(item.isActive).toBe(false);
      model.set({ hindrance: null });
      expect(item.isActive).toBe(true);
      item.dispose();
    }
  );
});

/** The item of the status bar, with a notebook in front. */
function withItem(): { item: StatusItem; model: FakeFindings } {
  const item = new StatusItem({
    isCompact: false,
    openMenu: () => undefined,
    trans
  });
  const model = new FakeFindings();
  item.model = model;
  return { item, model };
}

describe('statusLabel', () => {
  it('counts in words', () => {
    expect(statusLabel({ kind: 'counts', error: 2, warning: 1 }, trans)).toBe(
      'Module checks: 2 errors, 1 warning. Open Problems.'
    );
  });

  it('says why nothing was checked', () => {
    expect(statusLabel({ kind: 'untrusted' }, trans)).toBe(
      'Module checks: not checked, because this notebook is not trusted. Open Problems.'
    );
  });
});
