import type { TranslationBundle } from '@jupyterlab/translation';

import type { GradientsModel, View } from './model';

/** The views, in the order of their tabs. */
export const VIEWS: readonly View[] = ['heatmap', 'layers', 'ratio', 'history'];

/** The name of a view. */
export function viewName(view: View, trans: TranslationBundle): string {
  switch (view) {
    case 'heatmap':
      return trans.__('Heatmap');
    case 'layers':
      return trans.__('Layers');
    case 'ratio':
      return trans.__('Ratio');
    case 'history':
      return trans.__('History');
  }
}

/** The name of what is shown, as it stands in a legend. */
export function valueName(
  model: GradientsModel,
  trans: TranslationBundle
): string {
  if (model.view === 'ratio') {
    return trans.__('|Δw|/|w|');
  }
  switch (model.recording.value) {
    case 'rms':
      return trans.__('RMS');
    case 'norm':
      return trans.__('norm');
    case 'max':
      return trans.__('max');
  }
}
