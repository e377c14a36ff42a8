import { nullTranslator } from '@jupyterlab/translation';

import { shown } from '../testing/findings';
import type { IShownFinding } from '../tokens';
import { announcement, countedIds } from './announce';

const trans = nullTranslator.load('modulescope');

const say = (
  before: IShownFinding[],
  after: IShownFinding[],
  {
    codeTime = 1,
    muted = []
  }: { codeTime?: number | null; muted?: IShownFinding[] } = {}
) =>
  announcement(
    {
      findings: after,
      executionCount: () => 5,
      checked: null,
      codeTime,
      muted
    },
    countedIds(before),
    trans
  );

describe('announcement', () => {
  const error = shown({ id: 'e' });
  const warning = shown({ id: 'w', severity: 'warning' });
  const info = shown({ id: 'i', severity: 'info' });

  it.each([
    ['a new error', [], [error], '1 new error in cell 5'],
    ['errors before warnings', [], [warning, error], '1 new error in cell 5'],
    ['a new warning', [error], [error, warning], '1 new warning in cell 5'],
    ['the last one gone', [error], [], 'No problems'],
    ['nothing new', [error], [error], ''],
    ['one of two gone', [error, warning], [error], ''],
    ['advice', [], [info], '']
  ])('of %s', (_, before, after, text) => {
    expect(say(before, after)).toBe(text);
  });

  it('calls nothing free of problems that was not checked', () => {
    expect(say([error], [], { codeTime: null })).toBe('');
  });

  it('calls nothing free of problems that was muted', () => {
    expect(say([error], [], { muted: [error] })).toBe('');
    expect(say([error], [], { muted: [info] })).toBe('No problems');
  });
});
