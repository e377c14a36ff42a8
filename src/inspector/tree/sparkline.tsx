import * as React from 'react';

import type { IViewContext } from '../parts/context';
import type { IRowGradient } from './gradientfacts';
import { gradientText } from './gradientfacts';

/** A line of the recorded gradients, on the scale of the gradient widget. */
export function Sparkline(props: {
  gradient: IRowGradient | null;
  context: IViewContext;
}): JSX.Element {
  const { gradient, context } = props;
  if (!gradient || gradient.points.every(point => point === null)) {
    return (
      <span className="jp-Modulescope-dim">
        {gradient ? context.trans.__('none') : ''}
      </span>
    );
  }
  return (
    <svg
      className="jp-ModulescopeSparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      <title>{gradientText(gradient, context)}</title>
      <polyline
        className="jp-ModulescopeSparkline-line"
        points={path(gradient.points)}
      />
    </svg>
  );
}

/** The points from left to right; a gap is bridged, one point is drawn as a dash. */
export function path(points: readonly (number | null)[]): string {
  const last = Math.max(points.length - 1, 1);
  const places = points.flatMap((value, index) =>
    value === null ? [] : [[(index / last) * WIDTH, height(value)] as const]
  );
  if (places.length === 1) {
    const [[, y]] = places;
    places.splice(0, 1, [0, y], [WIDTH, y]);
  }
  return places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}

/** log10 from −8 at the bottom to 0 at the top. */
function height(value: number): number {
  const log = Math.min(Math.max(Math.log10(value), LOW), 0);
  return PAD + (log / LOW) * (HEIGHT - 2 * PAD);
}

const WIDTH = 60;
const HEIGHT = 16;
const PAD = 2;
const LOW = -8;
