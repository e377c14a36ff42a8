import { nullTranslator } from '@jupyterlab/translation';

import { gradients, recorded, row } from '../testing/gradients';
import type { View } from './model';
import { GradientsModel } from './model';
import { picture } from './picture';

const trans = nullTranslator.load('modulescope');

describe('picture', () => {
  let written: string[];
  let sizes: [number, number][];

  beforeEach(() => {
    written = [];
    sizes = [];
    // The canvas that jsdom lacks keeps the words, and says its size.
    const context = new Proxy<Record<string, unknown>>(
      {
        measureText: (text: string) => ({ width: 6 * text.length }),
        fillText: (text: string) => written.push(text)
      },
      { get: (own, name: string) => own[name] ?? (() => undefined) }
    );
    HTMLCanvasElement.prototype.getContext = () => context as never;
    HTMLCanvasElement.prototype.toDataURL = function (type = '') {
      sizes.push([this.width, this.height]);
      return `data:${type};base64,`;
    };
  });

  function shot(view: View, count = 3): string {
    const rows = Array.from({ length: count }, (_, index) =>
      row(`layer${index}.weight`, [1e-3, null])
    );
    const model = new GradientsModel();
    model.setDocument(gradients([recorded(rows)], { ratio: true }));
    model.setView(view);
    return picture(model, document.body, trans);
  }

  it('is a PNG, twice as sharp as the screen', () => {
    expect(shot('heatmap')).toMatch(/^data:image\/png/);
    expect(sizes.at(-1)?.[0]).toBe(1600);
  });

  it.each(['heatmap', 'layers', 'ratio', 'history'] as const)(
    'says of the %s what it shows',
    view => {
      shot(view);
      const title = written.find(text => text.startsWith('Gradients of model'));
      expect(title).toContain('300 steps · every 10th step · overhead 0.8 %');
      expect(title).toContain(view === 'ratio' ? '|Δw|/|w|' : 'RMS');
    }
  );

  it('has the axis, the ends of the colours and the meaning of the signs', () => {
    shot('heatmap');
    expect(written).toEqual(
      expect.arrayContaining(['step', 'log10 RMS', '−8', '0'])
    );
    expect(written.join(' ')).toContain('N NaN');
  });

  it('shows all rows, however many are in view on the screen', () => {
    shot('heatmap', 60);
    expect(written).toContain('layer59.weight');
  });
});
