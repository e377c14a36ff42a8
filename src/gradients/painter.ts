import type { TranslationBundle } from '@jupyterlab/translation';

import type { IGeometry } from './geometry';
import type { GradientsModel, ICursor } from './model';
import type { IShape, ITheme } from './primitives';

/** Draws one view of the recording onto a canvas. */
export interface IPainter {
  /** Where everything goes in a width, if the rows from `offset` on are in view. */
  layout(
    model: GradientsModel,
    width: number,
    offset: number,
    maxRows: number
  ): IGeometry;
  /** What changes with the recording only. */
  draw(
    model: GradientsModel,
    geometry: IGeometry,
    theme: ITheme,
    trans: TranslationBundle
  ): IShape[];
  /** What changes with the crosshair, too. */
  mark(model: GradientsModel, geometry: IGeometry, theme: ITheme): IShape[];
  /** What lies under a point; null if nothing does. */
  hit(
    model: GradientsModel,
    geometry: IGeometry,
    x: number,
    y: number
  ): ICursor | null;
}
