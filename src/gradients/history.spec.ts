import { row } from '../testing/gradients';
import { draw, modelOf, texts } from '../testing/painting';
import { history } from './history';
import { MAX_PINNED } from './rowchoice';

describe('history', () => {
  it('draws a line for each pinned row, named at its end', () => {
    const model = modelOf([row('a', [1, 2]), row('b', [3, 4])]);
    model.togglePin('b');
    model.setView('history');
    const shapes = draw(history, model);
    expect(shapes.filter(one => one.type === 'polyline')).toHaveLength(1);
    expect(texts(shapes)).toContain('b');
    expect(texts(shapes)).not.toContain('a');
  });

  it('breaks a line where values are missing, and shows the sign there', () => {
    const model = modelOf([row('a', [1, 1, null, 1, 1])]);
    model.setView('history');
    const shapes = draw(history, model);
    expect(shapes.filter(one => one.type === 'polyline')).toHaveLength(2);
    expect(texts(shapes)).toContain('N');
  });

  it('never puts two names on top of each other', () => {
    const names = Array.from({ length: MAX_PINNED }, (_, i) => `layer${i}`);
    const model = modelOf(names.map(name => row(name, [1, 1])));
    names.forEach(name => model.togglePin(name));
    model.setView('history');
    const places = draw(history, model)
      .filter(one => String(one.style.text).startsWith('layer'))
      .map(one => one.style.y as number)
      .sort((a, b) => a - b);
    expect(places).toHaveLength(MAX_PINNED);
    places
      .slice(1)
      .forEach((y, i) => expect(y - places[i]).toBeGreaterThanOrEqual(14));
  });
});
