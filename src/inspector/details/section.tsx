import { UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Message } from '../../findings/messageview';
import type { IdleGate } from '../asking/gate';
import type { IShownModel } from '../asking/shownmodel';
import type { IViewContext } from '../parts/context';
import { isGhost, nodeExpression } from '../parts/node';
import type { IShownNotebook } from '../parts/shownnotebook';
import { Awaited, Name, State, errorText } from '../parts/text';
import { UseSignals } from '../parts/usesignals';
import type { DetailsModel } from './model';
import type { ITabProps } from './tab';
import type { TabModels } from './tabmodels';
import { TABS } from './tabs';

/** What the section is drawn from. */
export interface IDetailsProps {
  readonly notebook: IShownNotebook;
  readonly modules: IShownModel;
  readonly details: DetailsModel;
  readonly tabs: TabModels;
  readonly gate: IdleGate;
  readonly context: IViewContext;
}

/** The Details section: tabs about the module that is selected in the tree. */
export function DetailsView(props: IDetailsProps): JSX.Element {
  const { notebook, details } = props;
  return (
    <UseSignals of={[notebook.changed, details.changed]}>
      {() => <Details {...props} />}
    </UseSignals>
  );
}

function Details(props: IDetailsProps): JSX.Element {
  const { details, gate, context } = props;
  const { trans } = context;
  if (!details.node) {
    return (
      <Sentence context={context}>
        {trans.__('Select a module to see its details.')}
      </Sentence>
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
        aria-label={TABS.find(({ id }) => id === details.tab)?.label(trans)}
      >
        <Body {...props} />
      </div>
      <Waiting gate={gate} context={context} />
    </div>
  );
}

/** What reads data waits until no cell runs. */
function Waiting(props: {
  gate: IdleGate;
  context: IViewContext;
}): JSX.Element {
  const { gate, context } = props;
  const { trans } = context;
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

/** The open tab, or why it has nothing to show. */
function Body(props: IDetailsProps): JSX.Element | null {
  const { details, modules, notebook, context } = props;
  const { trans } = context;
  const { node } = details;
  if (node && isGhost(node)) {
    return (
      <Sentence context={context}>
        <Message
          text={trans.__(
            '`%1` is not registered as a submodule, so torch does not see its parameters.',
            nodeExpression(modules.title, node)
          )}
        />
      </Sentence>
    );
  }
  if (details.error) {
    return (
      <Sentence context={context}>{errorText(details.error, context)}</Sentence>
    );
  }
  const answer = details.details;
  const { current: source } = notebook;
  if (!answer || !source || !node) {
    return <Awaited isLate={details.isLate} context={context} />;
  }
  const { overview } = answer;
  if (!overview) {
    return (
      <Sentence context={context}>
        {trans.__('This module no longer exists in the kernel.')}
      </Sentence>
    );
  }
  return <OpenTab {...props} {...{ node, answer, overview, source }} />;
}

function OpenTab(
  props: IDetailsProps & Omit<ITabProps<unknown>, 'model'>
): JSX.Element | null {
  const { details, tabs, notebook: _, ...shown } = props;
  const tab = TABS.find(({ id }) => id === details.tab);
  return tab ? <tab.view {...shown} model={tabs.of(tab)} /> : null;
}

function Sentence(props: {
  context: IViewContext;
  children: React.ReactNode;
}): JSX.Element {
  return (
    <State context={props.context}>
      <p className="jp-ModulescopeState-text">{props.children}</p>
    </State>
  );
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
    const open = TABS.findIndex(({ id }) => id === details.tab);
    const next = (open + step + TABS.length) % TABS.length;
    details.tab = TABS[next].id;
    event.currentTarget.querySelectorAll('button')[next].focus();
    event.preventDefault();
  };
  return (
    <div
      role="tablist"
      className="jp-ModulescopeTabs"
      aria-label={trans.__('Details')}
      onKeyDown={onKeyDown}
    >
      {TABS.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          role="tab"
          aria-selected={id === details.tab}
          tabIndex={id === details.tab ? 0 : -1}
          className={`jp-ModulescopeTabs-tab${id === details.tab ? ' jp-mod-on' : ''}`}
          onClick={() => (details.tab = id)}
        >
          {label(trans)}
        </button>
      ))}
    </div>
  );
}

/** The right end of the section's title: the module as an expression. */
export function DetailsTitle(props: {
  details: DetailsModel;
  modules: IShownModel;
}): JSX.Element {
  const { details, modules } = props;
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
