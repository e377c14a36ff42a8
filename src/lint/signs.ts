import type { LabIcon } from '@jupyterlab/ui-components';

import {
  affectedIcon,
  errorIcon,
  errorStaleIcon,
  infoIcon,
  relatedIcon,
  warningIcon,
  warningStaleIcon
} from '../icons';
import type { Finding } from '../protocol/messages';
import type { IMark } from './marks';

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

/** The icon of a mark in the gutter; advice has none. */
export function gutterIcon(mark: IMark): LabIcon | null {
  switch (mark.kind) {
    case 'related':
      return relatedIcon;
    case 'affected':
      return affectedIcon;
    default:
      return mark.severity === 'error' || mark.severity === 'warning'
        ? markIcon({
            severity: mark.severity,
            status: mark.isStale ? 'stale' : 'live'
          })
        : null;
  }
}
