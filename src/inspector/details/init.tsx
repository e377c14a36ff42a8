import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { Message } from '../../findings/messageview';
import type { InitReport, InitRow } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { formatExact, formatStat } from '../parts/format';
import { InitialParameter } from './initparameter';
import { isOff, offText, rowName } from './inittext';
import type { ITab, ITabProps } from './tab';
import { TabModel } from './tabmodel';
import { TabState } from './tabstate';
import { Name, State, checkedText } from '../parts/text';

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
      <InitialParameter row={row} context={context} />
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
