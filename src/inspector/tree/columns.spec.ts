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
});
