import { nullTranslator } from '@jupyterlab/translation';

import { DrawnGradients } from '../testing/drawing';
import { gradients, last, recorded, row } from '../testing/gradients';
import { readGradients } from './document';
import { GradientsModel } from './model';
import { tableOf } from './text';

const NOTHING = { mean: null, std: null, min: null, max: null, zero: null };
const light = gradients(
  [recorded([row('w', [1e-3], { max: [null], last: last(NOTHING) })])],
  { stats: 'light' }
);

describe('a light recording', () => {
  it('is read', () => {
    expect(readGradients(light)).toBe(light);
    expect(readGradients({ ...light, stats: 'some' })).toBeNull();
  });

  it('says what was not recorded, and offers no view of it', async () => {
    const drawn = new DrawnGradients();
    await drawn.show(light);
    expect(drawn.node.textContent).toContain(
      'Mean, std, least, greatest and zeros were not recorded.'
    );
    expect(drawn.button('Norm')).not.toBeNull();
    expect(drawn.button('Max')).toBeNull();
    await drawn.close();
  });

  it('has no columns of what was not recorded', () => {
    const model = new GradientsModel();
    model.setDocument(light);
    const [head] = tableOf(
      model,
      light.models[0],
      nullTranslator.load('modulescope')
    );
    expect(head).toEqual(['Parameter', 'RMS at step 10', 'Note']);
  });

  it('shows norms where the greatest values were shown before', () => {
    const model = new GradientsModel();
    model.setDocument(gradients([recorded([row('w', [1e-3])])]));
    model.setValue('max');
    expect(model.value).toBe('max');
    model.setDocument(light);
    expect(model.value).toBe('rms');
    expect(model.valueAt(model.rows[0].row, 0)).toBe(1e-3);
  });
});
