import * as React from 'react';

import { warningIcon } from '../../icons';
import { escapeText } from '../../findings/escape';
import { Message } from '../../findings/messageview';
import type { HookRow } from '../../protocol/messages';
import type { IFindingsModel } from '../../tokens';
import { formatBytes } from '../parts/format';
import { RemoveButton } from './hookremoval';
import type { IHookTableProps } from './hooktext';
import { kindText, moduleName, ownerText } from './hooktext';
import { hookIcon } from '../parts/icons';
import { CellLink, Name, runNumber } from '../parts/text';

/** What a line of the table is drawn from. */
interface IHookLineProps extends IHookTableProps {
  readonly hook: HookRow;
}

/** One hook, marked if it is a copy of another one. */
export function HookLine(props: IHookLineProps): JSX.Element {
  const { hook, context } = props;
  const isCopy = hook.same_as_order !== null;
  const Icon = isCopy ? warningIcon : hookIcon;
  return (
    <tr className={isCopy ? 'jp-mod-marked' : ''}>
      <td className="jp-ModulescopeTable-cell jp-mod-icon">
        <Icon.react tag="span" className="jp-ModulescopeIcon" />
      </td>
      <FunctionCell {...props} />
      <KindCell hook={hook} context={context} />
      <td className="jp-ModulescopeTable-cell jp-mod-number">
        {hook.held_bytes === null
          ? '–'
          : formatBytes(hook.held_bytes, context.locale)}
      </td>
      <td className="jp-ModulescopeTable-cell jp-mod-number">
        <RemoveButton {...props} />
      </td>
    </tr>
  );
}

/** The function, whose it is, and where it comes from. */
function FunctionCell(props: IHookLineProps): JSX.Element {
  const { hook, answer, context } = props;
  const { trans } = context;
  const owner = ownerText(hook.owner, context);
  return (
    <td className="jp-ModulescopeTable-cell">
      <Name text={hook.function} />
      {hook.same_as_order !== null && (
        <span className="jp-ModulescopeChip">
          {trans.__('same as order %1', hook.same_as_order)}
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
      <Registered {...props} />
      {hook.source !== '' && (
        <details className="jp-ModulescopeTable-source">
          <summary>{trans.__('Source')}</summary>
          <pre className="jp-ModulescopeTable-code">
            {escapeText(hook.source, { multiline: true })}
          </pre>
        </details>
      )}
    </td>
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

/** Which run registered the hook; nothing if that was not seen. */
function Registered(props: IHookLineProps): JSX.Element | null {
  const { hook, context, source } = props;
  const { trans } = context;
  const { registered_cell: cell, registered_line: line } = hook;
  return (
    cell && (
      <div className="jp-Modulescope-dim">
        {trans.__('registered in')}{' '}
        <CellLink
          cell={cell}
          label={runNumber(cell)}
          line={line ?? undefined}
          source={source}
        />
        {line !== null && ` ${trans.__('line %1', line + 1)}`}
      </div>
    )
  );
}

/** When the hook runs, and how it is called. */
function KindCell({
  hook,
  context: { trans }
}: Pick<IHookLineProps, 'hook' | 'context'>): JSX.Element {
  return (
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
  );
}
