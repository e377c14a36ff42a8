import { nullTranslator } from '@jupyterlab/translation';

import { chipLabel } from './rowtext';

describe('chipLabel', () => {
  const trans = nullTranslator.load('modulescope');

  it.each([
    ['half_frozen', '3/8 frozen', '3 of 8 parameters frozen'],
    ['frozen', 'frozen', 'frozen'],
    ['dtype', 'float16', 'of type float16']
  ] as const)('of %s %s is %s', (kind, text, label) => {
    expect(chipLabel({ kind, text }, trans)).toBe(label);
  });
});
