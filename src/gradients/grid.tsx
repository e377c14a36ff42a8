import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { visible } from './format';
import type { IGeometry } from './geometry';
import type { GradientsModel, View } from './model';
import { describeCell } from './readout';

interface IGridProps extends React.HTMLAttributes<HTMLDivElement> {
  readonly model: GradientsModel;
  readonly trans: TranslationBundle;
  readonly geometry: IGeometry;
}

/**
 * The plot as a grid for screen readers.
 *
 * Of its cells only the one under the crosshair exists: it is the active descendant, so
 * that each key reads one cell.
 */
export function Grid({
  model,
  trans,
  geometry,
  children,
  ...events
}: IGridProps): JSX.Element {
  const { cursor } = model;
  const id = React.useId();
  const at = cursor ?? { row: 0, column: geometry.columns - 1 };
  const shown = model.rows[at.row];
  const cell = `${id}-${at.row}-${at.column}`;
  return (
    <div
      className="jp-ModulescopeGradients-canvas"
      style={{ height: geometry.height }}
      tabIndex={0}
      role="grid"
      aria-roledescription={roleName(model.view, trans)}
      aria-label={trans.__(
        'Gradients of %1: %2, %3. Arrow keys read the cells, Space pins a row, Enter unfolds it.',
        visible(model.recording.model?.name ?? ''),
        trans._n('%1 row', '%1 rows', model.rows.length),
        trans._n('%1 column', '%1 columns', geometry.columns)
      )}
      aria-rowcount={model.rows.length}
      aria-colcount={geometry.columns}
      aria-activedescendant={cursor ? cell : undefined}
      data-lm-suppress-shortcuts="true"
      {...events}
    >
      {children}
      {shown && (
        <div
          role="row"
          aria-rowindex={at.row + 1}
          className="jp-Modulescope-announcer"
        >
          <div
            key={cell}
            id={cell}
            role="gridcell"
            aria-colindex={at.column + 1}
            aria-selected={model.pinned.includes(shown.row.name)}
          >
            {describeCell(model, trans, at).join(', ')}
          </div>
        </div>
      )}
    </div>
  );
}

function roleName(view: View, trans: TranslationBundle): string {
  switch (view) {
    case 'heatmap':
      return trans.__('heatmap');
    case 'history':
      return trans.__('line chart');
    default:
      return trans.__('range chart');
  }
}
