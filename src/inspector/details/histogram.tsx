import * as React from 'react';

import type { InitRow } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { formatExact, formatStat } from '../parts/format';

/** The values of one parameter as bars, before the band in which they were expected. */
export function HistogramView(props: {
  row: InitRow;
  context: IViewContext;
}): JSX.Element | null {
  const { row, context } = props;
  const { histogram } = row;
  const { trans, locale } = context;
  if (!histogram || histogram.counts.length === 0) {
    return null;
  }
  const { edges_low: low, edges_high: high, counts } = histogram;
  const from = Math.min(low, histogram.expected_low ?? low);
  const to = Math.max(high, histogram.expected_high ?? high);
  const scale = scaleOf(from, to);
  const most = Math.max(...counts, 1);
  const width = (high - low) / counts.length;
  return (
    <figure className="jp-ModulescopeHistogram">
      <svg
        className="jp-ModulescopeHistogram-drawing"
        viewBox={`0 0 ${WIDTH} ${HEIGHT + AXIS}`}
        role="img"
        aria-label={trans.__(
          'Histogram of %1 from %2 to %3',
          row.parameter,
          formatStat(low, locale),
          formatStat(high, locale)
        )}
      >
        <Band row={row} scale={scale} />
        {counts.map((count, index) => {
          const x = scale(low + index * width);
          const size = (count / most) * (HEIGHT - TOP);
          return (
            <rect
              key={index}
              className="jp-ModulescopeHistogram-bar"
              x={x + 0.5}
              y={HEIGHT - size}
              width={Math.max(scale(low + (index + 1) * width) - x - 1, 0.5)}
              height={size}
            />
          );
        })}
        <line
          className="jp-ModulescopeHistogram-axis"
          x1={0}
          x2={WIDTH}
          y1={HEIGHT}
          y2={HEIGHT}
        />
        <Labels row={row} from={from} to={to} scale={scale} context={context} />
      </svg>
      <figcaption className="jp-ModulescopeHistogram-legend">
        <span className="jp-mod-actual">
          {trans._n('%2, %1 bin', '%2, %1 bins', counts.length, row.parameter)}
        </span>
        {histogram.expected_low !== null && (
          <span className="jp-mod-expected">{trans.__('expected')}</span>
        )}
      </figcaption>
      <details className="jp-ModulescopeHistogram-table">
        <summary>{trans.__('Show as table')}</summary>
        <table className="jp-ModulescopeTable">
          <thead>
            <tr>
              <th className="jp-ModulescopeTable-title" scope="col">
                {trans.__('From')}
              </th>
              <th className="jp-ModulescopeTable-title" scope="col">
                {trans.__('To')}
              </th>
              <th className="jp-ModulescopeTable-title" scope="col">
                {trans.__('Values')}
              </th>
            </tr>
          </thead>
          <tbody>
            {counts.map((count, index) => (
              <tr key={index}>
                <td>{formatStat(low + index * width, locale)}</td>
                <td>{formatStat(low + (index + 1) * width, locale)}</td>
                <td>{formatExact(count, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** Where the values were expected; nothing without an expectation. */
function Band(props: {
  row: InitRow;
  scale: (value: number) => number;
}): JSX.Element | null {
  const { histogram } = props.row;
  if (!histogram || histogram.expected_low === null) {
    return null;
  }
  const left = props.scale(histogram.expected_low);
  const right = props.scale(histogram.expected_high ?? histogram.expected_low);
  return (
    <>
      <rect
        className="jp-ModulescopeHistogram-band"
        x={left}
        y={TOP / 2}
        width={Math.max(right - left, 1)}
        height={HEIGHT - TOP / 2}
      />
      {[left, right].map(x => (
        <line
          key={x}
          className="jp-ModulescopeHistogram-edge"
          x1={x}
          x2={x}
          y1={TOP / 2}
          y2={HEIGHT}
        />
      ))}
    </>
  );
}

/** The ends of the axis, and those of the band where they do not lie too close. */
function Labels(props: {
  row: InitRow;
  from: number;
  to: number;
  scale: (value: number) => number;
  context: IViewContext;
}): JSX.Element {
  const { row, from, to, scale, context } = props;
  const { histogram } = row;
  const wanted = [
    from,
    to,
    0,
    histogram?.expected_low ?? from,
    histogram?.expected_high ?? to
  ];
  const shown: { value: number; x: number }[] = [];
  for (const value of wanted) {
    const x = scale(value);
    const isFree = shown.every(other => Math.abs(other.x - x) > LABEL);
    if (value >= from && value <= to && isFree) {
      shown.push({ value, x });
    }
  }
  return (
    <>
      {shown.map(({ value, x }) => (
        <text
          key={value}
          className="jp-ModulescopeHistogram-label"
          x={x}
          y={HEIGHT + AXIS - 3}
          textAnchor={
            x < LABEL / 2 ? 'start' : x > WIDTH - LABEL / 2 ? 'end' : 'middle'
          }
        >
          {formatStat(value, context.locale)}
        </text>
      ))}
    </>
  );
}

function scaleOf(from: number, to: number): (value: number) => number {
  const span = to - from || 1;
  return value => ((value - from) / span) * WIDTH;
}

const WIDTH = 360;
const HEIGHT = 96;
const AXIS = 16;
const TOP = 8;
/** How much room a number takes. */
const LABEL = 52;
