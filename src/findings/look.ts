import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';

import {
  boltIcon,
  errorIcon,
  errorStaleIcon,
  infoIcon,
  pencilIcon,
  playIcon,
  warningIcon,
  warningStaleIcon
} from '../icons';
import type {
  CellRef,
  Finding,
  Fix,
  Severity,
  Status
} from '../protocol/messages';
import type { IFindingsModel, IShownFinding } from '../tokens';

/** A severity in the user's language, within a sentence. */
export function severityWord(
  severity: Severity,
  trans: TranslationBundle
): string {
  switch (severity) {
    case 'error':
      return trans.__('error');
    case 'warning':
      return trans.__('warning');
    case 'info':
    case 'hint':
      return trans.__('info');
  }
}

/** The icon of a finding: filled while fresh, outlined once stale. */
export function markIcon({
  severity,
  status
}: Pick<Finding, 'severity' | 'status'>): LabIcon {
  switch (severity) {
    case 'error':
      return status === 'stale' ? errorStaleIcon : errorIcon;
    case 'warning':
      return status === 'stale' ? warningStaleIcon : warningIcon;
    default:
      return infoIcon;
  }
}

/** The icons of what a fix does: change code, run cells, change live objects. */
export const FIX_ICONS: Readonly<Record<Fix['kind'], LabIcon>> = {
  edit: pencilIcon,
  run: playIcon,
  kernel: boltIcon
};

/** The word that says how far a finding can be trusted. */
export function badgeText(
  status: Status | 'muted',
  trans: TranslationBundle
): string {
  switch (status) {
    case 'muted':
      return trans.__('MUTED');
    case 'live':
      return trans.__('LIVE');
    case 'static':
      return trans.__('STATIC');
    case 'stale':
      return trans.__('STALE');
  }
}

/** What makes a finding stale, and what confirms it or makes it go. */
export function staleText(
  { fixed }: Pick<IShownFinding, 'fixed'>,
  trans: TranslationBundle
): string {
  return fixed
    ? trans.__('Fix applied. Run the cell to confirm.')
    : trans.__(
        'Code changed since this was checked. Run the cell to check again.'
      );
}

/** The number of a cell as the notebook shows it now: `[5]`, or `[ ]`. */
export function cellNumber(
  source: Pick<IFindingsModel, 'executionCount'>,
  cell: CellRef
): string {
  const now = cell.cell_id ? source.executionCount(cell.cell_id) : null;
  return `[${now ?? cell.execution_count ?? ' '}]`;
}
