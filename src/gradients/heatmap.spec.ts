import { nullTranslator } from '@jupyterlab/translation';

import { gradients, last, recorded, row } from '../testing/gradients';
import { THEME, texts } from '../testing/painting';
import { CIVIDIS } from './colors';
import type { GradientRow } from '../protocol/messages';
import { cellAt, layout, nameAt } from './geometry';
import { GradientsModel } from './model';
import { heatmap, shade } from './heatmap';
import type { IShape } from './primitives';

const trans = nullTranslator.load('modulescope');

function draw(rows: GradientRow[], more = {}): IShape[] {
  const model = new GradientsModel();
  model.setDocument(gradients([recorded(rows, more)]));
  return heatmap.draw(model, layout(model, 656, 0, 24), THEME, trans);
}

function filled(found: IShape[], fill: string): IShape[] {
  return found.filter(one => one.style.fill === fill);
}

/** How many rectangles have a colour. */
function cellsOf(found: IShape[], fill: string): number {
  return filled(found, fill)
    .filter(one => one.type === 'cells')
    .reduce((sum, one) => sum + (one.shape?.rects as []).length, 0);
}

describe('shade', () => {
  it('is clamped at both ends of the scale', () => {
    expect(shade(1e-30, [-8, 0])).toBe(CIVIDIS[0]);
    expect(shade(1e-8, [-8, 0])).toBe(CIVIDIS[0]);
    expect(shade(1, [-8, 0])).toBe(CIVIDIS[63]);
    expect(shade(1e9, [-8, 0])).toBe(CIVIDIS[63]);
  });
});

describe('heatmap', () => {
  it('draws neighbours of one colour as one rectangle', () => {
    expect(cellsOf(draw([row('w', [1, 1, 1, 1])]), CIVIDIS[63])).toBe(1);
    expect(cellsOf(draw([row('w', [1, 1e-4, 1, 1])]), CIVIDIS[63])).toBe(2);
  });

  it('draws one sign per run of flags, and a hairline through the rest', () => {
    const found = draw([row('w', [1, null, null, null])]);
    expect(texts(found).filter(text => text === 'N')).toHaveLength(1);
    const [line] = found.filter(
      one => one.shape?.height === 1 && one.style.fill === 'dim'
    );
    expect(line.shape?.width).toBeGreaterThan(100);
    expect(cellsOf(found, 'neutral')).toBe(1);
  });

  it('has a sign for each kind of flag', () => {
    const rms = [null, null, null, null, null];
    const found = texts(draw([row('w', rms, { flags: 'NI0-?' })]));
    expect(found).toEqual(expect.arrayContaining(['N', '∞', '0', '–', '?']));
  });

  it('marks rows below the eps and the row where NaN began', () => {
    const rows = [
      row('low', [1], { last: last({ num_low: 1 }) }),
      row('first', [null], { last: last({ num_bad: 1, nan: 3, rms: null }) }),
      row('fine', [1])
    ];
    const onset = { kind: 'NaN', step: 10, fqn: 'first', finite_step: null };
    expect(filled(draw(rows, { onset }), 'warning')).toHaveLength(2);
  });

  it('says what a row ends with', () => {
    const rows = [
      row('a', [1], { last: last({ rms: [3.6e-12, 1.9e-11] }) }),
      row('b', [1], { last: last({ state: 'frozen', rms: null }) }),
      row('c', [1], { last: last({ rms: null, num_bad: 1, inf: 1 }) })
    ];
    expect(texts(draw(rows))).toEqual(
      expect.arrayContaining(['3.6e-12 … 1.9e-11', 'none, frozen', 'infinite'])
    );
  });

  it('shortens long names in their middle and shows control characters', () => {
    const long = `encoder.${'x'.repeat(100)}.weight`;
    const [name] = texts(draw([row(long, [1])])) as string[];
    expect(name.length).toBeLessThan(60);
    expect(name).toMatch(/^encoder\..*….*weight$/);
    expect(texts(draw([row('a\u202eb', [1])]))[0]).toBe('a\\u202eb');
  });

  it('draws the crosshair on the cell, and marks on both axes', () => {
    const model = new GradientsModel();
    model.setDocument(gradients([recorded([row('w', [1, 1])])]));
    const geometry = layout(model, 656, 0, 24);
    model.setCursor({ row: 0, column: 1 });
    const found = heatmap.mark(model, geometry, THEME);
    expect(filled(found, 'brand')).toHaveLength(2);
    expect(found.filter(one => one.style.stroke)).toHaveLength(3);
  });

  it('draws only the rows in view', () => {
    const model = new GradientsModel();
    const rows = Array.from({ length: 300 }, (_, index) =>
      row(`w${index}`, [1])
    );
    model.setDocument(gradients([recorded(rows)]));
    const geometry = layout(model, 656, 100, 24);
    const found = texts(heatmap.draw(model, geometry, THEME, trans));
    expect(found).toContain('w100');
    expect(found).toContain('w123');
    expect(found).not.toContain('w124');
  });

  it('never puts step numbers on top of each other', () => {
    const rows = [
      row(
        'w',
        Array.from({ length: 400 }, () => 1)
      )
    ];
    const found = draw(rows).filter(
      one => one.type === 'text' && one.style.align === 'center'
    );
    const places = found.map(one => one.style.x as number);
    places
      .slice(1)
      .forEach((x, index) => expect(x - places[index]).toBeGreaterThan(20));
  });
});

describe('layout', () => {
  it('finds the cell and the name under a point', () => {
    const model = new GradientsModel();
    model.setDocument(
      gradients([recorded([row('v', [1, 1]), row('w', [1, 1])])])
    );
    const geometry = layout(model, 656, 0, 24);
    expect(cellAt(geometry, geometry.left + 1, 5)).toEqual({
      row: 0,
      column: 0
    });
    const end = geometry.left + geometry.plot - 1;
    expect(cellAt(geometry, end, 25)).toEqual({ row: 1, column: 1 });
    expect(cellAt(geometry, geometry.left - 1, 5)).toBeNull();
    expect(cellAt(geometry, end, 45)).toBeNull();
    expect(nameAt(geometry, 20, 25)).toBe(1);
    expect(nameAt(geometry, end, 25)).toBeNull();
  });

  it('leaves room for cells in a narrow panel', () => {
    const model = new GradientsModel();
    model.setDocument(gradients([recorded([row('x'.repeat(200), [1])])]));
    expect(layout(model, 320, 0, 24).plot).toBeGreaterThanOrEqual(40);
  });
});
