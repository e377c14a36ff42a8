import * as React from 'react';

import type { GradientRow, ModelGradients } from '../protocol/messages';
import { formatEps, formatValue, visible } from './format';
import type { IViewProps } from './host';
import type { GradientsModel } from './model';
import { describeRebuilds } from './rebuilds';
import { describeCell } from './readout';
import { Warning } from './signs';

/** Properties of what speaks of one model. */
export interface IDataProps extends IViewProps {
  readonly data: ModelGradients;
}

/** What there is to say of the whole recording, a line each. */
export function Message({ model, host }: IViewProps): JSX.Element | null {
  const { trans } = host;
  const { document, model: data } = model.recording;
  const waiting = document?.state === 'waiting';
  const clipped =
    data?.total.norm && data.total.at_step && !data.scale
      ? trans.__(
          'Norm of all gradients %1, %2 when the optimizer stepped (clipped)',
          formatValue(data.total.norm),
          formatValue(data.total.at_step)
        )
      : '';
  const rebuilds = data ? describeRebuilds(data, trans) : '';
  const lines = [
    ...(document?.message && !waiting ? document.message.split('\n') : []),
    ...(data?.scale
      ? [
          trans.__(
            'Values are divided by the scale of the GradScaler, %1',
            data.scale.toLocaleString()
          )
        ]
      : []),
    ...(model.recording.isLight
      ? [
          trans.__(
            'Light recording: norms, NaN and Inf, and why there is no gradient. Mean, std, least, greatest and zeros were not recorded.'
          )
        ]
      : []),
    ...(document?.point === 'step'
      ? [trans.__('Read before optimizer.step(): no backward() was seen')]
      : []),
    ...(clipped ? [clipped] : []),
    ...(rebuilds ? [rebuilds] : [])
  ];
  if (!lines.length) {
    return null;
  }
  return (
    <div className="jp-ModulescopeGradients-message">
      {lines.map((line, index) => (
        <div key={index}>{visible(line)}</div>
      ))}
    </div>
  );
}

/** Where the first NaN appeared. */
export function Onset({ model, host, data }: IDataProps): JSX.Element | null {
  const { trans } = host;
  const { onset } = data;
  if (!onset) {
    return null;
  }
  const kind = onset.kind === 'NaN' ? trans.__('NaN') : trans.__('Inf');
  const step = onset.step.toLocaleString();
  const before =
    onset.finite_step === null
      ? trans.__('the first recorded step')
      : trans.__('step %1 was finite', onset.finite_step.toLocaleString());
  return (
    <div className="jp-ModulescopeGradients-note">
      <Warning label={trans.__('Warning')} />
      <span className="jp-ModulescopeGradients-grow">
        {trans.__('%1 first seen at step %2 in', kind, step)}{' '}
        <code>{visible(onset.fqn)}</code>; {before}
      </span>
      <button
        className="jp-Modulescope-link"
        onClick={() => model.goTo(onset.fqn, onset.step)}
      >
        {trans.__('Go to step %1', step)}
      </button>
    </div>
  );
}

/** The values at the crosshair; without one, what stands out. */
export function ReadOut(props: IDataProps): JSX.Element {
  const parts = describeCell(props.model, props.host.trans);
  return (
    <div className="jp-ModulescopeGradients-read">
      {parts.length ? (
        parts.map((part, index) =>
          index === 1 ? (
            <code key={index}>{part}</code>
          ) : (
            <span key={index}>{part}</span>
          )
        )
      ) : (
        <Summary {...props} />
      )}
    </div>
  );
}

function Summary({ model, host, data }: IDataProps): JSX.Element | null {
  const { trans } = host;
  const low = data.rows.filter(row => row.last.num_low > 0);
  if (low.length > 0) {
    const text = low.every(row => isClamped(model, row))
      ? trans._n(
          '%2 of %1 row is below %3, and below the scale of the colours',
          '%2 of %1 rows are below %3, and below the scale of the colours',
          data.rows.length,
          low.length,
          formatEps(data, trans)
        )
      : trans._n(
          '%2 of %1 row is below %3',
          '%2 of %1 rows are below %3',
          data.rows.length,
          low.length,
          formatEps(data, trans)
        );
    return (
      <span className="jp-ModulescopeGradients-summary">
        <Warning label={trans.__('Warning')} />
        <span>{text}</span>
      </span>
    );
  }
  const hint =
    data.left_out > 0
      ? trans._n(
          '%1 more row is not shown',
          '%1 more rows are not shown',
          data.left_out
        )
      : model.asTable
        ? ''
        : trans.__(
            'Point at a cell, or use the arrow keys, to read its values'
          );
  return hint ? (
    <span className="jp-ModulescopeGradients-dim">{hint}</span>
  ) : null;
}

/** Whether the colour of a row at the last step is the end of the scale. */
function isClamped(model: GradientsModel, row: GradientRow): boolean {
  const value = model.recording.valueAt(row, row.rms.length - 1);
  return (
    model.view === 'heatmap' &&
    !model.asTable &&
    value !== null &&
    value < 10 ** model.scale[0]
  );
}
