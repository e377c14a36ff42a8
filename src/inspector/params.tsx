import * as React from 'react';

import { escapeText } from '../protocol/escape';
import { lockIcon } from '../icons';
import type { ModuleDetails, TensorRow } from '../protocol/messages';
import type { IViewContext } from './context';
import { formatExact } from './format';
import { Name, State } from './text';

/** The Params tab: the parameters and buffers of the subtree. */
export function Params(props: {
  answer: ModuleDetails;
  context: IViewContext;
}): JSX.Element {
  const { answer, context } = props;
  const { trans, locale } = context;
  const { tensors } = answer;
  if (tensors.length === 0) {
    return (
      <State context={context}>
        <p className="jp-ModulescopeState-text">
          {trans.__('This module has no parameters and no buffers.')}
        </p>
      </State>
    );
  }
  const all = tensors.length + answer.tensors_left_out;
  return (
    <>
      <table className="jp-ModulescopeTable">
        <thead>
          <tr>
            <th className="jp-ModulescopeTable-title" scope="col">
              {trans.__('Name')}
            </th>
            <th className="jp-ModulescopeTable-title" scope="col">
              {trans.__('Type')}
            </th>
            <th className="jp-ModulescopeTable-title" scope="col">
              {trans.__('Gradient')}
            </th>
            <th className="jp-ModulescopeTable-title" scope="col">
              {trans.__('Optimizer')}
            </th>
          </tr>
        </thead>
        <tbody>
          {tensors.map((tensor, index) => (
            <Tensor key={index} tensor={tensor} context={context} />
          ))}
        </tbody>
      </table>
      {answer.tensors_left_out > 0 && (
        <div className="jp-ModulescopeFoot">
          {trans.__(
            '%1 of %2 tensors',
            formatExact(tensors.length, locale),
            formatExact(all, locale)
          )}
        </div>
      )}
    </>
  );
}

function Tensor(props: {
  tensor: TensorRow;
  context: IViewContext;
}): JSX.Element {
  const { tensor, context } = props;
  const { trans } = context;
  const isParameter = tensor.kind === 'parameter';
  return (
    <tr>
      <td className="jp-ModulescopeTable-cell">
        <Name text={tensor.fqn} />
        <div className="jp-Modulescope-dim">
          {isParameter ? trans.__('parameter') : trans.__('buffer')}{' '}
          <Name text={tensor.shape} />
        </div>
        {tensor.shared_with !== null && (
          <div className="jp-Modulescope-dim">
            {trans.__('shared with')} <Name text={tensor.shared_with} />
          </div>
        )}
      </td>
      <td className="jp-ModulescopeTable-cell">
        {escapeText(tensor.dtype)}
        <div className="jp-Modulescope-dim">{escapeText(tensor.device)}</div>
      </td>
      <td className="jp-ModulescopeTable-cell">{gradText(tensor, context)}</td>
      <td className="jp-ModulescopeTable-cell">
        {isParameter ? (
          <Optimizer tensor={tensor} context={context} />
        ) : (
          <span className="jp-Modulescope-dim">
            {tensor.persistent
              ? trans.__('persistent')
              : trans.__('not persistent')}
          </span>
        )}
      </td>
    </tr>
  );
}

function Optimizer(props: {
  tensor: TensorRow;
  context: IViewContext;
}): JSX.Element {
  const { tensor, context } = props;
  const { trans } = context;
  return (
    <>
      {!tensor.trainable && (
        <div className="jp-ModulescopeTable-frozen">
          <lockIcon.react tag="span" className="jp-ModulescopeIcon" />
          {trans.__('frozen')}
        </div>
      )}
      <span
        className={
          tensor.optimizer === null && !tensor.trainable
            ? 'jp-Modulescope-dim'
            : ''
        }
      >
        {tensor.optimizer === null
          ? trans.__('in no optimizer')
          : escapeText(tensor.optimizer)}
      </span>
    </>
  );
}

function gradText(tensor: TensorRow, { trans }: IViewContext): string {
  switch (tensor.grad) {
    case 'none':
      return trans.__('none');
    case 'set':
      return trans.__('set');
    case 'not applicable':
      return '';
  }
}
