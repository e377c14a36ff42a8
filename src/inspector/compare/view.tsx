import * as React from 'react';

import { Message } from '../../findings/messageview';
import type { CompareModel } from './model';
import type { IViewContext } from '../parts/context';
import { Diff } from './diff';
import type { IdleGate } from '../asking/gate';
import type { IShownModel } from '../asking/shownmodel';
import type { IShownNotebook } from '../parts/shownnotebook';
import { SnapshotList } from './snapshotlist';
import { State, errorText } from '../parts/text';
import { CompareTools } from './tools';
import { UseSignals } from '../parts/usesignals';

/** What the view is drawn from. */
export interface ICompareProps {
  readonly notebook: IShownNotebook;
  readonly modules: IShownModel;
  readonly compare: CompareModel;
  readonly gate: IdleGate;
  readonly context: IViewContext;
}

/** Two states of a model beside each other. */
export function CompareView(props: ICompareProps): JSX.Element {
  const { notebook, compare, gate } = props;
  return (
    <UseSignals of={[notebook.changed, compare.changed, gate.changed]}>
      {() => <Compare {...props} />}
    </UseSignals>
  );
}

function Compare(props: ICompareProps): JSX.Element {
  const { compare, context } = props;
  const { trans } = context;
  const isEmpty = compare.snapshots.length === 0 && !compare.diff;
  return (
    <div className="jp-ModulescopeCompare">
      <CompareTools {...props} />
      <div role="status">
        <Status {...props} />
      </div>
      {isEmpty ? (
        <State
          context={context}
          actions={[
            {
              label: trans.__('Snapshot'),
              isMain: true,
              run: () => void compare.snapshot()
            }
          ]}
        >
          <p className="jp-ModulescopeState-text">
            {trans.__(
              'No snapshots yet. A snapshot stores structure, statistics and a fingerprint per tensor, never the weights.'
            )}
          </p>
        </State>
      ) : (
        compare.snapshots.length > 0 && (
          <SnapshotList compare={compare} context={context} />
        )
      )}
      {compare.diff && <Diff diff={compare.diff} context={context} />}
    </div>
  );
}

/** What is armed, waits or went wrong. */
function Status(props: ICompareProps): JSX.Element {
  const { compare, gate, context } = props;
  const { armed, error, message } = compare;
  const { trans } = context;
  return (
    <>
      {gate.isWaiting && (
        <div className="jp-ModulescopeFoot">
          <span>{trans.__('Will run when the kernel is idle')}</span>
          <button
            type="button"
            className="jp-Modulescope-link"
            onClick={() => gate.cancel()}
          >
            {trans.__('Cancel')}
          </button>
        </div>
      )}
      {armed && (
        <div className="jp-ModulescopeFoot">
          <span>
            <Message
              text={
                armed.preset === 'cell'
                  ? trans.__(
                      'The next run takes a snapshot of `%1` before and after it.',
                      armed.model
                    )
                  : trans.__(
                      'The next run takes a snapshot of `%1` before and after `load_state_dict`.',
                      armed.model
                    )
              }
            />
          </span>
          <button
            type="button"
            className="jp-Modulescope-link"
            onClick={() => void compare.disarm()}
          >
            {trans.__('Cancel')}
          </button>
        </div>
      )}
      {message !== '' && (
        <p className="jp-ModulescopeTree-message">
          <Message text={message} />
        </p>
      )}
      {error && (
        <p className="jp-ModulescopeTree-message">
          {errorText(error, context)}
        </p>
      )}
    </>
  );
}
