import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { warningIcon } from '../../icons';
import { checkIcon } from '../parts/icons';
import { escapeText } from '../../findings/escape';
import type { InitReport, InitRow } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { formatExact, formatRatio, formatStat } from '../parts/format';
import { HistogramView } from './histogram';
import type { ITab, ITabProps } from './tab';
import { TabModel } from './tabmodel';
import { TabState } from './tabstate';
import { Message, Name, State, checkedText } from '../parts/text';

/** The Init tab: how parameters started, against how they should have. */
export const initTab: ITab<TabModel<InitReport>> = {
  id: 'init',
  label: trans => trans.__('Init'),
  model: ({ details, modules, gate }) =>
    new TabModel({
      tab: 'init',
      kind: 'init.get',
      details,
      modules,
      gate,
      ask: (questions, model, fqn) => questions.init(model, fqn, false)
    }),
  view: Init
};

function Init(props: ITabProps<TabModel<InitReport>>): JSX.Element {
  const { model, gate, context } = props;
  return (
    <UseSignal signal={model.changed}>
      {() =>
        model.answer ? (
          <Report model={model} report={model.answer} context={context} />
        ) : (
          <TabState tab={model} gate={gate} context={context} />
        )
      }
    </UseSignal>
  );
}

function Report(props: {
  model: TabModel<InitReport>;
  report: InitReport;
  context: IViewContext;
}): JSX.Element {
  const { report, context } = props;
  const { trans, locale } = context;
  const { rows } = report;
  const [chosen, setChosen] = React.useState<string | null>(null);
  if (rows.length === 0) {
    return (
      <State context={context}>
        <p className="jp-ModulescopeState-text">
          {trans.__('This module has no parameters.')}
        </p>
      </State>
    );
  }
  const row =
    rows.find(each => rowName(each) === chosen) ??
    rows.find(isOff) ??
    rows.find(({ expected }) => expected !== null) ??
    rows[0];
  return (
    <>
      {report.note !== '' && (
        <p className="jp-ModulescopeTree-message">
          <Message text={report.note} />
        </p>
      )}
      <Chosen row={row} context={context} />
      {rows.length > 1 && (
        <Overview
          rows={rows}
          chosen={row}
          choose={setChosen}
          context={context}
        />
      )}
      <div className="jp-ModulescopeFoot jp-mod-actions">
        <Exact {...props} />
        <span>
          {report.left_out > 0 &&
            `${trans.__('%1 not shown', formatExact(report.left_out, locale))} · `}
          {trans.__('read after %1', checkedText(report.checked, context))}
        </span>
      </div>
    </>
  );
}

/** One parameter: the sentence, the drawing and the figures. */
function Chosen(props: { row: InitRow; context: IViewContext }): JSX.Element {
  const { row, context } = props;
  const { trans, locale } = context;
  const { expected } = row;
  const Icon = isOff(row)
    ? warningIcon
    : row.verdict === 'ok'
      ? checkIcon
      : null;
  return (
    <section
      className="jp-ModulescopeInit"
      aria-label={escapeText(rowName(row))}
    >
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
      <HistogramView row={row} context={context} />
      <table className="jp-ModulescopeTable">
        <thead>
          <tr>
            <th className="jp-ModulescopeTable-title" scope="col">
              <Name text={`${rowName(row)} ${row.shape}`} />
            </th>
            {[
              trans.__('Mean'),
              trans.__('Std'),
              trans.__('Min'),
              trans.__('Max')
            ].map(title => (
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
            label={
              row.of === 'birth' ? trans.__('at birth') : trans.__('actual')
            }
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
      {row.sampled > 0 && (
        <p className="jp-ModulescopeInit-note">{samplingText(row, context)}</p>
      )}
    </section>
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

/** All parameters of the subtree; a click shows one above. */
function Overview(props: {
  rows: readonly InitRow[];
  chosen: InitRow;
  choose: (name: string) => void;
  context: IViewContext;
}): JSX.Element {
  const { rows, chosen, choose, context } = props;
  const { trans, locale } = context;
  return (
    <table className="jp-ModulescopeTable">
      <thead>
        <tr>
          <th className="jp-ModulescopeTable-title" scope="col">
            {trans.__('Parameter')}
          </th>
          <th className="jp-ModulescopeTable-title jp-mod-number" scope="col">
            {trans.__('Std')}
          </th>
          <th className="jp-ModulescopeTable-title jp-mod-number" scope="col">
            {trans.__('Expected')}
          </th>
          <th className="jp-ModulescopeTable-title jp-mod-number" scope="col">
            {trans.__('Off by')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr
            key={rowName(row)}
            className={row === chosen ? 'jp-mod-marked' : ''}
          >
            <td className="jp-ModulescopeTable-cell">
              <button
                type="button"
                className="jp-Modulescope-link"
                aria-pressed={row === chosen}
                onClick={() => choose(rowName(row))}
              >
                <Name text={rowName(row)} />
              </button>
            </td>
            <td className="jp-ModulescopeTable-cell jp-mod-number">
              {formatStat(row.std, locale)}
            </td>
            <td className="jp-ModulescopeTable-cell jp-mod-number">
              {formatStat(row.expected?.std ?? null, locale)}
            </td>
            <td className="jp-ModulescopeTable-cell jp-mod-number">
              {offText(row, context)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Reads every element instead of a sample, on a click. */
function Exact(props: {
  model: TabModel<InitReport>;
  report: InitReport;
  context: IViewContext;
}): JSX.Element | null {
  const { model, report, context } = props;
  // Of a tensor on `meta` or one that is lazy there is nothing to read.
  const isSampled = report.rows.some(
    ({ sampled, numel }) => 0 < sampled && sampled < numel
  );
  return isSampled ? (
    <button
      type="button"
      className="jp-ModulescopeButton"
      onClick={() =>
        void model.refresh((questions, name, fqn) =>
          questions.init(name, fqn, true)
        )
      }
    >
      {context.trans.__('Read All Values')}
    </button>
  ) : null;
}

/** `std 0.020 · expected 0.177 · 8.9× low` */
function verdictText(row: InitRow, context: IViewContext): string {
  const { trans, locale } = context;
  const { std, expected } = row;
  if (std === null) {
    return trans.__('No figures');
  }
  const parts = [trans.__('std %1', formatStat(std, locale))];
  if (expected) {
    parts.push(trans.__('expected %1', formatStat(expected.std, locale)));
    const off = offText(row, context);
    if (off !== '') {
      parts.push(off);
    }
  }
  return parts.join(' · ');
}

/** `8.9× low`; empty if nothing is off, or nobody knows. */
function offText(row: InitRow, { trans, locale }: IViewContext): string {
  if (!isOff(row)) {
    return '';
  }
  const isLow = row.verdict === 'low';
  if (row.ratio === null) {
    return isLow ? trans.__('low') : trans.__('high');
  }
  const times = formatRatio(row.ratio, locale);
  return isLow ? trans.__('%1× low', times) : trans.__('%1× high', times);
}

function samplingText(row: InitRow, { trans, locale }: IViewContext): string {
  const { sampled, numel, bound, nonfinite } = row;
  const parts =
    sampled < numel
      ? [
          trans._n(
            '%2 of %3 value sampled',
            '%2 of %3 values sampled',
            numel,
            formatExact(sampled, locale),
            formatExact(numel, locale)
          )
        ]
      : [
          trans._n(
            'its value read',
            'all %2 values read',
            numel,
            formatExact(numel, locale)
          )
        ];
  if (bound !== null) {
    const percent = new Intl.NumberFormat(locale, {
      style: 'percent',
      maximumFractionDigits: 1
    });
    parts.push(trans.__('std within %1', percent.format(bound)));
  }
  if (nonfinite > 0) {
    parts.push(
      trans._n(
        '%2 value is NaN or infinite',
        '%2 values are NaN or infinite',
        nonfinite,
        formatExact(nonfinite, locale)
      )
    );
  }
  return parts.join(' · ');
}

function isOff({ verdict }: InitRow): boolean {
  return verdict === 'low' || verdict === 'high';
}

function rowName({ fqn, parameter }: InitRow): string {
  return fqn === '' ? parameter : `${fqn}.${parameter}`;
}
