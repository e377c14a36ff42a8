import * as React from 'react';

import type { IdleGate } from '../asking/gate';
import type { IViewContext } from '../parts/context';
import { Awaited, State, errorText } from '../parts/text';
import type { TabModel } from './tabmodel';

/** What stands in a tab while there is no answer: waiting, a failure, or a click to ask. */
export function TabState(props: {
  gate: IdleGate;
  tab: TabModel<unknown>;
  context: IViewContext;
}): JSX.Element {
  const { gate, tab, context } = props;
  const { trans } = context;
  if (tab.error) {
    return (
      <State
        context={context}
        actions={[
          { label: trans.__('Try Again'), run: () => void tab.refresh() }
        ]}
      >
        <p className="jp-ModulescopeState-text">
          {errorText(tab.error, context)}
        </p>
      </State>
    );
  }
  if (gate.isWaiting) {
    // The foot of the section says so, and can cancel it.
    return <></>;
  }
  if (tab.isLoading) {
    return <Awaited isLate={tab.isLate} context={context} />;
  }
  return (
    <State
      context={context}
      actions={[{ label: trans.__('Read Now'), run: () => void tab.refresh() }]}
    >
      <p className="jp-ModulescopeState-text">{trans.__('Not read yet.')}</p>
    </State>
  );
}
