import type { IFindingsModel } from '../../tokens';

/** What the Problems section says instead of, or above, its list. */
export type ProblemsState =
  | 'no-notebook'
  | 'no-kernel'
  | 'connecting'
  | 'other-language'
  | 'off'
  | 'notebook-off'
  | 'not-installed'
  | 'broken'
  | 'dropped'
  | 'shared'
  | 'dead'
  | 'waiting'
  | 'paused'
  | 'no-torch'
  | 'untrusted'
  | 'never'
  | 'clean'
  | 'no-match'
  | 'list';

/** Chooses what to say from the state of the kernel and of the checks. */
export function problemsState(
  source: IFindingsModel | null,
  facts: { shown: number; total: number }
): ProblemsState {
  if (!source) {
    return 'no-notebook';
  }
  if (source.isOff) {
    return 'notebook-off';
  }
  const { state } = source.companion;
  switch (state) {
    case 'other-language':
    case 'off':
    case 'not-installed':
    case 'broken':
    case 'dropped':
    case 'shared':
      return state;
    default:
  }
  if (facts.total > 0) {
    return facts.shown > 0 ? 'list' : 'no-match';
  }
  switch (state) {
    case 'none':
      return 'no-kernel';
    case 'connecting':
    case 'dead':
      return state;
    default:
  }
  if (source.checked || source.codeTime !== null) {
    return 'clean';
  }
  if (state === 'waiting') {
    return 'waiting';
  }
  return source.hindrance ?? (source.paused ? 'paused' : 'never');
}
