import type { ITheme } from './primitives';

/** Reads the colours and fonts that hold at an element. */
export function readTheme(node: HTMLElement): ITheme {
  const style = getComputedStyle(node);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: read('--jp-ui-font-color1'),
    dim: read('--jp-private-modulescope-dim'),
    neutral: read('--jp-layout-color2'),
    rule: read('--jp-border-color1'),
    grid: read('--jp-border-color2'),
    ground: read('--jp-layout-color0'),
    brand: read('--jp-brand-color1'),
    added: read('--jp-private-modulescope-added'),
    warning: read('--jp-private-modulescope-warning'),
    uiFont: read('--jp-ui-font-family'),
    codeFont: read('--jp-code-font-family')
  };
}
