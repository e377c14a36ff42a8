import type { TranslationBundle } from '@jupyterlab/translation';

import { Chart } from './chart';
import { formatEnd, formatSummary, visible } from './format';
import { CIVIDIS } from './colors';
import { GLYPHS } from './labels';
import type { GradientsModel } from './model';
import { PAINTERS } from './painters';
import type { IShape, ITheme } from './primitives';
import { rect, text } from './primitives';
import { valueName } from './names';
import { readTheme } from './theme';

const WIDTH = 800;
const HEAD = 32;
const FOOT = 28;
const MARGIN = 12;

/** The view as the data URL of a PNG: twice as sharp, with title, axes and units. */
export function picture(
  model: GradientsModel,
  node: HTMLElement,
  trans: TranslationBundle
): string {
  const theme = readTheme(node);
  const painter = PAINTERS[model.view];
  const geometry = painter.layout(model, WIDTH, 0, Infinity);
  const height = HEAD + geometry.height + FOOT;
  const host = document.createElement('div');
  const chart = new Chart(host, WIDTH, height, 2);
  try {
    const body = painter.draw(model, geometry, theme, trans);
    const shapes = [
      ...title(model, theme, trans),
      ...body.map(shape => ({ ...shape, y: HEAD })),
      ...(model.view === 'heatmap'
        ? legend(model, theme, trans, height - FOOT / 2)
        : [])
    ];
    chart.draw(shapes, WIDTH, height);
    return chart.picture(theme.ground);
  } finally {
    chart.dispose();
  }
}

function title(
  model: GradientsModel,
  theme: ITheme,
  trans: TranslationBundle
): IShape[] {
  const { document, model: data } = model.recording;
  if (!document || !data) {
    return [];
  }
  const name = trans.__('Gradients of %1', visible(data.name));
  const summary = `${name} · ${valueName(model, trans)} · ${formatSummary(document, trans)}`;
  return [
    text(summary, MARGIN, HEAD / 2, theme.ink, `600 12px ${theme.uiFont}`)
  ];
}

function legend(
  model: GradientsModel,
  theme: ITheme,
  trans: TranslationBundle,
  y: number
): IShape[] {
  const [low, high] = model.scale.map(formatEnd);
  const font = `11px ${theme.uiFont}`;
  const label = trans.__('log10 %1', valueName(model, trans));
  const signs = [
    [GLYPHS.get('N'), trans.__('NaN')],
    [GLYPHS.get('I'), trans.__('infinite')],
    [GLYPHS.get('0'), trans.__('zero')],
    [GLYPHS.get('-'), trans.__('None')]
  ];
  const from = MARGIN + 110;
  return [
    text(label, MARGIN, y, theme.dim, font),
    text(low, from - 6, y, theme.dim, font, 'right'),
    ...CIVIDIS.map((color, index) =>
      rect(from + 2 * index, y - 4, 2.5, 8, color)
    ),
    text(high, from + 2 * CIVIDIS.length + 6, y, theme.dim, font),
    text(
      signs.map(([glyph, meaning]) => `${glyph} ${meaning}`).join('    '),
      WIDTH - MARGIN,
      y,
      theme.dim,
      font,
      'right'
    )
  ];
}
