import * as React from 'react';

import { cellNumber, staleText } from '../../findings/look';
import { Message } from '../../findings/messageview';
import { affectedIcon } from '../../icons';
import { CellLink } from '../parts/text';
import type { IProblemActionsProps } from './actions';
import { ProblemActions } from './actions';

/** What an open finding says, and what can be done about it. */
export function ProblemBody(props: IProblemActionsProps): JSX.Element {
  const { finding, context } = props;
  return (
    // A click on what can be done is no click on the finding.
    <div onClick={event => event.stopPropagation()}>
      {finding.status === 'stale' && (
        <p className="jp-ModulescopeProblem-note">
          {staleText(finding, context.trans)}
        </p>
      )}
      {finding.cell === null && <Evidence finding={finding} />}
      <Affected {...props} />
      <ProblemActions {...props} />
    </div>
  );
}

/** A finding without a cell has no card, so its evidence stands here. */
function Evidence(props: Pick<IProblemActionsProps, 'finding'>): JSX.Element {
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

/** The other places that the finding spoils. */
function Affected(props: IProblemActionsProps): JSX.Element {
  const { finding, source, context } = props;
  return (
    <>
      {finding.affects.map((place, index) => (
        <div key={index} className="jp-ModulescopeProblem-meta">
          <affectedIcon.react
            tag="span"
            className={`jp-ModulescopeIcon jp-mod-${finding.severity}`}
          />
          <span>{context.trans.__('affects')}</span>
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
    </>
  );
}
