import * as React from 'react';

import { warningIcon } from '../../icons';
import { checkIcon } from '../parts/icons';
import { escapeText } from '../../findings/escape';
import type { InitRow } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { formatStat } from '../parts/format';
import { HistogramView } from './histogram';
import { isOff, rowName, samplingText, verdictText } from './inittext';
import { Name } from '../parts/text';

/** How one parameter started: the sentence, the drawing and the figures. */
export function InitialParameter(props: IParameterProps): JSX.Element {
  const { row, context } = props;
  return (
    <section
      className="jp-ModulescopeInit"
      aria-label={escapeText(rowName(row))}
    >
      <Verdict {...props} />
      <HistogramView row={row} context={context} />
      <FigureTable {...props} />
      {row.sampled > 0 && (
        <p className="jp-ModulescopeInit-note">{samplingText(row, context)}</p>
      )}
    </section>
  );
}

interface IParameterProps {
  readonly row: InitRow;
  readonly context: IViewContext;
}

/** What is to be said of the parameter, and against which expectation. */
function Verdict({ row, context }: IParameterProps): JSX.Element {
  const { trans } = context;
  const { expected } = row;
  const Icon = isOff(row)
    ? warningIcon
    : row.verdict === 'ok'
      ? checkIcon
      : null;
  return (
    <div className="jp-ModulescopeInit-head">
      {Icon && <Icon.react tag="span" className="jp-ModulescopeIcon" />}
      <div>
        <b>{verdictText(row, context)}</b>
        {expected && (
          <div className="jp-Modulescope-dim">
            {trans.__('expected: %1', escapeText(expected.text))}
          </div>
        )}
        {(row.note !== '' || !expected) && (
          <div className="jp-Modulescope-dim">
            {escapeText(row.note) ||
              trans.__('No expectation for this layer type.')}
          </div>
        )}
      </div>
    </div>
  );
}

/** The figures that were read, above the expected ones. */
function FigureTable({ row, context }: IParameterProps): JSX.Element {
  const { trans, locale } = context;
  const { expected } = row;
  const titles = [
    trans.__('Mean'),
    trans.__('Std'),
    trans.__('Min'),
    trans.__('Max')
  ];
  return (
    <table className="jp-ModulescopeTable">
      <thead>
        <tr>
          <th className="jp-ModulescopeTable-title" scope="col">
            <Name text={`${rowName(row)} ${row.shape}`} />
          </th>
          {titles.map(title => (
            <th
              key={title}
              className="jp-ModulescopeTable-title jp-mod-number"
              scope="col"
            >
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Figures
          label={row.of === 'birth' ? trans.__('at birth') : trans.__('actual')}
          values={[row.mean, row.std, row.min, row.max]}
          locale={locale}
        />
        {expected && (
          <Figures
            label={trans.__('expected')}
            values={[expected.mean, expected.std, null, null]}
            locale={locale}
          />
        )}
      </tbody>
    </table>
  );
}

function Figures(props: {
  label: string;
  values: readonly (number | null)[];
  locale: string | undefined;
}): JSX.Element {
  return (
    <tr>
      <th className="jp-ModulescopeTable-cell jp-mod-row" scope="row">
        {props.label}
      </th>
      {props.values.map((value, index) => (
        <td key={index} className="jp-ModulescopeTable-cell jp-mod-number">
          {formatStat(value, props.locale)}
        </td>
      ))}
    </tr>
  );
}
