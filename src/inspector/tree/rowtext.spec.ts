import { nullTranslator } from '@jupyterlab/translation';

import { row } from '../../testing/answeringcompanion';
import { shown } from '../../testing/findings';
import { chipLabel, findingsLabel, rowLabel } from './rowtext';

const trans = nullTranslator.load('modulescope');

describe('chipLabel', () => {
  it.each([
    ['half_frozen', '3/8 frozen', '3 of 8 parameters frozen'],
    ['frozen', 'frozen', 'frozen'],
    ['half_frozen', 'some', 'some'],
    ['dtype', 'float16', 'of type float16'],
    ['device', 'cuda:0', 'on device cuda:0']
  ] as const)('of %s %s is %s', (kind, text, label) => {
    expect(chipLabel({ kind, text }, trans)).toBe(label);
  });
});

describe('rowLabel', () => {
  const fold = row('net.layers.0', {
    name: '0–3',
    kind: 'fold',
    count: 4,
    shape: '2→64',
    numel: 1200,
    note: 'twice',
    chips: [{ kind: 'dtype', text: 'float16' }]
  });

  it('says what the columns show', () => {
    expect(rowLabel(fold, [shown()], trans, 'en')).toBe(
      '0–3, 4 × Linear 2 to 64, twice, 1,200 parameters, of type float16, error: 1 finding'
    );
    const one = row('stem', { numel: 1 });
    expect(rowLabel(one, [], trans, 'en')).toBe('stem, Linear, 1 parameter');
  });

  it('names a row that stands alone by its path', () => {
    expect(rowLabel(fold, [], trans, 'en', true)).toMatch(
      /^net\.layers\.0–3, /
    );
  });
});

describe('findingsLabel', () => {
  it('counts, and says nothing of none', () => {
    expect(findingsLabel([shown(), shown()], trans)).toBe('error: 2 findings');
    expect(findingsLabel([], trans)).toBe('');
  });
});
