import { finding, range } from '../testing/findings';
import type { Finding } from '../protocol/messages';
import type { MuteScope } from '../tokens';
import { FindingsStore } from './store';

describe('FindingsStore', () => {
  let scopes: Map<string, MuteScope>;
  let store: FindingsStore;

  beforeEach(() => {
    scopes = new Map();
    store = new FindingsStore({
      mutes: { scopeOf: ({ id }) => scopes.get(id) ?? null },
      cellIds: () => ['a', 'b']
    });
  });

  function hold(...findings: Partial<Finding>[]): void {
    store.set(findings.map(one => ({ ...finding(one), fixed: false })));
  }

  const inCell = (cell_id: string): Pick<Finding, 'cell'> => ({
    cell: { cell_id, execution_count: 1 }
  });

  const ids = (of: readonly Finding[]): string[] => of.map(({ id }) => id);

  it('holds the worst first, then in the order of cells and lines', () => {
    hold(
      { id: 'gone', ...inCell('z') },
      { id: 'b', ...inCell('b') },
      { id: 'a below', ...inCell('a'), range: range(4, 0, 1) },
      { id: 'a above', ...inCell('a'), range: range(2, 0, 1) },
      { id: 'warning', ...inCell('a'), severity: 'warning' }
    );
    expect(ids(store.all)).toEqual([
      'a above',
      'a below',
      'b',
      'gone',
      'warning'
    ]);
  });

  it('tells muted findings from the others, and finds both', () => {
    hold({ id: 'x' }, { id: 'y' });
    scopes.set('x', 'kernel');
    expect(ids(store.shown)).toEqual(['x', 'y']);
    store.divide();
    expect([ids(store.shown), ids(store.muted)]).toEqual([['y'], ['x']]);
    expect(store.find('x')?.muted).toBe('kernel');
    expect(store.find('y')?.muted).toBeNull();
    expect(store.find('z')).toBeNull();
  });

  it('says whether any finding went', () => {
    hold({ id: 'x' }, { id: 'y' });
    expect(store.keep(() => true)).toBe(false);
    expect(store.keep(({ id }) => id === 'y')).toBe(true);
    expect([ids(store.all), ids(store.shown)]).toEqual([['y'], ['y']]);
  });

  it('makes the live findings of one cell stale, and says whether there were any', () => {
    hold(
      { id: 'live', ...inCell('a') },
      { id: 'other', ...inCell('b') },
      { id: 'object', cell: null },
      { id: 'static', ...inCell('a'), status: 'static' }
    );
    expect(store.age('c')).toBe(false);
    expect(store.age('a')).toBe(true);
    const statuses = store.shown.map(({ id, status }) => [id, status]);
    expect(new Map(statuses as [string, string][])).toEqual(
      new Map([
        ['live', 'stale'],
        ['static', 'static'],
        ['other', 'live'],
        ['object', 'live']
      ])
    );
    expect(store.age('a')).toBe(false);
  });

  it('holds an edited finding as fixed, stale if it was proven', () => {
    hold({ id: 'live' }, { id: 'static', status: 'static' }, { id: 'left' });
    store.setFixed(['live', 'static']);
    expect(
      store.shown.map(({ id, status, fixed }) => [id, status, fixed])
    ).toEqual([
      ['live', 'stale', true],
      ['static', 'static', true],
      ['left', 'live', false]
    ]);
  });
});
