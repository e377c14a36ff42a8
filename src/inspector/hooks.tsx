import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { escapeText } from '../protocol/escape';
import { boltIcon, warningIcon } from '../icons';
import { hookIcon } from './icons';
import type { HookRow, ModuleDetails } from '../protocol/messages';
import type { IFindingsModel } from '../tokens';
import type { IConfirmation } from './confirm';
import { confirm } from './confirm';
import type { IViewContext } from './context';
import { formatBytes } from './format';
import type { HookActions, IRemovedHook } from './hookactions';
import { CellLink, Message, Name, State, runNumber } from './text';

/** The Hooks tab: every hook of the subtree, with where it comes from. */
export function Hooks(props: {
  answer: ModuleDetails;
  model: string;
  /** What the user calls the model. */
  title: string;
  source: IFindingsModel;
  actions: HookActions;
  context: IViewContext;
}): JSX.Element {
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

/** What the last removal did, and how to take it back. */
function Outcome(props: {
  actions: HookActions;
  context: IViewContext;
  wantsFocus: React.MutableRefObject<boolean>;
}): JSX.Element {
  const { actions, context } = props;
  const { removed, problem, canUndo } = actions;
  const undo = React.useRef<HTMLButtonElement>(null);
  React.useEffect(() => {
    if (props.wantsFocus.current && undo.current) {
      props.wantsFocus.current = false;
      undo.current.focus();
    }
  }, [removed, canUndo, props.wantsFocus]);
  const { trans } = context;
  return (
    <div role="status">
      {problem !== '' && (
        <p className="jp-ModulescopeTree-message">{escapeText(problem)}</p>
      )}
      {removed.length > 0 && (
        <p className="jp-ModulescopeTree-message">
          <Message text={removedText(removed, trans)} />{' '}
          {canUndo && (
            <button
              ref={undo}
              type="button"
              className="jp-Modulescope-link"
              onClick={() => void actions.restore()}
            >
              {trans.__('Undo')}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

function removedText(
  removed: readonly IRemovedHook[],
  trans: TranslationBundle
): string {
  const [first] = removed;
  return removed.length === 1
    ? trans.__(
        'Removed %1 hook `%2` from `%3`.',
        kindText(first.hook),
        first.hook.function,
        moduleName(first)
      )
    : trans._n('Removed %1 hook.', 'Removed %1 hooks.', removed.length);
}

function HookTable(props: {
  answer: ModuleDetails;
  model: string;
  /** What the user calls the model. */
  title: string;
  source: IFindingsModel;
  actions: HookActions;
  context: IViewContext;
  wantsFocus: React.MutableRefObject<boolean>;
}): JSX.Element {
  const { answer, context } = props;
  const { trans } = context;
  const { hooks } = answer;
  return (
    <>
      <table className="jp-ModulescopeTable">
        <thead>
          <tr>
            <th className="jp-ModulescopeTable-title" scope="col">
              <span className="jp-Modulescope-hidden">{trans.__('Mark')}</span>
            </th>
            <th className="jp-ModulescopeTable-title" scope="col">
              {trans.__('Function')}
            </th>
            <th className="jp-ModulescopeTable-title" scope="col">
              {trans.__('Kind')}
            </th>
            <th className="jp-ModulescopeTable-title jp-mod-number" scope="col">
              {trans.__('Holds')}
            </th>
            <th className="jp-ModulescopeTable-title" scope="col">
              <span className="jp-Modulescope-hidden">
                {trans.__('Action')}
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {hooks.map((hook, index) => (
            <Hook key={hook.hook || index} hook={hook} {...props} />
          ))}
        </tbody>
      </table>
      <div className="jp-ModulescopeFoot jp-mod-actions">
        <RemoveCopies {...props} />
        <span>{footText(answer, context)}</span>
      </div>
    </>
  );
}

function Hook(props: {
  hook: HookRow;
  answer: ModuleDetails;
  model: string;
  /** What the user calls the model. */
  title: string;
  source: IFindingsModel;
  actions: HookActions;
  context: IViewContext;
  wantsFocus: React.MutableRefObject<boolean>;
}): JSX.Element {
  const { hook, answer, context } = props;
  const { trans, locale } = context;
  const isCopy = hook.same_as_order !== null;
  const Icon = isCopy ? warningIcon : hookIcon;
  const owner = ownerText(hook.owner, context);
  return (
    <tr className={isCopy ? 'jp-mod-marked' : ''}>
      <td className="jp-ModulescopeTable-cell jp-mod-icon">
        <Icon.react tag="span" className="jp-ModulescopeIcon" />
      </td>
      <td className="jp-ModulescopeTable-cell">
        <Name text={hook.function} />
        {isCopy && (
          <span className="jp-ModulescopeChip">
            {trans.__('same as order %1', hook.same_as_order ?? 0)}
          </span>
        )}
        {owner !== null && <span className="jp-ModulescopeChip">{owner}</span>}
        {hook.fqn !== answer.fqn && (
          <div className="jp-Modulescope-dim">
            <Message text={trans.__('on `%1`', moduleName(props))} />
          </div>
        )}
        <div className="jp-Modulescope-dim">
          <Defined {...props} />
        </div>
        {hook.registered_cell && (
          <div className="jp-Modulescope-dim">
            {trans.__('registered in')}{' '}
            <CellLink
              cell={hook.registered_cell}
              label={runNumber(hook.registered_cell)}
              line={hook.registered_line ?? undefined}
              source={props.source}
            />
            {hook.registered_line !== null &&
              ` ${trans.__('line %1', hook.registered_line + 1)}`}
          </div>
        )}
        {hook.source !== '' && (
          <details className="jp-ModulescopeTable-source">
            <summary>{trans.__('Source')}</summary>
            <pre className="jp-ModulescopeTable-code">
              {escapeText(hook.source, { multiline: true })}
            </pre>
          </details>
        )}
      </td>
      <td className="jp-ModulescopeTable-cell">
        {kindText(hook)}
        <div className="jp-Modulescope-dim">
          {trans.__('order %1', hook.order)}
        </div>
        {hook.with_kwargs && (
          <div className="jp-Modulescope-dim">{trans.__('with kwargs')}</div>
        )}
        {hook.always_called && (
          <div className="jp-Modulescope-dim">{trans.__('always called')}</div>
        )}
      </td>
      <td className="jp-ModulescopeTable-cell jp-mod-number">
        {hook.held_bytes === null ? '–' : formatBytes(hook.held_bytes, locale)}
      </td>
      <td className="jp-ModulescopeTable-cell jp-mod-number">
        <RemoveButton {...props} />
      </td>
    </tr>
  );
}

/** Asks, removes, and then offers the way back; what others need is kept. */
function RemoveButton(props: {
  hook: HookRow;
  model: string;
  /** What the user calls the model. */
  title: string;
  actions: HookActions;
  context: IViewContext;
  wantsFocus: React.MutableRefObject<boolean>;
}): JSX.Element {
  const { hook, model, title, actions, context, wantsFocus } = props;
  const { trans } = context;
  if (!hook.removable) {
    return (
      <span className="jp-Modulescope-dim" title={escapeText(hook.kept)}>
        {trans.__('kept')}
      </span>
    );
  }
  const remove = async (): Promise<void> => {
    if (await confirm(confirmation({ hook, title }, trans), trans)) {
      wantsFocus.current = true;
      await actions.remove(model, title, [hook]);
    }
  };
  return (
    <button
      type="button"
      className="jp-ModulescopeButton"
      aria-label={trans.__(
        'Remove %1 hook %2, order %3',
        kindText(hook),
        escapeText(hook.function),
        hook.order
      )}
      onClick={() => void remove()}
    >
      {trans.__('Remove')}
    </button>
  );
}

/** All copies of hooks of the notebook at once; never those of torch or a library. */
function RemoveCopies(props: {
  answer: ModuleDetails;
  model: string;
  /** What the user calls the model. */
  title: string;
  actions: HookActions;
  context: IViewContext;
  wantsFocus: React.MutableRefObject<boolean>;
}): JSX.Element | null {
  const { answer, model, title, actions, context, wantsFocus } = props;
  const { trans } = context;
  const copies = answer.hooks.filter(
    ({ same_as_order: same, owner, removable }) =>
      same !== null && owner === 'you' && removable
  );
  if (copies.length === 0) {
    return null;
  }
  const label = trans._n(
    'Remove %1 extra hook',
    'Remove %1 extra hooks',
    copies.length
  );
  const remove = async (): Promise<void> => {
    const question: IConfirmation = {
      title: trans.__('%1?', label),
      body: trans.__(
        'This changes the live objects in the kernel and keeps the first of equal hooks. Your code is not edited: running it again registers them again.'
      ),
      accept: trans._n('Remove Hook', 'Remove Hooks', copies.length)
    };
    if (await confirm(question, trans)) {
      wantsFocus.current = true;
      await actions.remove(model, title, copies);
    }
  };
  return (
    <button
      type="button"
      className="jp-ModulescopeButton"
      onClick={() => void remove()}
    >
      <boltIcon.react tag="span" className="jp-ModulescopeIcon" />
      {label}
    </button>
  );
}

function confirmation(of: IHookOf, trans: TranslationBundle): IConfirmation {
  const { hook } = of;
  const cell = hook.registered_cell;
  return {
    title: trans.__(
      'Remove %1 hook `%2` from `%3`?',
      kindText(hook),
      escapeText(hook.function),
      escapeText(moduleName(of))
    ),
    body: cell
      ? trans.__(
          'This changes the live object in the kernel. Your code is not edited: running %1 again registers it again.',
          runNumber(cell)
        )
      : trans.__(
          'This changes the live object in the kernel. Your code is not edited: running it again registers the hook again.'
        ),
    accept: trans.__('Remove Hook')
  };
}

/** `forward pre` */
function kindText(hook: HookRow): string {
  return escapeText(hook.kind.replace(/_/g, ' '));
}

/** Where the function is defined: a link if that is a cell of this notebook. */
function Defined(props: {
  hook: HookRow;
  source: IFindingsModel;
}): JSX.Element {
  const { hook, source } = props;
  const text = escapeText(hook.defined);
  return hook.defined_cell ? (
    <CellLink
      cell={hook.defined_cell}
      label={text}
      line={hook.defined_line ?? undefined}
      source={source}
    />
  ) : (
    <span>{text}</span>
  );
}

function moduleName({ hook, title }: IHookOf): string {
  return hook.fqn === '' ? title : `${title}.${hook.fqn}`;
}

interface IHookOf {
  readonly hook: HookRow;
  readonly title: string;
}

/** Whose hook it is; nothing for those of the notebook. */
function ownerText(
  owner: HookRow['owner'],
  { trans }: IViewContext
): string | null {
  switch (owner) {
    case 'ours':
      return trans.__('ours');
    case 'you':
      return null;
    default:
      return escapeText(owner);
  }
}

function footText(answer: ModuleDetails, { trans }: IViewContext): string {
  const { hooks, hooks_left_out: leftOut } = answer;
  const all = hooks.length + leftOut;
  const parts = [trans._n('%1 hook', '%1 hooks', all)];
  if (leftOut > 0) {
    parts.push(trans.__('%1 not shown', leftOut));
  }
  const kept = hooks.filter(({ owner }) => owner === 'torch').length;
  if (kept > 0) {
    parts.push(trans._n('%1 kept by torch', '%1 kept by torch', kept));
  }
  return parts.join(' · ');
}
