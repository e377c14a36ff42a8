import { columnsFor } from './columns';

describe('the columns of the tree', () => {
  const at = (pixels: number): string[] => [...columnsFor(pixels).shown];

  it('are more the wider the section is', () => {
    expect(at(320)).toEqual(['class', 'params']);
    expect(at(480)).toEqual(['class', 'differs', 'params']);
    expect(at(640)).toEqual([
      'class',
      'differs',
      'params',
      'bytes',
      'gradient'
    ]);
  });

  it('tell the shapes of classes from 400 pixels on', () => {
    expect(columnsFor(399).hasShapes).toBe(false);
    expect(columnsFor(400).hasShapes).toBe(true);
  });

  it('are those that the user chose, whatever the width', () => {
    const { shown } = columnsFor(320, { bytes: true, class: false });
    expect([...shown]).toEqual(['params', 'bytes']);
  });

  it('have a track each, and two for name and health', () => {
    for (const pixels of [320, 480, 640]) {
      const { shown, template } = columnsFor(pixels);
      const tracks = template.replace(/\([^)]*\)/g, '').split(' ');
      expect(tracks).toHaveLength(shown.size + 2);
    }
  });

  it('let names and classes share what room there is', () => {
    expect(columnsFor(359)).toMatchObject({ isTight: true });
    expect(columnsFor(360)).toMatchObject({ isTight: false });
    const first = (pixels: number): string =>
      columnsFor(pixels).template.split(') ')[0];
    expect([359, 479, 480].map(first)).toEqual([
      'minmax(48px, 1.4fr',
      'minmax(96px, 124px',
      'minmax(122px, 1fr'
    ]);
  });
});
