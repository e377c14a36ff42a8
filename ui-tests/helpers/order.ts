import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files of tests in a folder, in an order that is the same for the same seed. */
export function shuffledFiles(folder: string, seed: number): string[] {
  const files = readdirSync(join(__dirname, '..', folder)).sort();
  const random = randomFrom(seed);
  for (let last = files.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [files[last], files[other]] = [files[other], files[last]];
  }
  return files;
}

/** Numbers in [0, 1): mulberry32, which needs no state but its seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
