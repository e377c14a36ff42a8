import { nullTranslator } from '@jupyterlab/translation';

import { gradients, last, recorded, row } from '../testing/gradients';
import {
  formatEnd,
  formatLast,
  formatNote,
  formatStep,
  formatSummary,
  formatValue,
  ordinal,
  visible
} from './format';

const trans = nullTranslator.load('modulescope');

describe('format', () => {
  it.each([
    [3.6e-12, '3.6e-12'],
    [1e-8, '1.0e-08'],
    [17, '1.7e+01']
  ])('writes %p as %p', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [10, '10th'],
    [11, '11th'],
    [22, '22nd']
  ])('writes the ordinal of %p as %p', (value, text) => {
    expect(ordinal(value)).toBe(text);
  });

  it('writes the ends of a scale with a true minus', () => {
    expect([-8, -5.25, 0, 2].map(formatEnd)).toEqual(['−8', '−5.2', '0', '+2']);
  });

  it('sums up steps, stride and overhead', () => {
    expect(formatSummary(gradients([]), trans)).toBe(
      '300 steps · every 10th step · overhead 0.8 %'
    );
    const governed = gradients([], { every: null, stride: 9.7 });
    expect(formatSummary(governed, trans)).toContain('about every 10th step');
    const each = gradients([], {
      every: null,
      stride: null,
      steps: 1,
      recorded: 1
    });
    expect(formatSummary(each, trans)).toContain('1 step · every step');
  });

  it('writes the last value of the statistic that is shown', () => {
    const shown = row('w', [1e-4], { max: [3e-3], shape: [2, 8] });
    const texts = (['rms', 'norm', 'max'] as const).map(value =>
      formatLast(shown, trans, value)
    );
    expect(texts).toEqual(['1.0e-04', '4.0e-04', '3.0e-03']);
  });

  it('tells the time that it took of a short loop', () => {
    const short = gradients([], { overhead: 0.468, spent_s: 0.0056 });
    expect(formatSummary(short, trans)).toContain('overhead 6 ms');
    const long = gradients([], { overhead: 0.0056, spent_s: 0.056 });
    expect(formatSummary(long, trans)).toContain('overhead 0.6 %');
  });

  it('tells the steps that a column joins', () => {
    const model = recorded([row('w', [1, 1])], {
      first_steps: [1, 2],
      last_steps: [1, 30]
    });
    expect(formatStep(model, 0, trans)).toBe('step 1');
    expect(formatStep(model, 1, trans)).toBe('steps 2–30');
  });

  it('names the optimizer whose eps a row is below', () => {
    const model = recorded([row('w', [1])]);
    const low = row('w', [1], { last: last({ num_low: 1 }) });
    expect(formatNote(model, low, trans)).toBe('below Adam eps 1e-08');
    const some = row('w', [1], { count: 6, last: last({ num_low: 2 }) });
    expect(formatNote(model, some, trans)).toBe('2 of 6 below Adam eps 1e-08');
  });

  it('shows what would change the direction of the text', () => {
    expect(visible('a\u202eb\u0000')).toBe('a\\u202eb\\u0000');
    expect(visible('blocks.1–6.weight')).toBe('blocks.1–6.weight');
  });
});
