import * as React from 'react';

import { escapeText } from '../../findings/escape';
import { Message } from '../../findings/messageview';
import { checkIcon, copyIcon } from '../parts/icons';
import type { IFindingsModel } from '../../tokens';
import type { IViewContext } from '../parts/context';
import { formatTime } from '../parts/format';
import type { INotebookName, IShownNotebook } from '../parts/shownnotebook';
import type { ProblemsModel } from './model';
import type { ProblemsState } from './state';
import type { IStateAction } from '../parts/text';
import { State, notAnswering } from '../parts/text';

/** What the section is drawn from. */
export interface IProblemsProps {
  readonly notebook: IShownNotebook;
  readonly problems: ProblemsModel;
  readonly context: IViewContext;
}

/** The sentence of the Problems section when there is no list to show. */
export function ProblemsStateView(
  props: IProblemsProps & { state: ProblemsState }
): JSX.Element | null {
  const { state, notebook, problems, context } = props;
  const { trans } = context;
  const source = notebook.current;
  if (!source) {
    return (
      <State context={context} actions={demoAction(context)}>
        <p className="jp-ModulescopeState-text">
          {trans.__('Open a notebook to see its problems and modules.')}
        </p>
      </State>
    );
  }
  const checked = { source, notebook, context };
  switch (state) {
    case 'not-installed':
      return <NotInstalled context={context} />;
    case 'broken':
      return <Broken source={source} context={context} />;
    case 'never':
      return <NeverChecked {...checked} />;
    case 'no-torch':
      return <WithoutTorch {...checked} />;
    case 'untrusted':
      return <Untrusted {...checked} />;
    case 'clean':
      return <Clean {...checked} />;
    default: {
      const change = changeOf(state, source, problems, context);
      const sentence =
        change?.sentence ?? plainSentence(state, source, context);
      return sentence === null ? null : (
        <State context={context} actions={change ? [change.action] : []}>
          <p className="jp-ModulescopeState-text">{sentence}</p>
        </State>
      );
    }
  }
}

/** What is switched so that nothing is listed, and the button that switches it back. */
function changeOf(
  state: ProblemsState,
  source: IFindingsModel,
  problems: ProblemsModel,
  { trans }: IViewContext
): { sentence: string; action: IStateAction } | null {
  switch (state) {
    case 'off':
      return {
        sentence: trans.__('Checks are off in this kernel.'),
        action: connectAction(trans.__('Turn On'), source)
      };
    case 'notebook-off':
      return {
        sentence: trans.__('Checks are off for this notebook.'),
        action: {
          label: trans.__('Turn On'),
          run: () => (source.isOff = false)
        }
      };
    case 'dropped':
      return {
        sentence: trans.__('Disconnected.'),
        action: connectAction(trans.__('Reconnect'), source)
      };
    case 'paused':
      return {
        sentence: trans.__('Nothing was checked: checks are paused.'),
        action: {
          label: trans.__('Resume Checks'),
          run: () => (source.paused = false)
        }
      };
    case 'no-match':
      return {
        sentence: trans.__('No problem matches.'),
        action: {
          label: trans.__('Clear Filter'),
          run: () => problems.clearFilter()
        }
      };
    default:
      return null;
  }
}

function plainSentence(
  state: ProblemsState,
  source: IFindingsModel,
  context: IViewContext
): string | null {
  const { trans } = context;
  if (source.companion.isLate('client.open')) {
    return notAnswering(context);
  }
  switch (state) {
    case 'no-kernel':
      return trans.__('This notebook has no kernel.');
    case 'connecting':
      return trans.__('Connecting to the kernel…');
    case 'other-language':
      return trans.__("This notebook's kernel is not Python.");
    case 'shared':
      return trans.__(
        'Another notebook of this page has the same kernel. The application links only one of them to it, so this one is not checked.'
      );
    case 'dead':
      return trans.__('The kernel died. Restart it to check again.');
    case 'waiting':
      return trans.__(
        'Waiting for the kernel. Checks start when the running cell ends.'
      );
    default:
      return null;
  }
}

/** What the states of a notebook that can be checked are drawn from. */
interface ICheckProps {
  source: IFindingsModel;
  notebook: IShownNotebook;
  context: IViewContext;
}

function NeverChecked(props: ICheckProps): JSX.Element {
  const { notebook, context } = props;
  const { trans } = context;
  const actions = [...demoAction(context), checkAction(notebook, context)];
  return (
    <State context={context} actions={actions}>
      <p className="jp-ModulescopeState-text">
        {trans.__(
          'Nothing checked yet. Findings appear while you type and after each run.'
        )}
      </p>
      <TorchNote {...props} />
      <p className="jp-ModulescopeState-text jp-Modulescope-dim">
        <Message
          text={trans.__(
            'This panel shows your `nn.Module` objects and the problems found in them. Static checks run while you type. Live checks read objects in the kernel after a cell runs; they never change them.'
          )}
        />
      </p>
    </State>
  );
}

/** Answers who asked all the same, with the time. */
function WithoutTorch(props: ICheckProps): JSX.Element {
  const { source, notebook, context } = props;
  const { trans, locale } = context;
  const { askedTime } = source;
  const actions = [...demoAction(context), checkAction(notebook, context)];
  return (
    <State context={context} actions={actions}>
      <p className="jp-ModulescopeState-text" role="status">
        {askedTime === null
          ? trans.__('No cell of this notebook uses torch: nothing to check.')
          : trans.__(
              'Looked at %1: no cell of this notebook uses torch, so there is nothing to find.',
              formatTime(askedTime, locale)
            )}
      </p>
      <TorchNote {...props} />
    </State>
  );
}

function Untrusted(props: ICheckProps): JSX.Element {
  const { source, notebook, context } = props;
  const { trans, trust } = context;
  const actions = [checkAction(notebook, context)];
  if (trust) {
    actions.unshift({
      label: trans.__('Trust Notebook'),
      run: () => trust(source),
      isMain: true
    });
  }
  return (
    <State context={context} actions={actions}>
      <p className="jp-ModulescopeState-text">
        {trans.__(
          'Nothing was checked, because this notebook is not trusted. Run or edit a cell, or trust the notebook.'
        )}
      </p>
      <TorchNote {...props} />
    </State>
  );
}

function TorchNote({ source, context }: ICheckProps): JSX.Element | null {
  return source.companion.hasTorch ? null : (
    <p className="jp-ModulescopeState-text jp-Modulescope-dim">
      {context.trans.__(
        'torch is not imported in this kernel. Live checks start when it is.'
      )}
    </p>
  );
}

function NotInstalled(props: { context: IViewContext }): JSX.Element {
  const { trans, copy } = props.context;
  return (
    <div className="jp-ModulescopeState">
      <p className="jp-ModulescopeState-text">
        {trans.__(
          "Checks need the companion package in this kernel's environment:"
        )}
      </p>
      <div className="jp-ModulescopeCommand">
        <code className="jp-Modulescope-code">{INSTALL_COMMAND}</code>
      </div>
      <div className="jp-ModulescopeState-actions">
        <button
          type="button"
          className="jp-ModulescopeButton"
          onClick={() => copy(INSTALL_COMMAND)}
        >
          <copyIcon.react tag="span" className="jp-ModulescopeIcon" />
          {trans.__('Copy Install Command')}
        </button>
        <span className="jp-Modulescope-dim">
          {trans.__('then restart the kernel')}
        </span>
      </div>
    </div>
  );
}

function Broken(props: {
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element {
  const { source, context } = props;
  const { trans } = context;
  const sentence = trans.__(
    'The companion package could not be loaded: %1',
    escapeText(source.companion.error)
  );
  return (
    <State
      context={context}
      actions={[
        { label: trans.__('Copy Report'), run: () => context.copy(sentence) }
      ]}
    >
      <p className="jp-ModulescopeState-text">{sentence}</p>
    </State>
  );
}

function Clean(props: ICheckProps): JSX.Element {
  const { source, notebook, context } = props;
  return (
    <>
      <div className="jp-ModulescopeState jp-mod-clean" role="status">
        <checkIcon.react tag="span" className="jp-ModulescopeIcon" />
        <span>{cleanSentence(source, notebook.about, context)}</span>
      </div>
      {!source.checked && !source.companion.hasTorch && (
        <div className="jp-ModulescopeState">
          <TorchNote {...props} />
        </div>
      )}
    </>
  );
}

/** `No problems in 9 cells. Last check after [9], 12:04:31.`, or when its code was read. */
function cleanSentence(
  source: IFindingsModel,
  about: INotebookName | null,
  { trans, locale }: IViewContext
): string {
  const { checked, codeTime } = source;
  const cells = about?.cells ?? 0;
  if (!checked) {
    return trans._n(
      'No problems in %1 cell. Code checked at %2.',
      'No problems in %1 cells. Code checked at %2.',
      cells,
      formatTime(codeTime ?? 0, locale)
    );
  }
  return trans._n(
    'No problems in %1 cell. Last check after [%2], %3.',
    'No problems in %1 cells. Last check after [%2], %3.',
    cells,
    checked.execution_count ?? ' ',
    formatTime(checked.time, locale)
  );
}

function connectAction(label: string, source: IFindingsModel): IStateAction {
  return { label, run: () => void source.companion.connect() };
}

function checkAction(
  notebook: IShownNotebook,
  { trans }: IViewContext
): IStateAction {
  return {
    label: trans.__('Check This Notebook'),
    run: () => void notebook.refresh()
  };
}

function demoAction(context: IViewContext): IStateAction[] {
  const { openDemo, trans } = context;
  return openDemo
    ? [{ label: trans.__('Open the Demo'), run: openDemo, isMain: true }]
    : [];
}

/** The magic installs into the environment of the kernel, wherever that runs. */
const INSTALL_COMMAND = '%pip install modulescope';
