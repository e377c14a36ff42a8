import * as React from 'react';

import { warningIcon } from '../../icons';
import { escapeText } from '../../findings/escape';
import { Message } from '../../findings/messageview';
import type { HookRow } from '../../protocol/messages';
import type { IFindingsModel } from '../../tokens';
import { formatBytes } from '../parts/format';
import { RemoveButton, RemoveCopies } from './hookremoval';
import type { IHookTableProps } from './hooktext';
import { footText, kindText, moduleName, ownerText } from './hooktext';
import { hookIcon } from '../parts/icons';
import { CellLink, Name, runNumber } from '../parts/text';

/** All hooks of a subtree, in the order in which they run. */
export function HookTable(props: IHookTableProps): JSX.Element {
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

function Hook(props: IHookTableProps & { hook: HookRow }): JSX.Element {
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
