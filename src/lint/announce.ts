import type { TranslationBundle } from '@jupyterlab/translation';

import type { IFindingsModel, IShownFinding } from '../tokens';

/** What a check changed, in one sentence for screen readers; empty if the counts are the same. */
export function announcement(
  model: Pick<
    IFindingsModel,
    'findings' | 'executionCount' | 'checked' | 'codeTime' | 'muted'
  >,
  known: ReadonlySet<string>,
  trans: TranslationBundle
): string {
  const counted = model.findings.filter(isCounted);
  const fresh = counted.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) {
    return counted.length === 0 && known.size > 0 && isClean(model)
      ? trans.__('No problems')
      : '';
  }
  const errors = fresh.filter(({ severity }) => severity === 'error');
  const [first] = errors.length > 0 ? errors : fresh;
  const cellId = first.cell?.cell_id;
  const count = cellId ? model.executionCount(cellId) : null;
  const what =
    errors.length > 0
      ? trans._n('%1 new error', '%1 new errors', errors.length)
      : trans._n('%1 new warning', '%1 new warnings', fresh.length);
  return count === null ? what : trans.__('%1 in cell %2', what, count);
}

/** Whether a check found nothing; a restart or a mute only takes away what it found. */
function isClean({
  checked,
  codeTime,
  muted
}: Pick<IFindingsModel, 'checked' | 'codeTime' | 'muted'>): boolean {
  return (checked !== null || codeTime !== null) && !muted.some(isCounted);
}

/** The ids of the findings that an announcement counts. */
export function countedIds(
  findings: readonly IShownFinding[]
): ReadonlySet<string> {
  return new Set(findings.filter(isCounted).map(({ id }) => id));
}

function isCounted({ severity }: IShownFinding): boolean {
  return severity === 'error' || severity === 'warning';
}

/** The page's one polite live region. */
export class Announcer {
  constructor() {
    this._node.className = 'jp-Modulescope-announcer';
    this._node.role = 'status';
    this._node.setAttribute('aria-live', 'polite');
    document.body.append(this._node);
  }

  say(text: string): void {
    if (text) {
      this._node.textContent = text;
    }
  }

  private readonly _node = document.createElement('div');
}
