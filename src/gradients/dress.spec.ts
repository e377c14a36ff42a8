import { dress } from './dress';

/** A page that prefers a scheme of colours; jsdom has none. */
function prefer(scheme: 'dark' | 'light'): void {
  window.matchMedia = query =>
    ({ matches: query.includes(scheme) }) as MediaQueryList;
}

function made(): HTMLElement {
  const node = document.createElement('div');
  document.body.append(node);
  return node;
}

describe('dress', () => {
  afterEach(() => document.body.replaceChildren());

  it.each([
    ['light', '#fff', '#212121'],
    ['dark', '#111', '#f5f5f5']
  ] as const)(
    'gives a page without a theme a %s one',
    (scheme, ground, ink) => {
      prefer(scheme);
      const node = made();
      dress(node);
      expect(node.style.getPropertyValue('--jp-layout-color0')).toBe(ground);
      expect(node.style.getPropertyValue('--jp-ui-font-color1')).toBe(ink);
      expect(node.style.getPropertyValue('--jp-code-font-family')).not.toBe('');
    }
  );

  it('leaves the theme of a page alone', () => {
    prefer('dark');
    const node = made();
    node.style.setProperty('--jp-layout-color0', 'beige');
    dress(node);
    expect(node.style.getPropertyValue('--jp-layout-color0')).toBe('beige');
    expect(node.style.getPropertyValue('--jp-ui-font-color1')).toBe('');
  });

  it('gives both themes the same variables', () => {
    const names = (['light', 'dark'] as const).map(scheme => {
      prefer(scheme);
      const node = made();
      dress(node);
      return Array.from(node.style).sort();
    });
    expect(names[0]).toEqual(names[1]);
    expect(names[0].length).toBeGreaterThan(10);
  });
});
