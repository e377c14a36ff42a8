import { gradients, light, recorded, row } from '../testing/gradients';
import { modelOf } from '../testing/painting';
import { FIXED_SCALE, GradientsModel } from './model';

function fold(): ReturnType<typeof row> {
  return row('blocks.1–3.weight', [1e-5, 1e-5], {
    count: 3,
    members: [1, 2, 3].map(n => row(`blocks.${n}.weight`, [n * 1e-5, n * 1e-5]))
  });
}

function shown(model: GradientsModel): string[] {
  return model.rows.map(({ row }) => row.name);
}

describe('GradientsModel', () => {
  let model: GradientsModel;

  beforeEach(() => {
    model = new GradientsModel();
    model.setDocument(
      gradients([recorded([row('stem.weight', [1e-3, 1e-2]), fold()])])
    );
  });

  it('shows folded rows, and their members once unfolded', () => {
    expect(shown(model)).toEqual(['stem.weight', 'blocks.1–3.weight']);
    model.toggle('blocks.1–3.weight');
    expect(shown(model)).toHaveLength(5);
    expect(model.rows[2].depth).toBe(1);
    model.toggle('blocks.1–3.weight');
    expect(shown(model)).toHaveLength(2);
  });

  it('filters by any part of a name, and finds members of folds', () => {
    model.setFilter('STEM');
    expect(shown(model)).toEqual(['stem.weight']);
    model.setFilter('blocks.2');
    expect(shown(model)).toEqual(['blocks.2.weight']);
    model.setFilter('weight');
    expect(shown(model)).toHaveLength(2);
    model.setFilter('nothing');
    expect(shown(model)).toEqual([]);
    model.setFilter('');
    expect(shown(model)).toHaveLength(2);
  });

  it('keeps its scale while values change', () => {
    expect(model.scale).toEqual(FIXED_SCALE);
    model.setDocument(gradients([recorded([row('w', [1e-20])])]));
    expect(model.scale).toEqual([-8, 0]);
  });

  it('fits the scale to the shown values when asked', () => {
    model.setFit(true);
    expect(model.scale).toEqual([-5, -2]);
    model.setFilter('blocks.2');
    const [low, high] = model.scale;
    expect(low).toBeCloseTo(-4.7);
    expect(high).toBeCloseTo(-4.6);
    model.setFit(false);
    expect(model.scale).toEqual([-8, 0]);
  });

  it('fits the fixed scale if there is no value at all', () => {
    model.setDocument(gradients([recorded([row('w', [null])])]));
    model.setFit(true);
    expect(model.scale).toEqual([-8, 0]);
  });

  it('derives the norm from RMS and size', () => {
    const { row } = model.rows[0];
    expect(model.recording.valueAt(row, 0)).toBe(1e-3);
    model.setValue('norm');
    expect(model.recording.valueAt(row, 0)).toBeCloseTo(4e-3);
    model.setValue('max');
    expect(model.recording.valueAt(row, 0)).toBeCloseTo(1e-2);
  });

  it('keeps the crosshair inside of the cells', () => {
    model.setCursor({ row: 99, column: -5 });
    expect(model.cursor).toEqual({ row: 1, column: 0 });
    model.setCursor(null);
    expect(model.cursor).toBeNull();
  });

  it('keeps the crosshair at its row and step when columns come or are joined', () => {
    model.setCursor({ row: 1, column: 1 });
    const rows = [row('stem.weight', [1, 1]), fold()];
    model.setDocument(
      gradients([
        recorded(rows, { first_steps: [1, 31], last_steps: [30, 60] })
      ])
    );
    expect(model.cursor).toEqual({ row: 1, column: 0 });
  });

  it('goes to a member of a fold, whatever was filtered', () => {
    model.setFilter('stem');
    model.goTo('blocks.2.weight', 20);
    expect(model.rows[model.cursor?.row ?? -1].row.name).toBe(
      'blocks.2.weight'
    );
    expect(model.cursor?.column).toBe(1);
  });

  it('switches between models', () => {
    model.setDocument(
      gradients([
        recorded([row('w', [1])], { name: 'G' }),
        recorded([row('v', [1])], { name: 'D' })
      ])
    );
    expect(shown(model)).toEqual(['w']);
    model.selectModel('D');
    expect(shown(model)).toEqual(['v']);
  });

  it('tells of each change once', () => {
    let count = 0;
    model.changed.connect(() => count++);
    model.setCursor({ row: 0, column: 0 });
    model.setCursor({ row: 0, column: 0 });
    model.setFilter('x');
    expect(count).toBe(2);
  });

  it('shows norms where the greatest values were shown before', () => {
    const model = new GradientsModel();
    model.setDocument(gradients([recorded([row('w', [1e-3])])]));
    model.setValue('max');
    expect(model.recording.value).toBe('max');
    model.setDocument(light);
    expect(model.recording.value).toBe('rms');
    expect(model.recording.valueAt(model.rows[0].row, 0)).toBe(1e-3);
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

describe('a view that is held', () => {
  it('keeps newer states back until it goes on', () => {
    const model = modelOf([row('a', [1])]);
    model.delivery.setHeld(true);
    model.setDocument(gradients([recorded([row('a', [1, 2])])]));
    expect(model.recording.model?.last_steps).toHaveLength(1);
    model.delivery.setHeld(false);
    expect(model.recording.model?.last_steps).toHaveLength(2);
  });
});
