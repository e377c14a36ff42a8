import { formatBytes, formatCount, formatDuration, formatTime } from './format';

describe('the numbers of the panel', () => {
  it.each([
    [0, '0'],
    [387, '387'],
    [9408, '9,408'],
    [33_667, '33.7k'],
    [999_499, '999k'],
    [999_500, '1.00M'],
    [4_198_400, '4.20M'],
    [131_072_000, '131M'],
    [6_630_000_000, '6.63B']
  ])('counts %d as %s', (count, text) => {
    expect(formatCount(count, 'en')).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [780, '780 B'],
    [8192, '8.2 kB'],
    [16_793_600, '16.8 MB'],
    [262_144_000, '262 MB'],
    [13_300_000_000, '13.3 GB']
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes, 'en')).toBe(text);
  });

  it.each([
    [38_200, '38 s'],
    [119_000, '119 s'],
    [125_000, '2 min']
  ])('writes %d ms as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds, 'en')).toBe(text);
  });

  it('writes a time of day with 24 hours', () => {
    const noon = new Date(2026, 0, 1, 0, 4, 31).getTime();
    expect(formatTime(noon, 'en')).toBe('00:04:31');
  });

  it('follows the language of the user', () => {
    expect(formatCount(9408, 'de')).toBe('9.408');
  });
});
