import type { Page } from '@playwright/test';

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Prints a figure beside its bar; a benchmark shows, it does not fail. */
export function show(
  name: string,
  value: number,
  bar: number,
  unit = 'ms'
): void {
  const ratio = (value / bar).toFixed(2);
  process.stdout.write(
    `${name}: ${value.toFixed(0)} ${unit} (bar ${bar} ${unit}, ratio ${ratio})\n`
  );
}

/** Milliseconds until the page has, or no longer has, an element. */
export function timeUntil(
  page: Page,
  selector: string,
  isThere: boolean
): Promise<number> {
  return page.evaluate(
    ([wanted, there]) =>
      new Promise<number>(resolve => {
        const start = performance.now();
        const look = () => {
          if ((document.querySelector(wanted) !== null) === there) {
            resolve(performance.now() - start);
          } else {
            requestAnimationFrame(look);
          }
        };
        look();
      }),
    [selector, isThere] as const
  );
}
