import * as React from 'react';

import { escapeText } from '../../findings/escape';
import { FIX_ICONS } from '../../findings/look';
import { pencilIcon } from '../../icons';
import { copyIcon, muteIcon } from '../parts/icons';
import type { Fix } from '../../protocol/messages';
import type { IFindingsModel, IShownFinding, MuteScope } from '../../tokens';
import type { IViewContext } from '../parts/context';
import { IconButton } from '../parts/controls';

/** What the buttons of a finding are drawn from. */
export interface IProblemActionsProps {
  readonly finding: IShownFinding;
  readonly source: IFindingsModel;
  readonly context: IViewContext;
  readonly onCopy: (finding: IShownFinding) => void;
}

/** What can be done about a finding: fix it, mute it, copy it. */
export function ProblemActions(props: IProblemActionsProps): JSX.Element {
  const { finding, source, context } = props;
  return (
    <div className="jp-ModulescopeProblem-actions">
      {finding.fixes.map((fix, index) => (
        <FixButton
          key={index}
          fix={fix}
          apply={() => void source.fix(finding.id, index)}
          context={context}
        />
      ))}
      <FixAllButton {...props} />
      <MuteButton {...props} />
      <IconButton
        icon={copyIcon}
        label={context.trans.__('Copy as Markdown')}
        onClick={() => props.onCopy(finding)}
      />
    </div>
  );
}

function FixButton(props: {
  fix: Fix;
  apply: () => void;
  context: IViewContext;
}): JSX.Element {
  const { fix, apply, context } = props;
  const icon = FIX_ICONS[fix.kind];
  return (
    <button
      type="button"
      className="jp-ModulescopeButton"
      title={escapeText(fix.title)}
      onClick={apply}
    >
      <icon.react tag="span" className="jp-ModulescopeIcon" />
      {fix.kind === 'edit' ? context.trans.__('Preview Edit') : fix.title}
    </button>
  );
}

/** `Fix all NN102 in notebook (3)`, where there is more than one to fix. */
function FixAllButton(props: IProblemActionsProps): JSX.Element | null {
  const { finding, source, context } = props;
  const { code, fixes } = finding;
  const isSafe = fixes.some(({ kind, safe }) => kind === 'edit' && safe);
  const count = isSafe ? source.countSafe(code) : 0;
  return count > 1 ? (
    <button
      type="button"
      className="jp-ModulescopeButton"
      onClick={() => void source.fixAll(code)}
    >
      <pencilIcon.react tag="span" className="jp-ModulescopeIcon" />
      {context.trans.__('Fix all %1 in notebook (%2)', code, count)}
    </button>
  ) : null;
}

/** Mutes the finding as far as a menu offers, or takes its mute back. */
function MuteButton(props: IProblemActionsProps): JSX.Element {
  const { finding, source, context } = props;
  const { trans } = context;
  return finding.muted ? (
    <button
      type="button"
      className="jp-ModulescopeButton"
      title={mutedText(finding.muted, trans)}
      onClick={() => void source.unmute(finding.id)}
    >
      {trans.__('Unmute')}
    </button>
  ) : (
    <IconButton
      icon={muteIcon}
      label={trans.__('Mute')}
      hasMenu={true}
      onClick={event => context.openMuteMenu(finding.id, event.currentTarget)}
    />
  );
}

function mutedText(scope: MuteScope, trans: IViewContext['trans']): string {
  switch (scope) {
    case 'finding':
      return trans.__('This finding is muted in this notebook');
    case 'notebook':
      return trans.__('This rule is muted in this notebook');
    case 'everywhere':
      return trans.__('This rule is muted in the settings');
    case 'kernel':
      return trans.__('This rule is muted until the kernel restarts');
  }
}
