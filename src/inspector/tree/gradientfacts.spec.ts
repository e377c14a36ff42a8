import { nullTranslator } from '@jupyterlab/translation';

import { root, row as treeRow } from '../../testing/answeringcompanion';
import { gradients, recorded, row } from '../../testing/gradients';
import type { IViewContext } from '../parts/context';
import { GradientFacts, gradientText } from './gradientfacts';

const context: Pick<IViewContext, 'trans'> = {
  trans: nullTranslator.load('modulescope')
};

const members = [1, 2, 3].map(n =>
  row(`layers.${n}.weight`, [n, n * 1e-10], { shape: [2] })
);

const facts = new GradientFacts(
  gradients([
    recorded([
      row('stem.weight', [3, 3e-9], { shape: [2, 8] }),
      row('stem.bias', [null, 4e-9], { shape: [4] }),
      row('layers.1–3.weight', [1, 1], { count: 3, members }),
      row('bad.weight', [1, null], { shape: [1] }),
      row('once.weight', [null, 1], { flags: 'N.' }),
      row('unused.weight', [null, null], { flags: '--' })
    ])
  ])
);

const of = (fqn: string) => facts.of(treeRow(fqn));
const text = (fqn: string): string | null => {
  const found = of(fqn);
  return found && gradientText(found, context as IViewContext);
};

describe('GradientFacts', () => {
  it('joins the parameters of a module by their sizes', () => {
    const stem = of('stem');
    expect(stem?.points[0]).toBe(3);
    const mean = (16 * 9 + 4 * 16) / 20;
    expect(stem?.points[1]).toBeCloseTo(Math.sqrt(mean) * 1e-9, 15);
    expect((stem?.rms ?? 0) / 1e-9).toBeCloseTo(Math.sqrt(mean), 6);
    expect([stem?.step, stem?.isLow, stem?.isBad]).toEqual([20, true, false]);
  });

  it('tells the members of a fold apart from what lies beside them', () => {
    const fold = treeRow('layers.1', { kind: 'fold', count: 2 });
    expect((facts.of(fold)?.points[0] ?? 0) ** 2).toBeCloseTo((1 + 4) / 2);
    expect(of('layers.3')?.points).toEqual([3, 3e-10]);
    expect(of('layers')?.points[0]).toBeCloseTo(Math.sqrt(14 / 3));
  });

  it('takes all parameters for those of the model', () => {
    expect(facts.of(root(1))?.isBad).toBe(true);
  });

  it('knows nothing of what was not recorded', () => {
    expect([of('head'), of('ste')]).toEqual([null, null]);
  });

  it.each([
    ['a list', []],
    ['nothing', null],
    ['no models', { models: 7 }]
  ])('knows nothing from %s in place of a document', (_, data) => {
    expect(new GradientFacts(data).of(root(1))).toBeNull();
  });
});

describe('gradientText', () => {
  it('says what is below the eps of the optimizer, and where it is not finite', () => {
    expect(text('layers.2')).toBe(
      'RMS gradient 2.0e-10 at step 20 (Adam eps 1e-8)'
    );
    expect(text('bad')).toBe('Gradient is not finite at step 20');
    expect(text('once')).toBe('RMS gradient 1.0e+0 at step 20 (Adam eps 1e-8)');
    expect(text('unused')).toBe('No gradient at step 20');
  });

  it('names no optimizer where none is known', () => {
    const plain = new GradientFacts(
      gradients([recorded([row('w.x', [1])], { optimizer: null })])
    );
    const found = plain.of(treeRow('w'));
    expect(found?.isLow).toBe(false);
    expect(found && gradientText(found, context as IViewContext)).toBe(
      'RMS gradient 1.0e+0 at step 10'
    );
  });
});
