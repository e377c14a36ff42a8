import { layers, ratio } from './bars';
import { heatmap } from './heatmap';
import { history } from './history';
import type { View } from './model';
import type { IPainter } from './painter';

/** What draws each view. */
export const PAINTERS: Readonly<Record<View, IPainter>> = {
  heatmap,
  layers,
  ratio,
  history
};
