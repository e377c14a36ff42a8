import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { Outcome } from './hookremoval';
import { HookTable } from './hooktable';
import type { IHooksProps } from './hooktext';
import { State } from '../parts/text';

/** The Hooks tab: every hook of the subtree, with where it comes from. */
export function Hooks(props: IHooksProps): JSX.Element {
  const { answer, actions, context } = props;
  const { trans } = context;
  const { hooks } = answer;
  // Set by a click that takes its own button away.
  const wantsFocus = React.useRef(false);
  return (
    <UseSignal signal={actions.changed}>
      {() => (
        <>
          <Outcome
            actions={actions}
            context={context}
            wantsFocus={wantsFocus}
          />
          {hooks.length === 0 ? (
            <State context={context}>
              <p className="jp-ModulescopeState-text">
                {trans.__('No hooks on this module or below it.')}
              </p>
            </State>
          ) : (
            <HookTable {...props} wantsFocus={wantsFocus} />
          )}
        </>
      )}
    </UseSignal>
  );
}
