import { row } from '../testing/gradients';
import { modelOf } from '../testing/painting';
import { layers } from './bars';
import { press } from './keys';
import type { GradientsModel } from './model';

describe('press', () => {
  function pressed(...keys: string[]): GradientsModel {
    const model = modelOf([row('a', [1, 1, 1, 1]), row('b', [1, 1, 1, 1])]);
    const geometry = layers.layout(model, 656, 0, 24);
    for (const key of keys) {
      const shiftKey = key.startsWith('Shift+');
      press({ key: key.replace('Shift+', ''), shiftKey }, model, geometry);
    }
    return model;
  }

  it('pins the row of the crosshair by Space', () => {
    expect(pressed('ArrowDown', 'ArrowDown', ' ').pinned).toEqual(['b']);
  });

  it('selects steps by Shift and arrows, from either end', () => {
    const to = ['End', 'Shift+ArrowLeft', 'Shift+ArrowLeft'];
    expect(pressed(...to).recording.selection).toEqual([1, 3]);
    expect(pressed(...to, 'Shift+ArrowRight').recording.selection).toEqual([
      2, 3
    ]);
  });

  it('lets Escape take away the crosshair, then the selection', () => {
    const keys = ['End', 'Shift+ArrowLeft', 'Escape'];
    expect(pressed(...keys).cursor).toBeNull();
    expect(pressed(...keys).recording.selection).not.toBeNull();
    expect(pressed(...keys, 'Escape').recording.selection).toBeNull();
  });
});
