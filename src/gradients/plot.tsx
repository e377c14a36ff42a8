import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Chart } from './chart';
import type { GradientRow } from '../protocol/messages';
import { visible } from './format';
import type { IGeometry } from './geometry';
import { ROW, nameAt } from './geometry';
import type { IViewProps } from './host';
import { press } from './keys';
import { describeEnd } from './labels';
import type { GradientsModel, View } from './model';
import { PAINTERS } from './painters';
import { describeCell } from './readout';
import { moduleOf } from './rows';
import { Scrubber } from './scrubber';
import { readTheme } from './theme';

const MAX_ROWS = 24;
const DEFAULT_WIDTH = 656;
/** A button that goes up farther away, in pixels, was no click. */
const DRAG = 4;

/**
 * A canvas with a crosshair that mouse and arrow keys move.
 *
 * Two canvases lie on each other: the upper one holds what follows the pointer, so that
 * moving it never draws the recording again.
 */
export function Plot({ model, host }: IViewProps): JSX.Element {
  const { trans, open } = host;
  const scroller = React.useRef<HTMLDivElement>(null);
  const lower = React.useRef<HTMLDivElement>(null);
  const upper = React.useRef<HTMLDivElement>(null);
  const dragged = React.useRef<number | null>(null);
  const pressed = React.useRef<{ x: number; y: number } | null>(null);
  /** What the latest click met, and what it did. */
  const clicked = React.useRef<{ row?: GradientRow; flip: () => void } | null>(
    null
  );
  const [scrolled, setScrolled] = React.useState(0);
  const [hint, setHint] = React.useState('');
  const width = useWidth(scroller);
  const painter = PAINTERS[model.view];
  const offset = Math.round(scrolled / ROW);
  const geometry = painter.layout(model, width, offset, MAX_ROWS);
  const { view, revision, cursor } = model;

  const drawn = [view, revision, width, geometry.offset];
  useChart(
    lower,
    (chart, node) => {
      const shapes = painter.draw(model, geometry, readTheme(node), trans);
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

  const openRow = (row: GradientRow | undefined): void => {
    if (row && open && model.model) {
      open(model.model.name, moduleOf(row));
    }
  };

  const onMove = (event: React.MouseEvent): void => {
    const { x, y } = pointIn(event);
    setHint(
      view === 'history' ? '' : describeEnd(model, geometry, x, y, trans)
    );
    const cell = painter.hit(model, geometry, x, y);
    model.setCursor(cell);
    if (dragged.current !== null && cell) {
      model.select([dragged.current, cell.column]);
    }
  };

  const onDown = (event: React.MouseEvent): void => {
    const { x, y } = pointIn(event);
    pressed.current = { x, y };
    const cell = event.shiftKey ? painter.hit(model, geometry, x, y) : null;
    if (cell) {
      // Text outside would be selected with it.
      event.preventDefault();
      dragged.current = cell.column;
      model.select([cell.column, cell.column]);
    }
  };

  const onClick = (event: React.MouseEvent): void => {
    const { x, y } = pointIn(event);
    const { current: from } = pressed;
    const isDrag = from && Math.hypot(x - from.x, y - from.y) > DRAG;
    if (event.shiftKey || event.detail > 1 || isDrag) {
      return;
    }
    const index = view === 'history' ? null : nameAt(geometry, x, y);
    const named = index === null ? undefined : model.rows[index];
    const cell = painter.hit(model, geometry, x, y);
    const row = named?.row ?? (cell ? model.rows[cell.row].row : undefined);
    const flip = (): void => {
      if (row && named && named.unfolded !== null) {
        model.toggle(row.name);
      } else if (row && cell) {
        model.togglePin(row.name);
      }
    };
    flip();
    clicked.current = { row, flip };
  };

  const onDoubleClick = (): void => {
    // Its first click was none of its own.
    clicked.current?.flip();
    openRow(clicked.current?.row);
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
    } else if (scroller.current && model.cursor) {
      reveal(scroller.current, model.cursor.row, geometry);
    }
  };

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
          <Grid
            model={model}
            trans={trans}
            geometry={geometry}
            title={hint || undefined}
            onMouseMove={onMove}
            onMouseLeave={() => {
              dragged.current = null;
              model.setCursor(null);
            }}
            onMouseDown={onDown}
            onMouseUp={() => (dragged.current = null)}
            onClick={onClick}
            onDoubleClick={onDoubleClick}
            onKeyDown={onKeyDown}
          >
            <div ref={lower} className="jp-ModulescopeGradients-layer" />
            <div ref={upper} className="jp-ModulescopeGradients-layer" />
          </Grid>
        </div>
      </div>
      <Scrubber model={model} host={host} geometry={geometry} />
    </>
  );
}

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
function Grid({
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
        'Gradients of %1: %2 rows, %3 columns. Arrow keys read the cells, Space pins a row, Enter unfolds it.',
        visible(model.model?.name ?? ''),
        model.rows.length,
        geometry.columns
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

/** The width of an element; hidden (another tab in front) it keeps the last one. */
function useWidth(element: React.RefObject<HTMLDivElement>): number {
  const [width, setWidth] = React.useState(DEFAULT_WIDTH);
  React.useLayoutEffect(() => {
    const node = element.current;
    if (!node || typeof ResizeObserver === 'undefined') {
      return;
    }
    const measure = (): void => {
      if (node.clientWidth > 0) {
        setWidth(node.clientWidth);
      }
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  return width;
}

/** A chart in an element, drawn again when one of some values changed. */
function useChart(
  element: React.RefObject<HTMLDivElement>,
  draw: (chart: Chart, node: HTMLElement) => void,
  values: readonly unknown[]
): void {
  const chart = React.useRef<Chart | null>(null);
  React.useEffect(() => {
    if (element.current) {
      chart.current ??= new Chart(element.current, DEFAULT_WIDTH, 1);
      draw(chart.current, element.current);
    }
  }, values);
  React.useEffect(
    () => () => {
      chart.current?.dispose();
      chart.current = null;
    },
    []
  );
}

function pointIn(event: React.MouseEvent): { x: number; y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
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
