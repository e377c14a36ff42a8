import * as React from 'react';
import { escapeText } from '../../findings/escape';
import type { IViewContext } from './context';
import { formatTime } from './format';

import type { CellRef, Checked } from '../../protocol/messages';
import type { IFindingsModel } from '../../tokens';

/** A name from the kernel, in the code font and isolated from the text around it. */
export function Name(props: { text: string; title?: string }): JSX.Element {
  return (
    <bdi className="jp-Modulescope-code" title={props.title}>
      {escapeText(props.text)}
    </bdi>
  );
}

/** A link to a cell of the notebook; plain text if the cell is not known. */
export function CellLink(props: {
  cell: CellRef;
  label: string;
  line?: number;
  source: IFindingsModel;
}): JSX.Element {
  const { cell, label, line, source } = props;
  const id = cell.cell_id;
  if (id === null) {
    return <span>{label}</span>;
  }
  return (
    <button
      type="button"
      className="jp-Modulescope-link"
      onClick={event => {
        event.stopPropagation();
        void source.showCell(id, line);
      }}
    >
      {label}
    </button>
  );
}

/** The number that a cell had when something happened in it. */
export function runNumber(cell: CellRef): string {
  return `[${cell.execution_count ?? ' '}]`;
}

/** `[8], 12:04:31`: the run and the time that live values were read. */
export function checkedText(checked: Checked, context: IViewContext): string {
  const time = formatTime(checked.time, context.locale);
  return `[${checked.execution_count ?? ' '}], ${time}`;
}

/** A sentence about the state of a section, with at most two buttons. */
export function State(props: {
  context: IViewContext;
  children: React.ReactNode;
  actions?: readonly IStateAction[];
}): JSX.Element {
  return (
    <div className="jp-ModulescopeState">
      {props.children}
      {props.actions && props.actions.length > 0 && (
        <div className="jp-ModulescopeState-actions">
          {props.actions.map(action => (
            <button
              key={action.label}
              type="button"
              className={`jp-ModulescopeButton${action.isMain ? ' jp-mod-accept' : ''}`}
              onClick={() => action.run()}
            >
              {action.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** What stands where an answer will be: nothing yet, or that it is late. */
export function Awaited(props: {
  isLate: boolean;
  context: IViewContext;
}): JSX.Element {
  const { isLate, context } = props;
  return isLate ? (
    <State context={context}>
      <p className="jp-ModulescopeState-text" role="status">
        {notAnswering(context)}
      </p>
    </State>
  ) : (
    <div className="jp-ModulescopeDetails-wait" aria-hidden="true" />
  );
}

/** That an answer is late, or lost. */
export function notAnswering({ trans }: IViewContext): string {
  return trans.__('The kernel is not answering.');
}

/** A button below a state's sentence. */
export interface IStateAction {
  readonly label: string;
  readonly run: () => void;
  readonly isMain?: boolean;
}

/** What went wrong with a request, and that it was not the user's code. */
export function errorText(error: Error, context: IViewContext): string {
  return error.name === 'TimeoutError'
    ? notAnswering(context)
    : context.trans.__(
        'Reading the modules failed: %1. Your code was not affected.',
        escapeText(error.message)
      );
}
