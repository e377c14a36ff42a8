import * as React from 'react';

import { escapeText } from '../../findings/escape';
import { FIX_ICONS, cellNumber, staleText } from '../../findings/look';
import { affectedIcon, caretDownIcon, pencilIcon } from '../../icons';
import { caretRightIcon, copyIcon, muteIcon } from '../parts/icons';
import type { Fix } from '../../protocol/messages';
import type { IFindingsModel, IShownFinding, MuteScope } from '../../tokens';
import type { IViewContext } from '../parts/context';
import { IconButton } from '../parts/controls';
import { Badge, Mark } from '../../findings/mark';
import { Message } from '../../findings/messageview';
import type { ProblemsModel } from './model';
import { CellLink } from '../parts/text';

/** One finding of the list: its title and source, and below them what can be done. */
export function Problem(props: {
  finding: IShownFinding;
  source: IFindingsModel;
  problems: ProblemsModel;
  context: IViewContext;
  isFocusable: boolean;
  onCopy: (finding: IShownFinding) => void;
}): JSX.Element {
  const { finding, source, problems, context } = props;
  const { trans } = context;
  const { id } = finding;
  const isSelected = problems.selected === id;
  const isExpanded = problems.isExpanded(id);
  const Caret = isExpanded ? caretDownIcon : caretRightIcon;
  const line = source.sourceLine(finding);
  return (
    <li
      className={`jp-ModulescopeProblem${isSelected ? ' jp-mod-selected' : ''}`}
      onClick={() => show(props, false)}
    >
      <button
        type="button"
        className="jp-ModulescopeProblem-caret"
        tabIndex={-1}
        aria-hidden="true"
        onClick={event => {
          event.stopPropagation();
          problems.expand(id, !isExpanded);
        }}
      >
        <Caret.react tag="span" className="jp-ModulescopeIcon" />
      </button>
      <Mark
        severity={finding.severity}
        isStale={finding.status === 'stale'}
        trans={trans}
      />
      <div className="jp-ModulescopeProblem-body">
        <button
          type="button"
          className="jp-ModulescopeProblem-title"
          data-finding={id}
          tabIndex={props.isFocusable ? 0 : -1}
          aria-expanded={isExpanded}
          aria-current={isSelected ? 'true' : undefined}
          onFocus={() => !isSelected && problems.select(id)}
        >
          <Message text={finding.message} />
        </button>
        <div className="jp-ModulescopeProblem-meta">
          <Badge
            status={finding.muted ? 'muted' : finding.status}
            trans={trans}
          />
          <span>{finding.code}</span>
          {finding.cell && (
            <span className="jp-Modulescope-code">
              {cellNumber(source, finding.cell)}
            </span>
          )}
          <code
            className="jp-ModulescopeProblem-source"
            title={escapeText(line)}
          >
            {escapeText(line.trim())}
          </code>
        </div>
        {isExpanded && <ProblemBody {...props} />}
      </div>
    </li>
  );
}

/** Shows the finding in its cell; the focus stays in the list unless it is asked for. */
export function show(
  props: {
    finding: IShownFinding;
    source: IFindingsModel;
    problems: ProblemsModel;
  },
  focus: boolean
): void {
  const { finding, source, problems } = props;
  problems.select(finding.id);
  problems.expand(finding.id);
  void source.show(finding.id, { card: false, focus });
}

function ProblemBody(props: {
  finding: IShownFinding;
  source: IFindingsModel;
  context: IViewContext;
  onCopy: (finding: IShownFinding) => void;
}): JSX.Element {
  const { finding, source, context } = props;
  const { trans } = context;
  return (
    // A click on what can be done is no click on the finding.
    <div onClick={event => event.stopPropagation()}>
      {finding.status === 'stale' && (
        <p className="jp-ModulescopeProblem-note">
          {staleText(finding, trans)}
        </p>
      )}
      {finding.cell === null && <Evidence finding={finding} />}
      {finding.affects.map((place, index) => (
        <div key={index} className="jp-ModulescopeProblem-meta">
          <affectedIcon.react
            tag="span"
            className={`jp-ModulescopeIcon jp-mod-${finding.severity}`}
          />
          <span>{trans.__('affects')}</span>
          <CellLink
            cell={place.cell}
            label={cellNumber(source, place.cell)}
            line={place.range?.start.line}
            source={source}
          />
          <span>
            <Message text={place.note} />
          </span>
        </div>
      ))}
      <div className="jp-ModulescopeProblem-actions">
        {finding.fixes.map((fix, index) => (
          <button
            key={index}
            type="button"
            className="jp-ModulescopeButton"
            title={escapeText(fix.title)}
            onClick={() => void source.fix(finding.id, index)}
          >
            <FixIcon fix={fix} />
            {fix.kind === 'edit' ? trans.__('Preview Edit') : fix.title}
          </button>
        ))}
        <FixAllButton {...props} />
        {finding.muted ? (
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
            onClick={event =>
              context.openMuteMenu(finding.id, event.currentTarget)
            }
          />
        )}
        <IconButton
          icon={copyIcon}
          label={trans.__('Copy as Markdown')}
          onClick={() => props.onCopy(finding)}
        />
      </div>
    </div>
  );
}

/** `Fix all NN102 in notebook (3)`, where there is more than one to fix. */
function FixAllButton(props: {
  finding: IShownFinding;
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element | null {
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

/** A finding without a cell has no card, so its evidence stands here. */
function Evidence(props: { finding: IShownFinding }): JSX.Element {
  return (
    <ul className="jp-ModulescopeProblem-evidence">
      {props.finding.evidence.map((text, index) => (
        <li key={index}>
          <Message text={text} />
        </li>
      ))}
      <li>
        <Message text={props.finding.advice} />
      </li>
    </ul>
  );
}

function FixIcon(props: { fix: Fix }): JSX.Element {
  const icon = FIX_ICONS[props.fix.kind];
  return <icon.react tag="span" className="jp-ModulescopeIcon" />;
}
