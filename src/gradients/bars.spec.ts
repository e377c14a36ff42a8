import { row } from '../testing/gradients';
import { draw, modelOf, texts } from '../testing/painting';
import { layers, ratio } from './bars';
import type { IShape } from './primitives';

function rings(shapes: IShape[]): IShape[] {
  return shapes.filter(one => one.type === 'circle');
}

describe('layers', () => {
  it('draws a bar with a ring for each row, and lines at eps and median', () => {
    const shapes = draw(
      layers,
      modelOf([row('a', [1e-3, 1e-5]), row('b', [1e-9, 1e-9])])
    );
    expect(rings(shapes)).toHaveLength(2);
    expect(texts(shapes)).toEqual(
      expect.arrayContaining(['Adam eps 1e-08', 'median of the model'])
    );
  });

  it('shows the sign of a row without any value, and no bar', () => {
    const none = row('a', [null, null], { flags: '--' });
    const shapes = draw(layers, modelOf([none]));
    expect(rings(shapes)).toHaveLength(0);
    expect(texts(shapes)).toContain('–');
  });

  it('speaks of the selected steps only', () => {
    const model = modelOf([row('a', [1, 1e-6, 1e-6])]);
    const before = JSON.stringify(draw(layers, model));
    model.select([1, 2]);
    expect(JSON.stringify(draw(layers, model))).not.toBe(before);
    expect(model.recording.shownColumns).toEqual([1, 2]);
  });

  it('compares norms with no eps', () => {
    const model = modelOf([row('a', [1e-3])]);
    expect(texts(draw(layers, model))).toContain('Adam eps 1e-08');
    model.setValue('norm');
    expect(texts(draw(layers, model))).toEqual([
      '1e-03',
      '1e-02',
      'median of the model',
      'a',
      '4.0e-04'
    ]);
  });
});

describe('ratio', () => {
  it('shades where ratios are often seen, and says that it is no rule', () => {
    const rows = [row('a', [1, 1], { ratio: [1e-3, 2e-3] })];
    const shapes = draw(ratio, modelOf(rows));
    expect(texts(shapes)).toContain('often seen, not a rule');
    expect(rings(shapes)).toHaveLength(1);
  });

  it('draws no bar where no ratio was recorded', () => {
    expect(rings(draw(ratio, modelOf([row('a', [1, 1])])))).toHaveLength(0);
  });
});
