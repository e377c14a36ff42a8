import { root, row } from '../../testing/answeringcompanion';
import { ancestors, leadTo } from './reveal';

describe('ancestors', () => {
  it.each([
    ['', []],
    ['stem', []],
    ['a.b.c', ['a', 'a.b']]
  ])('of %j are %j', (fqn, above) => {
    expect(ancestors(fqn)).toEqual(above);
  });
});

describe('leadTo', () => {
  const fold = row('net.layers.4', { kind: 'fold', count: 8 });

  it.each([
    ['a.b', { member: 0, isTarget: true }],
    ['a.b.c', { member: 0, isTarget: false }],
    ['a', null],
    ['a.bc', null]
  ])('from the row a.b to %s is %j', (fqn, lead) => {
    expect(leadTo(row('a.b'), fqn)).toEqual(lead);
  });

  it('leads from the model itself to everything', () => {
    expect(leadTo(root(1), 'a')).toEqual({ member: 0, isTarget: false });
    expect(leadTo(root(1), '')).toEqual({ member: 0, isTarget: true });
  });

  it.each([
    ['net.layers.4', { member: 0, isTarget: true }],
    ['net.layers.11.fc', { member: 7, isTarget: false }],
    ['net.layers.3', null],
    ['net.layers.12', null],
    ['net.layers.5x', null],
    ['net.layers.', null],
    ['net.layers', null],
    ['net.blocks.5', null]
  ])('from the fold net.layers.4–11 to %s is %j', (fqn, lead) => {
    expect(leadTo(fold, fqn)).toEqual(lead);
  });
});
