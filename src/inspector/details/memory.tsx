import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { escapeText } from '../../findings/escape';
import type { MemoryRow, MemoryTable } from '../../protocol/messages';
import type { IdleGate } from '../asking/gate';
import type { IViewContext } from '../parts/context';
import { formatBytes } from '../parts/format';
import type { MemoryModel } from './memorymodel';
import { TabState } from './tabstate';
import { Name } from '../parts/text';

/** The bytes of the subtree by device; asked for while it is unfolded. */
export function Memory(props: {
  memory: MemoryModel;
  gate: IdleGate;
  context: IViewContext;
}): JSX.Element {
  const { memory, gate, context } = props;
  const { table } = memory;
  const onToggle = (event: React.SyntheticEvent<HTMLDetailsElement>): void => {
    memory.isOpen = event.currentTarget.open;
  };
  return (
    <details
      className="jp-ModulescopeMemory"
      open={memory.isOpen}
      onToggle={onToggle}
    >
      <summary className="jp-ModulescopeMemory-title">
        {context.trans.__('Memory by device')}
      </summary>
      <UseSignal signal={table.changed}>
        {() =>
          table.answer ? (
            <Bytes answer={table.answer} context={context} />
          ) : memory.isOpen ? (
            <TabState tab={table} gate={gate} context={context} />
          ) : (
            <></>
          )
        }
      </UseSignal>
    </details>
  );
}

function Bytes(props: {
  answer: MemoryTable;
  context: IViewContext;
}): JSX.Element {
  const { answer, context } = props;
  const { trans, locale } = context;
  return (
    <>
      <Devices {...props} />
      {answer.allocator.map(row => (
        <p key={row.device} className="jp-ModulescopeTree-message">
          {trans.__(
            "%1, torch's allocator for the whole process: %2 allocated, %3 reserved, %4 at most",
            escapeText(row.device),
            formatBytes(row.allocated, locale),
            formatBytes(row.reserved, locale),
            formatBytes(row.peak, locale)
          )}
        </p>
      ))}
      {answer.left_behind.length > 0 && <LeftBehind {...props} />}
    </>
  );
}

/** One column for each device, one row for each kind of bytes. */
function Devices(props: {
  answer: MemoryTable;
  context: IViewContext;
}): JSX.Element {
  const { rows } = props.answer;
  const { trans, locale } = props.context;
  const kinds: readonly [keyof MemoryRow, string][] = [
    ['parameters', trans.__('Parameters')],
    ['buffers', trans.__('Buffers')],
    ['gradients', trans.__('Gradients')],
    ['optimizer', trans.__('Optimizer state')],
    ['storage', trans.__('Distinct storages')]
  ];
  return (
    <table className="jp-ModulescopeTable">
      <thead>
        <tr>
          <th className="jp-ModulescopeTable-title" scope="col">
            {trans.__('Bytes')}
          </th>
          {rows.map(row => (
            <th
              key={row.device}
              className="jp-ModulescopeTable-title jp-mod-number"
              scope="col"
            >
              <Name text={row.device} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kinds.map(([kind, label]) => (
          <tr key={kind}>
            <th className="jp-ModulescopeTable-cell jp-mod-row" scope="row">
              {label}
            </th>
            {rows.map(row => (
              <td
                key={row.device}
                className="jp-ModulescopeTable-cell jp-mod-number"
              >
                {row[kind] === null
                  ? trans.__('read when idle')
                  : formatBytes(Number(row[kind]), locale)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The tensors that `to` and its like do not move. */
function LeftBehind(props: {
  answer: MemoryTable;
  context: IViewContext;
}): JSX.Element {
  const { left_behind: leftBehind } = props.answer;
  const { trans, locale } = props.context;
  return (
    <>
      <p className="jp-ModulescopeTree-message">
        {trans._n(
          '%1 tensor stays behind when the module is moved:',
          '%1 tensors stay behind when the module is moved:',
          leftBehind.length
        )}
      </p>
      <ul className="jp-ModulescopeMemory-behind">
        {leftBehind.map(row => (
          <li key={row.fqn}>
            <Name text={row.fqn} /> {escapeText(row.device)} ·{' '}
            {formatBytes(row.bytes, locale)} · {escapeText(row.why)}
          </li>
        ))}
      </ul>
    </>
  );
}
