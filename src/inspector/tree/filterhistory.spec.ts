import { FilterHistory } from './filterhistory';

describe('the filters used last', () => {
  it('are ten, newest first', () => {
    const history = new FilterHistory();
    for (let i = 0; i < 12; i++) {
      history.add(`type:Layer${i}`);
    }
    expect(history.items).toHaveLength(10);
    expect(history.items[0]).toBe('type:Layer11');
  });

  it('hold each filter once', () => {
    const history = new FilterHistory();
    ['a', 'b', ' a '].forEach(text => history.add(text));
    expect(history.items).toEqual(['a', 'b']);
  });

  it('hold no empty one', () => {
    const history = new FilterHistory();
    history.add('  ');
    expect(history.items).toEqual([]);
  });

  it('tell of what is new, and of nothing else', () => {
    const history = new FilterHistory();
    const told = jest.fn();
    history.changed.connect(told);
    ['a', 'a', ' '].forEach(text => history.add(text));
    expect(told).toHaveBeenCalledTimes(1);
    history.replace(['b']);
    expect([told.mock.calls.length, history.items]).toEqual([2, ['b']]);
  });
});
