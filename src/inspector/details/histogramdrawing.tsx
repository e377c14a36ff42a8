import * as React from 'react';

import type { Histogram } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { formatStat } from '../parts/format';

/** Bars before the band in which the values were expected, on an axis with numbers. */
export function HistogramDrawing(props: {
  parameter: string;
  histogram: Histogram;
  context: IViewContext;
}): JSX.Element {
  const { parameter, histogram, context } = props;
  const { trans, locale } = context;
  const scale = scaleOf(histogram);
  return (
    <svg
      className="jp-ModulescopeHistogram-drawing"
      viewBox={`0 0 ${WIDTH} ${HEIGHT + AXIS}`}
      role="img"
      aria-label={trans.__(
        'Histogram of %1 from %2 to %3',
        parameter,
        formatStat(histogram.edges_low, locale),
        formatStat(histogram.edges_high, locale)
      )}
    >
      <Band histogram={histogram} scale={scale} />
      <Bars histogram={histogram} scale={scale} />
      <line
        className="jp-ModulescopeHistogram-axis"
        x1={0}
        x2={WIDTH}
        y1={HEIGHT}
        y2={HEIGHT}
      />
      <Labels histogram={histogram} scale={scale} context={context} />
    </svg>
  );
}

/** Where a bin begins; that of a bin behind the last one is its end. */
export function binEdge(histogram: Histogram, index: number): number {
  const { edges_low: low, edges_high: high, counts } = histogram;
  return low + index * ((high - low) / counts.length);
}

/** The part of the numbers that is drawn, and where each lies, in units of the drawing. */
interface IScale {
  readonly from: number;
  readonly to: number;
  readonly at: (value: number) => number;
}

interface IScaled {
  readonly histogram: Histogram;
  readonly scale: IScale;
}

function Bars({ histogram, scale }: IScaled): JSX.Element {
  const { counts } = histogram;
  const most = Math.max(...counts, 1);
  return (
    <>
      {counts.map((count, index) => {
        const x = scale.at(binEdge(histogram, index));
        const end = scale.at(binEdge(histogram, index + 1));
        const size = (count / most) * (HEIGHT - TOP);
        return (
          <rect
            key={index}
            className="jp-ModulescopeHistogram-bar"
            x={x + 0.5}
            y={HEIGHT - size}
            width={Math.max(end - x - 1, 0.5)}
            height={size}
          />
        );
      })}
    </>
  );
}

/** Where the values were expected; nothing without an expectation. */
function Band(props: IScaled): JSX.Element | null {
  const { histogram, scale } = props;
  const { expected_low: low, expected_high: high } = histogram;
  if (low === null) {
    return null;
  }
  const left = scale.at(low);
  const right = scale.at(high ?? low);
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
function Labels(props: IScaled & { context: IViewContext }): JSX.Element {
  const { histogram, scale, context } = props;
  const { from, to } = scale;
  const wanted = [
    from,
    to,
    0,
    histogram.expected_low ?? from,
    histogram.expected_high ?? to
  ];
  const shown: { value: number; x: number }[] = [];
  for (const value of wanted) {
    const x = scale.at(value);
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

/** Where values lie on the axis, which shows the bins and the band. */
function scaleOf(histogram: Histogram): IScale {
  const { edges_low: low, edges_high: high } = histogram;
  const from = Math.min(low, histogram.expected_low ?? low);
  const to = Math.max(high, histogram.expected_high ?? high);
  const span = to - from || 1;
  return { from, to, at: value => ((value - from) / span) * WIDTH };
}

const WIDTH = 360;
const HEIGHT = 96;
const AXIS = 16;
const TOP = 8;
/** How much room a number takes. */
const LABEL = 52;
