import { nullTranslator } from '@jupyterlab/translation';

import { gradients, light, recorded, row } from '../testing/gradients';
import { english } from './english';
import { fileName } from './files';
import { GradientsModel } from './model';
import { csv, markdown, tabbed, tableOf } from './text';

const trans = nullTranslator.load('modulescope');

describe('csv', () => {
  it('has a line for each parameter and column, members instead of folds', () => {
    const members = [1, 2].map(n => row(`b.${n}`, [n, null]));
    const fold = row('b.1–2', [1, null], { count: 2, members });
    const lines = csv(recorded([fold]))
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toBe('b.1,10,10,,1,1,1,4,10,,');
    expect(lines[2]).toMatch(/^b\.1,20,20,nan,,/);
  });

  it('makes neither formulas nor further cells of names', () => {
    const text = csv(recorded([row('=1+1,"x"', [1])]));
    expect(text).toContain('"\'=1+1,""x""",10');
  });
});

describe('the table', () => {
  const model = new GradientsModel();
  const data = recorded([row('a|b*c', [1])]);
  model.setDocument(gradients([data]));

  it('is copied with tabs', () => {
    const [head, line] = tabbed(tableOf(model, data, trans)).split('\n');
    expect(head.split('\t')).toHaveLength(8);
    expect(line.split('\t')[0]).toBe('a|b*c');
  });

  it('has no columns of what a light recording leaves out', () => {
    const model = new GradientsModel();
    model.setDocument(light);
    const [head] = tableOf(
      model,
      light.models[0],
      nullTranslator.load('modulescope')
    );
    expect(head).toEqual(['Parameter', 'RMS at step 10', 'Note']);
  });

  it('makes no markup of names', () => {
    const text = markdown('T', tableOf(model, data, trans));
    expect(text).toContain('| a\\|b\\*c |');
  });
});

describe('english', () => {
  it('fills in values and counts as the translator does', () => {
    for (const one of [english, trans]) {
      expect(one.__('%1 of %2 (%3 %)', 1, 'x', 5)).toBe('1 of x (5 %)');
      expect(one._n('%1 step', '%1 steps', 1)).toBe('1 step');
      expect(one._n('%1 step', '%1 steps', 2)).toBe('2 steps');
    }
  });
});

describe('fileName', () => {
  it('keeps what every system takes', () => {
    expect(fileName('nets["a/b"]', 'csv')).toBe('gradients-nets_a_b_.csv');
  });
});
