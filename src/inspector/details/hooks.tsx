import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { HookActions } from './hookactions';
import { Outcome } from './hookremoval';
import { HookTable } from './hooktable';
import type { IHooksProps } from './hooktext';
import type { ITab } from './tab';
import { State } from '../parts/text';

/** The Hooks tab: every hook of the subtree, with where it comes from. */
export const hooksTab: ITab<HookActions> = {
  id: 'hooks',
  label: trans => trans.__('Hooks'),
  model: options => new HookActions(options),
  view: ({ model: actions, modules, answer, source, context }) => (
    <Hooks
      answer={answer}
      model={modules.model ?? ''}
      title={modules.title}
      source={source}
      actions={actions}
      context={context}
    />
  )
};

function Hooks(props: IHooksProps): JSX.Element {
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
