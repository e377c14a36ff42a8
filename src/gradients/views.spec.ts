import { nullTranslator } from '@jupyterlab/translation';

import { gradients, recorded, row } from '../testing/gradients';
import { layers, ratio } from './bars';
import type { GradientRow } from '../protocol/messages';
import { history } from './history';
import { press } from './keys';
import { GradientsModel, MAX_PINNED } from './model';
import type { IPainter } from './painter';
import type { IShape, ITheme } from './primitives';

const trans = nullTranslator.load('modulescope');
const THEME: ITheme = {
  ink: 'ink',
  dim: 'dim',
  neutral: 'neutral',
  rule: 'rule',
  grid: 'grid',
  ground: 'ground',
  brand: 'brand',
  added: 'added',
  warning: 'warning',
  uiFont: 'ui',
  codeFont: 'code'
};

function modelOf(rows: GradientRow[]): GradientsModel {
  const model = new GradientsModel();
  model.setDocument(gradients([recorded(rows)], { ratio: true }));
  return model;
}

function draw(painter: IPainter, model: GradientsModel): IShape[] {
  const geometry = painter.layout(model, 656, 0, 24);
  return painter.draw(model, geometry, THEME, trans);
}

function texts(shapes: IShape[]): unknown[] {
  return shapes.filter(one => one.type === 'text').map(one => one.style.text);
}

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
    expect(model.shownColumns).toEqual([1, 2]);
  });

  it('compares norms with no eps', () => {
    const model = modelOf([row('a', [1e-3])]);
    model.setValue('norm');
    expect(texts(draw(layers, model))).not.toContain('Adam eps 1e-08');
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

describe('history', () => {
  it('draws a line for each pinned row, named at its end', () => {
    const model = modelOf([row('a', [1, 2]), row('b', [3, 4])]);
    model.togglePin('b');
    model.setView('history');
    const shapes = draw(history, model);
    expect(shapes.filter(one => one.type === 'polyline')).toHaveLength(1);
    expect(texts(shapes)).toContain('b');
    expect(texts(shapes)).not.toContain('a');
  });

  it('breaks a line where values are missing, and shows the sign there', () => {
    const model = modelOf([row('a', [1, 1, null, 1, 1])]);
    model.setView('history');
    const shapes = draw(history, model);
    expect(shapes.filter(one => one.type === 'polyline')).toHaveLength(2);
    expect(texts(shapes)).toContain('N');
  });

  it('never puts two names on top of each other', () => {
    const names = Array.from({ length: MAX_PINNED }, (_, i) => `layer${i}`);
    const model = modelOf(names.map(name => row(name, [1, 1])));
    names.forEach(name => model.togglePin(name));
    model.setView('history');
    const places = draw(history, model)
      .filter(one => String(one.style.text).startsWith('layer'))
      .map(one => one.style.y as number)
      .sort((a, b) => a - b);
    expect(places).toHaveLength(MAX_PINNED);
    places
      .slice(1)
      .forEach((y, i) => expect(y - places[i]).toBeGreaterThanOrEqual(14));
  });
});

describe('pins', () => {
  it('are at most eight', () => {
    const names = Array.from({ length: 9 }, (_, i) => `layer${i}`);
    const model = modelOf(names.map(name => row(name, [1])));
    expect(names.map(name => model.togglePin(name))).toEqual([
      ...Array<boolean>(8).fill(true),
      false
    ]);
    model.togglePin('layer0');
    expect(model.togglePin('layer8')).toBe(true);
  });
});

describe('press', () => {
  function pressed(...keys: string[]): GradientsModel {
    const model = modelOf([row('a', [1, 1, 1, 1]), row('b', [1, 1, 1, 1])]);
    const geometry = layers.layout(model, 656, 0, 24);
    for (const key of keys) {
      const shiftKey = key.startsWith('Shift+');
      press({ key: key.replace('Shift+', ''), shiftKey }, model, geometry);
    }
    return model;
  }

  it('pins the row of the crosshair by Space', () => {
    expect(pressed('ArrowDown', 'ArrowDown', ' ').pinned).toEqual(['b']);
  });

  it('selects steps by Shift and arrows, from either end', () => {
    const to = ['End', 'Shift+ArrowLeft', 'Shift+ArrowLeft'];
    expect(pressed(...to).selection).toEqual([1, 3]);
    expect(pressed(...to, 'Shift+ArrowRight').selection).toEqual([2, 3]);
  });

  it('lets Escape take away the crosshair, then the selection', () => {
    const keys = ['End', 'Shift+ArrowLeft', 'Escape'];
    expect(pressed(...keys).cursor).toBeNull();
    expect(pressed(...keys).selection).not.toBeNull();
    expect(pressed(...keys, 'Escape').selection).toBeNull();
  });
});

describe('a view that is held', () => {
  it('keeps newer states back until it goes on', () => {
    const model = modelOf([row('a', [1])]);
    model.setHeld(true);
    model.setDocument(gradients([recorded([row('a', [1, 2])])]));
    expect(model.model?.last_steps).toHaveLength(1);
    model.setHeld(false);
    expect(model.model?.last_steps).toHaveLength(2);
  });
});
