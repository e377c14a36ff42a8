import * as React from 'react';

import { formatStep } from './format';
import type { IGeometry } from './geometry';
import type { IViewProps } from './host';

interface IScrubberProps extends IViewProps {
  readonly geometry: IGeometry;
}

/** A slider over the recorded steps, which moves the crosshair. */
export function Scrubber({
  model,
  host,
  geometry
}: IScrubberProps): JSX.Element | null {
  const last = geometry.columns - 1;
  if (!model.recording.model || last < 1) {
    return null;
  }
  const column = model.cursor?.column ?? last;
  return (
    <input
      className="jp-ModulescopeGradients-scrubber"
      type="range"
      style={{ marginLeft: geometry.left, width: geometry.plot }}
      min={0}
      max={last}
      value={column}
      aria-label={host.trans.__('Step')}
      aria-valuetext={formatStep(model.recording.model, column, host.trans)}
      data-lm-suppress-shortcuts="true"
      onChange={event =>
        model.setCursor({
          row: model.cursor?.row ?? 0,
          column: Number(event.target.value)
        })
      }
    />
  );
}
