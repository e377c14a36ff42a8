import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Severity, Status } from '../protocol/messages';
import {
  errorIcon,
  errorStaleIcon,
  infoIcon,
  warningIcon,
  warningStaleIcon
} from '../icons';
import { severityWord } from './look';

/** The mark of a severity: filled while fresh, outlined once stale; never colour alone. */
export function Mark(props: {
  severity: Severity;
  isStale?: boolean;
  trans: TranslationBundle;
}): JSX.Element {
  const { severity, isStale, trans } = props;
  const icon = markIcon(severity, isStale ?? false);
  const word = severityWord(severity, trans);
  return (
    <span
      className="jp-ModulescopeMark"
      role="img"
      aria-label={word}
      title={word}
    >
      <icon.react tag="span" className="jp-ModulescopeIcon" />
    </span>
  );
}

/** The word that says how far a finding can be trusted. */
export function Badge(props: {
  status: Status | 'muted';
  trans: TranslationBundle;
}): JSX.Element {
  return (
    <span className={`jp-ModulescopeBadge jp-mod-${props.status}`}>
      {badgeText(props.status, props.trans)}
    </span>
  );
}

function badgeText(status: Status | 'muted', trans: TranslationBundle): string {
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

function markIcon(severity: Severity, isStale: boolean): typeof errorIcon {
  switch (severity) {
    case 'error':
      return isStale ? errorStaleIcon : errorIcon;
    case 'warning':
      return isStale ? warningStaleIcon : warningIcon;
    case 'info':
    case 'hint':
      return infoIcon;
  }
}
