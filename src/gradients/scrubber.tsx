import * as React from 'react';

import { formatStep } from './format';
import type { IDataProps } from './notes';

/** A slider over the recorded steps, which moves the crosshair. */
export function Scrubber({
  model,
  host,
  data
}: IDataProps): JSX.Element | null {
  const last = data.last_steps.length - 1;
  if (last < 1) {
    return null;
  }
  const column = model.cursor?.column ?? last;
  return (
    <input
      className="jp-ModulescopeGradients-scrubber"
      type="range"
      min={0}
      max={last}
      value={column}
      aria-label={host.trans.__('Step')}
      aria-valuetext={formatStep(data, column, host.trans)}
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
