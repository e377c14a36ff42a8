import type { GradientRow } from '../protocol/messages';
import * as React from 'react';

import type { IGeometry } from './geometry';
import { ROW } from './geometry';
import { Grid } from './grid';
import type { IViewProps } from './host';
import { press } from './keys';
import { describeEnd } from './labels';
import type { GradientsModel } from './model';
import { PAINTERS } from './painters';
import type { IPlotted } from './pointer';
import { Pointer, pointIn } from './pointer';
import { moduleOf } from './rows';
import { Scrubber } from './scrubber';
import { useChart, useWidth } from './surface';
import { readTheme } from './theme';

const MAX_ROWS = 24;

/** A canvas with a crosshair that mouse and arrow keys move. */
export function Plot({ model, host }: IViewProps): JSX.Element {
  const scroller = React.useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = React.useState(0);
  const width = useWidth(scroller);
  const painter = PAINTERS[model.view];
  const offset = Math.round(scrolled / ROW);
  const geometry = painter.layout(model, width, offset, MAX_ROWS);
  return (
    <>
      <div
        ref={scroller}
        className="jp-ModulescopeGradients-scroller"
        style={{ maxHeight: geometry.height }}
        onScroll={event => setScrolled(event.currentTarget.scrollTop)}
      >
        <div
          style={{ height: geometry.height + hiddenHeight(model, geometry) }}
        >
          <Pointed
            model={model}
            host={host}
            plotted={{ model, painter, geometry }}
            width={width}
            reveal={row =>
              scroller.current && reveal(scroller.current, row, geometry)
            }
          />
        </div>
      </div>
      <Scrubber model={model} host={host} geometry={geometry} />
    </>
  );
}

interface IPointedProps extends IViewProps {
  readonly plotted: IPlotted;
  readonly width: number;
  /** Scrolls to a row. */
  readonly reveal: (row: number) => void;
}

/** The grid of the plot, and what mouse and keys do in it. */
function Pointed(props: IPointedProps): JSX.Element {
  const { model, host, plotted } = props;
  const { trans, open } = host;
  const { geometry } = plotted;
  const [pointer] = React.useState(() => new Pointer());
  const [hint, setHint] = React.useState('');

  const openRow = (row: GradientRow | undefined): void => {
    if (row && open && model.recording.model) {
      open(model.recording.model.name, moduleOf(row));
    }
  };

  const onMove = (event: React.MouseEvent): void => {
    const { x, y } = pointIn(event);
    setHint(
      model.view === 'history' ? '' : describeEnd(model, geometry, x, y, trans)
    );
    pointer.move(event, plotted);
  };

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const effect = press(event, model, geometry);
    if (effect === 'none') {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (effect === 'open') {
      openRow(model.rows[model.cursor?.row ?? -1]?.row);
    } else if (model.cursor) {
      props.reveal(model.cursor.row);
    }
  };

  return (
    <Grid
      model={model}
      trans={trans}
      geometry={geometry}
      title={hint || undefined}
      onMouseMove={onMove}
      onMouseLeave={() => pointer.leave(plotted)}
      onMouseDown={event => pointer.down(event, plotted)}
      onMouseUp={() => pointer.up()}
      onClick={event => pointer.click(event, plotted)}
      onDoubleClick={() => openRow(pointer.doubleClick())}
      onKeyDown={onKeyDown}
    >
      <Layers {...props} />
    </Grid>
  );
}

/**
 * Two canvases on each other: the upper one holds what follows the pointer, so that moving
 * it never draws the recording again.
 */
function Layers({ model, host, plotted, width }: IPointedProps): JSX.Element {
  const lower = React.useRef<HTMLDivElement>(null);
  const upper = React.useRef<HTMLDivElement>(null);
  const { painter, geometry } = plotted;
  const { view, revision, cursor } = model;
  const drawn = [view, revision, width, geometry.offset];
  useChart(
    lower,
    (chart, node) => {
      const shapes = painter.draw(model, geometry, readTheme(node), host.trans);
      chart.draw(shapes, geometry.width, geometry.height);
    },
    // Bars show the step of the crosshair.
    [...drawn, view === 'layers' || view === 'ratio' ? cursor?.column : null]
  );
  useChart(
    upper,
    (chart, node) => {
      const shapes = painter.mark(model, geometry, readTheme(node));
      chart.draw(shapes, geometry.width, geometry.height);
    },
    [...drawn, cursor]
  );
  return (
    <>
      <div ref={lower} className="jp-ModulescopeGradients-layer" />
      <div ref={upper} className="jp-ModulescopeGradients-layer" />
    </>
  );
}

/** The height of the rows that are not in view. */
function hiddenHeight(model: GradientsModel, geometry: IGeometry): number {
  return geometry.visibleRows
    ? (model.rows.length - geometry.visibleRows) * ROW
    : 0;
}

function reveal(node: HTMLElement, row: number, geometry: IGeometry): void {
  if (!geometry.visibleRows) {
    return;
  }
  if (row < geometry.offset) {
    node.scrollTop = row * ROW;
  } else if (row >= geometry.offset + geometry.visibleRows) {
    node.scrollTop = (row - geometry.visibleRows + 1) * ROW;
  }
}
