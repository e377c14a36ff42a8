import { CustomChart } from 'echarts/charts';
import type { EChartsType } from 'echarts/core';
import { graphic, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

import type { IShape } from './primitives';

// Every view is one custom series: of all charts of ECharts only this one is bundled.
use([CustomChart, CanvasRenderer]);

type Rects = readonly (readonly [number, number, number, number])[];

// A heat map has thousands of cells, but few colours: the cells of one colour are one
// element, which makes drawing several times faster than an element for each cell.
graphic.registerShape(
  'cells',
  graphic.extendShape({
    type: 'cells',
    shape: { rects: [] as Rects },
    buildPath: (path: CanvasRenderingContext2D, shape: { rects: Rects }) => {
      for (const [x, y, width, height] of shape.rects) {
        path.rect(x, y, width, height);
      }
    }
  })
);

/** A canvas that draws shapes; ECharts keeps it sharp at every pixel ratio. */
export class Chart {
  constructor(
    host: HTMLElement,
    width: number,
    height: number,
    devicePixelRatio?: number
  ) {
    const size = { width, height, devicePixelRatio };
    this._chart = init(host, undefined, { renderer: 'canvas', ...size });
  }

  /** Replaces what is drawn. */
  draw(shapes: readonly IShape[], width: number, height: number): void {
    if (
      this._chart.getWidth() !== width ||
      this._chart.getHeight() !== height
    ) {
      this._chart.resize({ width, height });
    }
    this._chart.setOption(
      {
        animation: false,
        series: [
          {
            type: 'custom',
            coordinateSystem: 'none',
            silent: true,
            data: [0],
            // `as`: the shapes are made by us, in the words of ECharts.
            renderItem: () => ({
              type: 'group',
              // An old shape in its place would leave traces in a new one.
              $mergeChildren: false,
              children: shapes as never
            })
          }
        ]
      },
      { notMerge: true }
    );
  }

  /** What is drawn, as the data URL of a PNG. */
  picture(backgroundColor: string): string {
    return this._chart.getDataURL({ type: 'png', backgroundColor });
  }

  dispose(): void {
    this._chart.dispose();
  }

  private readonly _chart: EChartsType;
}
