import type { LabIcon } from '@jupyterlab/ui-components';
import {
  errorIcon,
  errorStaleIcon,
  infoIcon,
  warningIcon,
  warningStaleIcon
} from '../icons';
import type { Finding, Severity } from '../protocol/messages';
import type { TranslationBundle } from '@jupyterlab/translation';

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
