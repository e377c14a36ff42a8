import { UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { IViewContext } from '../parts/context';
import type { DetailsModel, DetailsTab } from './model';
import { TABS } from './model';
import { Grads } from './grads';
import { Hooks } from './hooks';
import { Init } from './init';
import type { InspectorModel } from '../frame/model';
import { Overview } from './overview';
import { Params } from './params';
import { isGhost, nodeExpression } from '../parts/node';
import { Source } from './source';
import { Awaited, Message, Name, State, errorText } from '../parts/text';
import { UseSignals } from '../parts/usesignals';

/** The Details section: tabs about the module that is selected in the tree. */
export function DetailsView(props: {
  model: InspectorModel;
  context: IViewContext;
}): JSX.Element {
  const { model } = props;
  return (
    <UseSignals of={[model.changed, model.details.changed]}>
      {() => <Details {...props} />}
    </UseSignals>
  );
}

function Details(props: {
  model: InspectorModel;
  context: IViewContext;
}): JSX.Element {
  const { model, context } = props;
  const { details } = model;
  const { trans } = context;
  if (!details.node) {
    return (
      <State context={context}>
        <p className="jp-ModulescopeState-text">
          {trans.__('Select a module to see its details.')}
        </p>
      </State>
    );
  }
  return (
    <div className="jp-ModulescopeDetails">
      <Tabs details={details} trans={trans} />
      <div
        role="tabpanel"
        // What it holds may be all text, which the arrow keys then scroll.
        tabIndex={0}
        className="jp-ModulescopeDetails-body"
        aria-label={tabLabel(details.tab, trans)}
      >
        <Body {...props} />
      </div>
      <Waiting {...props} />
    </div>
  );
}

/** What reads data waits until no cell runs. */
function Waiting(props: {
  model: InspectorModel;
  context: IViewContext;
}): JSX.Element {
  const { gate } = props.model;
  const { trans } = props.context;
  return (
    <UseSignal signal={gate.changed}>
      {() =>
        gate.isWaiting ? (
          <div className="jp-ModulescopeFoot" role="status">
            <span>{trans.__('Will run when the kernel is idle')}</span>
            <button
              type="button"
              className="jp-Modulescope-link"
              onClick={() => gate.cancel()}
            >
              {trans.__('Cancel')}
            </button>
          </div>
        ) : (
          <></>
        )
      }
    </UseSignal>
  );
}

function Body(props: {
  model: InspectorModel;
  context: IViewContext;
}): JSX.Element {
  const { model, context } = props;
  const { details, modules, current } = model;
  const { trans } = context;
  const { node } = details;
  if (node && isGhost(node)) {
    return (
      <State context={context}>
        <p className="jp-ModulescopeState-text">
          <Message
            text={trans.__(
              '`%1` is not registered as a submodule, so torch does not see its parameters.',
              nodeExpression(modules.title, node)
            )}
          />
        </p>
      </State>
    );
  }
  if (details.error) {
    return (
      <State context={context}>
        <p className="jp-ModulescopeState-text">
          {errorText(details.error, context)}
        </p>
      </State>
    );
  }
  const answer = details.details;
  if (!answer || !current || !node) {
    return <Awaited isLate={details.isLate} context={context} />;
  }
  if (!answer.overview) {
    return (
      <State context={context}>
        <p className="jp-ModulescopeState-text">
          {trans.__('This module no longer exists in the kernel.')}
        </p>
      </State>
    );
  }
  switch (details.tab) {
    case 'overview':
      return (
        <Overview
          overview={answer.overview}
          row={node.row}
          model={model}
          source={current}
          context={context}
        />
      );
    case 'params':
      return (
        <Params
          answer={answer}
          measuring={model.tabs.params}
          context={context}
        />
      );
    case 'hooks':
      return (
        <Hooks
          answer={answer}
          model={modules.model ?? ''}
          title={modules.title}
          source={current}
          actions={model.tabs.hooks}
          context={context}
        />
      );
    case 'init':
      return <Init model={model} context={context} />;
    case 'grads':
      return <Grads model={model} context={context} />;
    case 'source':
      return <Source model={model} context={context} />;
  }
}

/** One tab stop; the arrow keys change the tab. */
function Tabs(props: {
  details: DetailsModel;
  trans: TranslationBundle;
}): JSX.Element {
  const { details, trans } = props;
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>): void => {
    const step = STEPS.get(event.key);
    if (step === undefined) {
      return;
    }
    const index = TABS.indexOf(details.tab) + step;
    details.tab = TABS[(index + TABS.length) % TABS.length];
    const buttons = event.currentTarget.querySelectorAll('button');
    buttons[TABS.indexOf(details.tab)].focus();
    event.preventDefault();
  };
  return (
    <div
      role="tablist"
      className="jp-ModulescopeTabs"
      aria-label={trans.__('Details')}
      onKeyDown={onKeyDown}
    >
      {TABS.map(tab => (
        <button
          key={tab}
          type="button"
          role="tab"
          aria-selected={tab === details.tab}
          tabIndex={tab === details.tab ? 0 : -1}
          className={`jp-ModulescopeTabs-tab${tab === details.tab ? ' jp-mod-on' : ''}`}
          onClick={() => (details.tab = tab)}
        >
          {tabLabel(tab, trans)}
        </button>
      ))}
    </div>
  );
}

function tabLabel(tab: DetailsTab, trans: TranslationBundle): string {
  switch (tab) {
    case 'overview':
      return trans.__('Overview');
    case 'params':
      return trans.__('Params');
    case 'hooks':
      return trans.__('Hooks');
    case 'init':
      return trans.__('Init');
    case 'grads':
      return trans.__('Grads');
    case 'source':
      return trans.__('Source');
  }
}

/** The right end of the section's title: the module as an expression. */
export function DetailsTitle(props: { model: InspectorModel }): JSX.Element {
  const { details, modules } = props.model;
  return (
    <UseSignal signal={details.changed}>
      {() => {
        const { node } = details;
        return node && modules.model !== null ? (
          <Name text={nodeExpression(modules.title, node)} />
        ) : (
          <></>
        );
      }}
    </UseSignal>
  );
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ['ArrowRight', 1],
  ['ArrowLeft', -1]
]);
