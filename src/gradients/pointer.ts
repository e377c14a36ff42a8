import type { GradientRow } from '../protocol/messages';
import type * as React from 'react';

import type { IGeometry } from './geometry';
import { nameAt } from './geometry';
import type { GradientsModel } from './model';
import type { IPainter } from './painter';

/** A button that goes up farther away, in pixels, was no click. */
const DRAG = 4;

/** What lies below the pointer. */
export interface IPlotted {
  readonly model: GradientsModel;
  readonly painter: IPainter;
  readonly geometry: IGeometry;
}

/** A point of the plot, in pixels. */
interface IPoint {
  readonly x: number;
  readonly y: number;
}

/** Moves the crosshair, selects, pins and unfolds by mouse. */
export class Pointer {
  /** Moves the crosshair, and the selection if it is being dragged. */
  move(event: React.MouseEvent, { model, painter, geometry }: IPlotted): void {
    const { x, y } = pointIn(event);
    const cell = painter.hit(model, geometry, x, y);
    model.setCursor(cell);
    if (this._dragged !== null && cell) {
      model.select([this._dragged, cell.column]);
    }
  }

  /** Begins a selection if Shift is held. */
  down(event: React.MouseEvent, { model, painter, geometry }: IPlotted): void {
    const { x, y } = pointIn(event);
    this._pressed = { x, y };
    const cell = event.shiftKey ? painter.hit(model, geometry, x, y) : null;
    if (cell) {
      // Text outside would be selected with it.
      event.preventDefault();
      this._dragged = cell.column;
      model.select([cell.column, cell.column]);
    }
  }

  /** Ends a selection. */
  up(): void {
    this._dragged = null;
  }

  leave({ model }: IPlotted): void {
    this.up();
    model.setCursor(null);
  }

  /** Unfolds the row of a name, or pins that of a cell. */
  click(event: React.MouseEvent, plotted: IPlotted): void {
    const point = pointIn(event);
    if (event.shiftKey || event.detail > 1 || this._isDrag(point)) {
      return;
    }
    this._clicked = meet(point, plotted);
    this._clicked.flip();
  }

  /** Takes back what its first click did; returns the row that was met. */
  doubleClick(): GradientRow | undefined {
    this._clicked?.flip();
    return this._clicked?.row;
  }

  private _isDrag({ x, y }: IPoint): boolean {
    const from = this._pressed;
    return from !== null && Math.hypot(x - from.x, y - from.y) > DRAG;
  }

  /** The column where a selection began. */
  private _dragged: number | null = null;
  private _pressed: IPoint | null = null;
  private _clicked: IMet | null = null;
}

/** A place of the plot, in pixels from its corner. */
export function pointIn(event: React.MouseEvent): IPoint {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

/** What a click met, and what it does; done twice it does nothing. */
interface IMet {
  readonly row?: GradientRow;
  readonly flip: () => void;
}

function meet({ x, y }: IPoint, { model, painter, geometry }: IPlotted): IMet {
  const index = model.view === 'history' ? null : nameAt(geometry, x, y);
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
  return { row, flip };
}
