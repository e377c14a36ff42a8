import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Severity, Status } from '../protocol/messages';
import { badgeText, markIcon, severityWord } from './look';

/** The mark of a severity: filled while fresh, outlined once stale; never colour alone. */
export function Mark(props: {
  severity: Severity;
  isStale?: boolean;
  trans: TranslationBundle;
}): JSX.Element {
  const { severity, isStale, trans } = props;
  const icon = markIcon({ severity, status: isStale ? 'stale' : 'live' });
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
