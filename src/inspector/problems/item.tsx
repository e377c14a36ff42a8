import * as React from 'react';

import { escapeText } from '../../findings/escape';
import { cellNumber } from '../../findings/look';
import { Message } from '../../findings/messageview';
import { caretDownIcon } from '../../icons';
import { caretRightIcon } from '../parts/icons';
import type { IFindingsModel, IShownFinding } from '../../tokens';
import { Badge, Mark } from '../../findings/mark';
import type { IProblemActionsProps } from './actions';
import { ProblemBody } from './body';
import type { ProblemsModel } from './model';

/** What one finding of the list is drawn from. */
interface IProblemProps extends IProblemActionsProps {
  readonly problems: ProblemsModel;
  readonly isFocusable: boolean;
}

/** One finding of the list: its title and source, and below them what can be done. */
export function Problem(props: IProblemProps): JSX.Element {
  const { finding, problems, context } = props;
  const isSelected = problems.selected === finding.id;
  return (
    <li
      className={`jp-ModulescopeProblem${isSelected ? ' jp-mod-selected' : ''}`}
      onClick={() => show(props, false)}
    >
      <Caret finding={finding} problems={problems} />
      <Mark
        severity={finding.severity}
        isStale={finding.status === 'stale'}
        trans={context.trans}
      />
      <div className="jp-ModulescopeProblem-body">
        <Title {...props} />
        <Meta {...props} />
        {problems.isExpanded(finding.id) && <ProblemBody {...props} />}
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

/** Opens and closes with the mouse; keys and readers do that on the title. */
function Caret(
  props: Pick<IProblemProps, 'finding' | 'problems'>
): JSX.Element {
  const { finding, problems } = props;
  const isExpanded = problems.isExpanded(finding.id);
  const Icon = isExpanded ? caretDownIcon : caretRightIcon;
  return (
    <button
      type="button"
      className="jp-ModulescopeProblem-caret"
      tabIndex={-1}
      aria-hidden="true"
      onClick={event => {
        event.stopPropagation();
        problems.expand(finding.id, !isExpanded);
      }}
    >
      <Icon.react tag="span" className="jp-ModulescopeIcon" />
    </button>
  );
}

/** The message, on which the focus of the list rests. */
function Title(props: IProblemProps): JSX.Element {
  const { finding, problems } = props;
  const { id } = finding;
  const isSelected = problems.selected === id;
  return (
    <button
      type="button"
      className="jp-ModulescopeProblem-title"
      data-finding={id}
      tabIndex={props.isFocusable ? 0 : -1}
      aria-expanded={problems.isExpanded(id)}
      aria-current={isSelected ? 'true' : undefined}
      onFocus={() => !isSelected && problems.select(id)}
    >
      <Message text={finding.message} />
    </button>
  );
}

/** How far the finding can be trusted, its code, and the line that it is about. */
function Meta(props: IProblemProps): JSX.Element {
  const { finding, source, context } = props;
  const line = source.sourceLine(finding);
  return (
    <div className="jp-ModulescopeProblem-meta">
      <Badge
        status={finding.muted ? 'muted' : finding.status}
        trans={context.trans}
      />
      <span>{finding.code}</span>
      {finding.cell && (
        <span className="jp-Modulescope-code">
          {cellNumber(source, finding.cell)}
        </span>
      )}
      <code className="jp-ModulescopeProblem-source" title={escapeText(line)}>
        {escapeText(line.trim())}
      </code>
    </div>
  );
}
