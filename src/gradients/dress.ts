const LIGHT = {
  '--jp-layout-color0': '#fff',
  '--jp-layout-color1': '#fff',
  '--jp-layout-color2': '#eee',
  '--jp-border-color1': '#bdbdbd',
  '--jp-border-color2': '#e0e0e0',
  '--jp-ui-font-color1': '#212121',
  '--jp-brand-color1': '#1976d2',
  '--jp-private-modulescope-dim': '#616161',
  '--jp-private-modulescope-link': '#0d47a1',
  '--jp-private-modulescope-warning': '#e65100',
  '--jp-private-modulescope-added': '#1b5e20'
};

const DARK = {
  '--jp-layout-color0': '#111',
  '--jp-layout-color1': '#212121',
  '--jp-layout-color2': '#424242',
  '--jp-border-color1': '#616161',
  '--jp-border-color2': '#424242',
  '--jp-ui-font-color1': '#f5f5f5',
  '--jp-brand-color1': '#2196f3',
  '--jp-private-modulescope-dim': '#bdbdbd',
  '--jp-private-modulescope-link': '#64b5f6',
  '--jp-private-modulescope-warning': '#ff9800',
  '--jp-private-modulescope-added': '#81c784'
};

const SIZES = {
  '--jp-ui-font-size0': '11px',
  '--jp-ui-font-size1': '13px',
  '--jp-ui-font-family': 'system-ui, sans-serif',
  '--jp-code-font-family': 'ui-monospace, monospace'
};

/** Sets the variables of a theme at an element where the page has no theme. */
export function dress(node: HTMLElement): void {
  const style = getComputedStyle(node);
  if (style.getPropertyValue('--jp-layout-color0')) {
    return;
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const theme = { ...SIZES, ...(dark ? DARK : LIGHT) };
  for (const [name, value] of Object.entries(theme)) {
    node.style.setProperty(name, value);
  }
}
