import * as React from 'react';

import type { Histogram, InitRow } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { formatExact, formatStat } from '../parts/format';
import { HistogramDrawing, binEdge } from './histogramdrawing';

/** The values of one parameter as bars, and the same as a table. */
export function HistogramView(props: {
  row: InitRow;
  context: IViewContext;
}): JSX.Element | null {
  const { row, context } = props;
  const { parameter, histogram } = row;
  const { trans } = context;
  if (!histogram || histogram.counts.length === 0) {
    return null;
  }
  const { counts } = histogram;
  return (
    <figure className="jp-ModulescopeHistogram">
      <HistogramDrawing
        parameter={parameter}
        histogram={histogram}
        context={context}
      />
      <figcaption className="jp-ModulescopeHistogram-legend">
        <span className="jp-mod-actual">
          {trans._n('%2, %1 bin', '%2, %1 bins', counts.length, parameter)}
        </span>
        {histogram.expected_low !== null && (
          <span className="jp-mod-expected">{trans.__('expected')}</span>
        )}
      </figcaption>
      <BinTable histogram={histogram} context={context} />
    </figure>
  );
}

/** What the bars show, for those who do not see them or want the numbers. */
function BinTable(props: {
  histogram: Histogram;
  context: IViewContext;
}): JSX.Element {
  const { histogram, context } = props;
  const { trans, locale } = context;
  const edge = (index: number): string =>
    formatStat(binEdge(histogram, index), locale);
  return (
    <details className="jp-ModulescopeHistogram-table">
      <summary>{trans.__('Show as table')}</summary>
      <table className="jp-ModulescopeTable">
        <thead>
          <tr>
            {[trans.__('From'), trans.__('To'), trans.__('Values')].map(
              title => (
                <th
                  key={title}
                  className="jp-ModulescopeTable-title"
                  scope="col"
                >
                  {title}
                </th>
              )
            )}
          </tr>
        </thead>
        <tbody>
          {histogram.counts.map((count, index) => (
            <tr key={index}>
              <td>{edge(index)}</td>
              <td>{edge(index + 1)}</td>
              <td>{formatExact(count, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
