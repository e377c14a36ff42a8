import { nullTranslator } from '@jupyterlab/translation';

import { DrawnGradients } from '../testing/drawing';
import { gradients, recorded, row } from '../testing/gradients';
import type { ModelGradients } from '../protocol/messages';
import { readGradients } from './document';
import { GradientsModel } from './model';
import { describeRebuilds, numelAt, rebuiltColumns } from './rebuilds';
import { valueSpan } from './spans';
import { csv } from './text';

const closeTo = (value: number): number =>
  expect.closeTo(value, 6) as unknown as number;

const trans = nullTranslator.load('modulescope');

/** Columns at steps 10, 20, 30 and 40; rebuilt at 20 and at 35. */
const rebuilt = (more: Partial<ModelGradients> = {}): ModelGradients =>
  recorded([row('w', [1e-1, 1e-2, 1e-3, 1e-4], { sizes: [4, 64] })], {
    rebuilds: [
      { step: 20, cell: 7 },
      { step: 35, cell: null }
    ],
    ...more
  });

describe('models that were rebuilt', () => {
  it('begin at the first column that holds one of their steps', () => {
    expect(rebuiltColumns(rebuilt())).toEqual([1, 3]);
  });

  it('have sizes of their own', () => {
    const data = rebuilt();
    const sizes = [0, 1, 2, 3].map(at => numelAt(data, data.rows[0], at));
    expect(sizes).toEqual([4, 64, 64, 16]);
  });

  it('give norms of their own sizes', () => {
    const model = new GradientsModel();
    model.setDocument(gradients([rebuilt()]));
    model.setValue('norm');
    const [first] = model.rows;
    expect(model.recording.valueAt(first.row, 0)).toBeCloseTo(1e-1 * 2);
    expect(model.recording.valueAt(first.row, 1)).toBeCloseTo(1e-2 * 8);
    expect(valueSpan(model, first.row)?.high).toBeCloseTo(1e-1 * 2);
    const norms = csv(rebuilt())
      .split('\r\n')
      .slice(1, -1)
      .map(line => Number(line.split(',')[7]));
    expect(norms).toEqual([0.2, 0.08, 0.008, 0.0004].map(closeTo));
  });

  it('are told, the last one with its place', () => {
    expect(describeRebuilds(rebuilt(), trans)).toBe(
      'The model was rebuilt 2 times, the last time before step 35'
    );
    const once = rebuilt({ rebuilds: [{ step: 1200, cell: 7 }] });
    expect(describeRebuilds(once, trans)).toBe(
      'The model was rebuilt before step 1,200, in [7]'
    );
    expect(describeRebuilds(recorded([row('w', [1])]), trans)).toBe('');
  });

  it('are read from outputs, and older outputs have none', () => {
    for (const model of [rebuilt(), recorded([row('w', [1])])]) {
      expect(readGradients(gradients([model]))).toEqual(gradients([model]));
    }
    const bad = rebuilt({ rebuilds: [{ step: -1, cell: null }] });
    expect(readGradients(gradients([bad]))).toBeNull();
  });
});

describe('a model that was rebuilt and not trained yet', () => {
  let drawn: DrawnGradients;

  beforeEach(() => {
    drawn = new DrawnGradients();
  });

  afterEach(() => drawn.close());

  it.each([
    [7, 'Stopped: the model was rebuilt in [7]. Showing 300 steps'],
    [null, 'Stopped: the model was rebuilt. Showing 300 steps']
  ])('is told with the cell, where that is known (%p)', async (cell, text) => {
    const data = rebuilt({ rebuilds: [{ step: null, cell }] });
    await drawn.show(gradients([data], { state: 'recording' }));
    expect(drawn.head).toContain(text);
  });

  it('is recorded again after its first step', async () => {
    await drawn.show(gradients([rebuilt()], { state: 'recording' }));
    expect(drawn.head).toContain('Recording…');
  });
});
