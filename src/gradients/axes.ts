import type { TranslationBundle } from '@jupyterlab/translation';

import type { ModelGradients } from '../protocol/messages';
import type { IGeometry } from './geometry';
import { place } from './geometry';
import type { IShape, ITheme } from './primitives';
import { rect, text } from './primitives';

/** Step numbers at round places below a plot that ends at `bottom`. */
export function stepAxis(
  data: ModelGradients,
  geometry: IGeometry,
  bottom: number,
  theme: ITheme,
  trans: TranslationBundle
): IShape[] {
  const font = `11px ${theme.uiFont}`;
  const steps = data.last_steps;
  const half = (label: string): number => (label.length * 6.5) / 2;
  // The first number is in the middle of its column, which may be narrow.
  const first = place(steps, steps[0], geometry);
  const end = first - half(steps[0].toLocaleString()) - 6;
  const found = [
    text(
      trans.__('step'),
      Math.min(geometry.left - 8, end),
      bottom + 11,
      theme.dim,
      font,
      'right'
    )
  ];
  let taken = -Infinity;
  for (const step of ticks(steps[0], steps[steps.length - 1])) {
    const x = place(steps, step, geometry);
    const label = step.toLocaleString();
    if (x - half(label) < taken + 8) {
      continue;
    }
    taken = x + half(label);
    found.push(rect(x - 0.5, bottom - 1, 1, 4, theme.dim));
    found.push(text(label, x, bottom + 11, theme.dim, font, 'center'));
  }
  return found;
}

/** The first step and multiples of 1, 2 or 5 times a power of ten. */
function ticks(first: number, last: number): number[] {
  const rough = Math.max((last - first) / 5, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const distance =
    [1, 2, 5, 10].map(n => n * power).find(n => n >= rough) ?? rough;
  const found = [first];
  for (let step = Math.ceil((first + 1) / distance) * distance; step <= last;) {
    found.push(step);
    step += distance;
  }
  return found;
}

/** A log10 axis between two whole powers of ten. */
export class Decades {
  constructor(
    private readonly _range: readonly [number, number],
    private readonly _from: number,
    private readonly _length: number
  ) {}

  /** Where a value is; those beyond an end are at it. */
  at(value: number): number {
    const [low, high] = this._range;
    const share = (Math.log10(value) - low) / (high - low);
    return this._from + Math.min(Math.max(share, 0), 1) * this._length;
  }

  /** Powers of ten that are at least `room` pixels apart, with their labels. */
  ticks(room: number): { at: number; label: string }[] {
    const [low, high] = this._range;
    const apart = Math.abs(this._length) / (high - low);
    const distance = Math.max(1, Math.ceil(room / apart));
    const powers: number[] = [];
    for (let power = low; power <= high; power += distance) {
      powers.push(power);
    }
    return powers.map(power => ({
      at: this.at(10 ** power),
      label: `1e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
    }));
  }
}
