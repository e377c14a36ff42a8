import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Chart } from './chart';
import type { IGeometry } from './geometry';
import { cellAt, layout, nameAt, ROW } from './geometry';
import { describeCell } from './readout';
import type { GradientsModel } from './model';
import type { ITheme } from './shapes';
import { shapes } from './shapes';

const MAX_ROWS = 24;
const DEFAULT_WIDTH = 656;

/** Properties of the heat map. */
export interface IHeatmapProps {
  readonly model: GradientsModel;
  readonly trans: TranslationBundle;
}

/** The heat map: a canvas with a crosshair that mouse and arrow keys move. */
export function Heatmap({ model, trans }: IHeatmapProps): JSX.Element {
  const scroller = React.useRef<HTMLDivElement>(null);
  const canvas = React.useRef<HTMLDivElement>(null);
  const chart = React.useRef<Chart | null>(null);
  const [width, setWidth] = React.useState(DEFAULT_WIDTH);
  const [scrolled, setScrolled] = React.useState(0);
  const [spoken, setSpoken] = React.useState('');
  const geometry = layout(model, width, Math.round(scrolled / ROW), MAX_ROWS);

  React.useEffect(() => {
    const node = scroller.current;
    if (!node || typeof ResizeObserver === 'undefined') {
      return;
    }
    const observer = new ResizeObserver(() => {
      // Hidden (another tab in front) it has no width; the last one stays.
      if (node.clientWidth > 0) {
        setWidth(node.clientWidth);
      }
    });
    observer.observe(node);
    return () => observer.disconnect();
  }, []);

  React.useEffect(() => {
    if (canvas.current) {
      const { width, height } = geometry;
      chart.current ??= new Chart(canvas.current, width, height);
      const theme = readTheme(canvas.current);
      chart.current.draw(shapes(model, geometry, theme, trans), width, height);
    }
  });

  React.useEffect(
    () => () => {
      chart.current?.dispose();
      chart.current = null;
    },
    []
  );

  const onMove = (event: React.MouseEvent): void => {
    const { x, y } = pointIn(event);
    model.setCursor(cellAt(geometry, x, y));
  };

  const onClick = (event: React.MouseEvent): void => {
    const { x, y } = pointIn(event);
    const index = nameAt(geometry, x, y);
    const shown = index === null ? undefined : model.rows[index];
    if (shown && shown.unfolded !== null) {
      model.toggle(shown.row.name);
    }
  };

  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (!move(event.key, model, geometry)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (scroller.current && model.cursor) {
      reveal(scroller.current, model.cursor.row, geometry);
    }
    setSpoken(describeCell(model, trans).join(', '));
  };

  return (
    <div
      ref={scroller}
      className="jp-ModulescopeGradients-scroller"
      style={{ maxHeight: geometry.height }}
      onScroll={event => setScrolled(event.currentTarget.scrollTop)}
    >
      <div
        style={{
          height:
            geometry.height + (model.rows.length - geometry.visibleRows) * ROW
        }}
      >
        <div
          ref={canvas}
          className="jp-ModulescopeGradients-canvas"
          style={{ height: geometry.height }}
          tabIndex={0}
          role="application"
          aria-roledescription={trans.__('heat map')}
          aria-label={trans.__(
            'Gradients of %1: %2 rows, %3 columns. Arrow keys read the cells, Enter unfolds a row.',
            model.model?.name ?? '',
            model.rows.length,
            geometry.columns
          )}
          data-lm-suppress-shortcuts="true"
          onMouseMove={onMove}
          onMouseLeave={() => model.setCursor(null)}
          onClick={onClick}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="jp-Modulescope-announcer" aria-live="polite">
        {spoken}
      </div>
    </div>
  );
}

function pointIn(event: React.MouseEvent): { x: number; y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

/** Moves the crosshair by a key; false if the key is none of ours. */
function move(
  key: string,
  model: GradientsModel,
  geometry: IGeometry
): boolean {
  const last = { row: geometry.offset, column: geometry.columns - 1 };
  const { row, column } = model.cursor ?? last;
  const target = new Map([
    ['ArrowUp', { row: row - 1, column }],
    ['ArrowDown', { row: row + 1, column }],
    ['ArrowLeft', { row, column: column - 1 }],
    ['ArrowRight', { row, column: column + 1 }],
    ['Home', { row, column: 0 }],
    ['End', { row, column: geometry.columns - 1 }]
  ]).get(key);
  if (target) {
    // The first key only shows where the crosshair is.
    model.setCursor(model.cursor ? target : last);
  } else if (key === 'Escape' && model.cursor) {
    model.setCursor(null);
  } else if (key === 'Enter' && model.rows[row]?.unfolded !== null) {
    model.toggle(model.rows[row].row.name);
    model.setCursor({ row, column });
  } else {
    return false;
  }
  return true;
}

function reveal(node: HTMLElement, row: number, geometry: IGeometry): void {
  if (row < geometry.offset) {
    node.scrollTop = row * ROW;
  } else if (row >= geometry.offset + geometry.visibleRows) {
    node.scrollTop = (row - geometry.visibleRows + 1) * ROW;
  }
}

function readTheme(node: HTMLElement): ITheme {
  const style = getComputedStyle(node);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: read('--jp-ui-font-color1'),
    dim: read('--jp-private-modulescope-dim'),
    neutral: read('--jp-layout-color2'),
    ground: read('--jp-layout-color0'),
    brand: read('--jp-brand-color1'),
    warning: read('--jp-private-modulescope-warning'),
    uiFont: read('--jp-ui-font-family'),
    codeFont: read('--jp-code-font-family')
  };
}
