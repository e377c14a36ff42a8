import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { escapeText } from '../../findings/escape';
import { lockIcon } from '../parts/icons';
import type {
  Measured,
  ModuleDetails,
  ParamsMeasured,
  TensorRow
} from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { formatExact, formatStat } from '../parts/format';
import type { ITab, ITabProps } from './tab';
import { TabModel } from './tabmodel';
import { Name, State } from '../parts/text';

/** The Params tab: the parameters and buffers of the subtree. */
export const paramsTab: ITab<TabModel<ParamsMeasured>> = {
  id: 'params',
  label: trans => trans.__('Params'),
  model: ({ details, modules, gate }) =>
    new TabModel({
      tab: 'params',
      kind: 'params.measure',
      details,
      modules,
      gate,
      ask: (questions, model, fqn) => questions.measure(model, fqn),
      isWanted: of => of.overview !== null && !isLarge(of)
    }),
  view: Params
};

function Params(props: ITabProps<TabModel<ParamsMeasured>>): JSX.Element {
  const { model, answer, context } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => <Tensors answer={answer} measuring={model} context={context} />}
    </UseSignal>
  );
}

/** The tensors, and what was measured of them. */
interface ITensorsProps {
  readonly answer: ModuleDetails;
  readonly measuring: TabModel<ParamsMeasured>;
  readonly context: IViewContext;
}

function Tensors(props: ITensorsProps): JSX.Element {
  const { answer, measuring, context } = props;
  const measured = new Map(
    measuring.answer?.rows.map(row => [row.fqn, row] as const)
  );
  const { trans } = context;
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
  return (
    <>
      <table className="jp-ModulescopeTable">
        <Titles {...props} />
        <tbody>
          {tensors.map((tensor, index) => (
            <Tensor
              key={index}
              tensor={tensor}
              measured={measured.get(tensor.fqn) ?? null}
              context={context}
            />
          ))}
        </tbody>
      </table>
      <Foot answer={answer} context={context} />
    </>
  );
}

function Titles(props: ITensorsProps): JSX.Element {
  const { trans } = props.context;
  return (
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
          <Compute {...props} />
        </th>
        <th className="jp-ModulescopeTable-title" scope="col">
          {trans.__('Optimizer')}
        </th>
      </tr>
    </thead>
  );
}

/** How many there are, and that not all of them were read. */
function Foot(props: {
  answer: ModuleDetails;
  context: IViewContext;
}): JSX.Element {
  const { answer, context } = props;
  const { trans, locale } = context;
  const { tensors, tensors_left_out: leftOut } = answer;
  const all = tensors.length + leftOut;
  return (
    <div className="jp-ModulescopeFoot">
      {leftOut > 0
        ? trans._n(
            '%3 of %2 tensor',
            '%3 of %2 tensors',
            all,
            formatExact(all, locale),
            formatExact(tensors.length, locale)
          )
        : trans._n('%2 tensor', '%2 tensors', all, formatExact(all, locale))}
      {isLarge(answer) &&
        ` · ${trans.__('statistics of more than 50M elements are read on click')}`}
    </div>
  );
}

/** Reads the statistics of a large subtree, on a click. */
function Compute(props: ITensorsProps): JSX.Element | null {
  const { answer, measuring, context } = props;
  const { trans } = context;
  if (measuring.error) {
    return (
      <button
        type="button"
        className="jp-Modulescope-link"
        title={escapeText(measuring.error.message)}
        onClick={() => void measuring.refresh()}
      >
        {trans.__('Try again')}
      </button>
    );
  }
  return isLarge(answer) && !measuring.answer ? (
    <button
      type="button"
      className="jp-ModulescopeButton"
      disabled={measuring.isLoading}
      onClick={() => void measuring.refresh()}
    >
      {trans.__('Compute')}
    </button>
  ) : null;
}

function isLarge({ overview }: ModuleDetails): boolean {
  return (overview?.totals.numel ?? 0) > MOST_UNASKED;
}

function Tensor(props: {
  tensor: TensorRow;
  measured: Measured | null;
  context: IViewContext;
}): JSX.Element {
  const { tensor, measured, context } = props;
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
        {measured && (
          <div className="jp-Modulescope-dim">
            {statisticsText(measured, context)}
          </div>
        )}
      </td>
      <td className="jp-ModulescopeTable-cell jp-mod-type">
        {escapeText(tensor.dtype)}
        <div className="jp-Modulescope-dim">{escapeText(tensor.device)}</div>
      </td>
      <td className="jp-ModulescopeTable-cell">
        {gradText(tensor, measured, context)}
      </td>
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

/** `mean 0.001 · std 0.0702 · 12 % zero` */
function statisticsText(
  { mean, std, zero, nonfinite, note }: Measured,
  { trans, locale }: IViewContext
): string {
  if (note !== '') {
    return escapeText(note);
  }
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumSignificantDigits: 2
  });
  const parts = [
    trans.__('mean %1', formatStat(mean, locale)),
    trans.__('std %1', formatStat(std, locale))
  ];
  if (zero !== null && zero > 0) {
    parts.push(trans.__('%1 zero', percent.format(zero)));
  }
  if (nonfinite > 0) {
    parts.push(trans.__('%1 NaN or infinite', formatExact(nonfinite, locale)));
  }
  return parts.join(' · ');
}

/** `none`, `zero`, `3.6e-12 RMS`; `set` while it was not measured. */
function gradText(
  tensor: TensorRow,
  measured: Measured | null,
  { trans, locale }: IViewContext
): string {
  const rms = measured?.grad_rms ?? null;
  if (tensor.grad === 'set' && rms !== null) {
    return rms === 0
      ? trans.__('zero')
      : trans.__('%1 RMS', formatStat(rms, locale));
  }
  switch (tensor.grad) {
    case 'none':
      return trans.__('none');
    case 'set':
      return trans.__('set');
    case 'unknown':
      return trans.__('read when idle');
    case 'not applicable':
      return '';
  }
}

/** Statistics of more elements than this are read on a click. */
const MOST_UNASKED = 50e6;
