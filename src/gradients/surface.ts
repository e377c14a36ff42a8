import * as React from 'react';

import { Chart } from './chart';

const DEFAULT_WIDTH = 656;

/** The width of an element; hidden (another tab in front) it keeps the last one. */
export function useWidth(element: React.RefObject<HTMLDivElement>): number {
  const [width, setWidth] = React.useState(DEFAULT_WIDTH);
  React.useLayoutEffect(() => {
    const node = element.current;
    if (!node || typeof ResizeObserver === 'undefined') {
      return;
    }
    const measure = (): void => {
      if (node.clientWidth > 0) {
        setWidth(node.clientWidth);
      }
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  return width;
}

/** A chart in an element, drawn again when one of some values changed. */
export function useChart(
  element: React.RefObject<HTMLDivElement>,
  draw: (chart: Chart, node: HTMLElement) => void,
  values: readonly unknown[]
): void {
  const chart = React.useRef<Chart | null>(null);
  React.useEffect(() => {
    if (element.current) {
      chart.current ??= new Chart(element.current, DEFAULT_WIDTH, 1);
      draw(chart.current, element.current);
    }
  }, values);
  React.useEffect(
    () => () => {
      chart.current?.dispose();
      chart.current = null;
    },
    []
  );
}
