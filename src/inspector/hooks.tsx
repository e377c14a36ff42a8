import * as React from 'react';

import { escapeText } from '../protocol/escape';
import { hookIcon, warningIcon } from '../icons';
import type { HookRow, ModuleDetails } from '../protocol/messages';
import type { IFindingsModel } from '../tokens';
import type { IViewContext } from './context';
import { CellLink, Message, Name, State, runNumber } from './text';

/** The Hooks tab: every hook of the subtree, with where it comes from. */
export function Hooks(props: {
  answer: ModuleDetails;
  model: string;
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element {
  const { answer, context } = props;
  const { trans } = context;
  const { hooks } = answer;
  if (hooks.length === 0) {
    return (
      <State context={context}>
        <p className="jp-ModulescopeState-text">
          {trans.__('No hooks on this module or below it.')}
        </p>
      </State>
    );
  }
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
          </tr>
        </thead>
        <tbody>
          {hooks.map((hook, index) => (
            <Hook key={index} hook={hook} {...props} />
          ))}
        </tbody>
      </table>
      <div className="jp-ModulescopeFoot">{footText(answer, context)}</div>
    </>
  );
}

function Hook(props: {
  hook: HookRow;
  answer: ModuleDetails;
  model: string;
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element {
  const { hook, answer, context } = props;
  const { trans } = context;
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
              source={props.source}
            />
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
        {escapeText(hook.kind.replace(/_/g, ' '))}
        <div className="jp-Modulescope-dim">
          {trans.__('order %1', hook.order)}
        </div>
      </td>
    </tr>
  );
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

function moduleName(props: { hook: HookRow; model: string }): string {
  const { hook, model } = props;
  return hook.fqn === '' ? model : `${model}.${hook.fqn}`;
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
