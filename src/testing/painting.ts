import type { GradientRow } from '../protocol/messages';
import { nullTranslator } from '@jupyterlab/translation';

import { GradientsModel } from '../gradients/model';
import type { IPainter } from '../gradients/painter';
import type { IShape, ITheme } from '../gradients/primitives';
import { gradients, recorded } from './gradients';

/** Colours and fonts by their names. */
export const THEME: ITheme = {
  ink: 'ink',
  dim: 'dim',
  neutral: 'neutral',
  rule: 'rule',
  grid: 'grid',
  ground: 'ground',
  brand: 'brand',
  added: 'added',
  warning: 'warning',
  uiFont: 'ui',
  codeFont: 'code'
};

/** A model of rows, with ratios. */
export function modelOf(rows: GradientRow[]): GradientsModel {
  const model = new GradientsModel();
  model.setDocument(gradients([recorded(rows)], { ratio: true }));
  return model;
}

/** What a painter draws of a model. */
export function draw(painter: IPainter, model: GradientsModel): IShape[] {
  const geometry = painter.layout(model, 656, 0, 24);
  return painter.draw(model, geometry, THEME, trans);
}

/** The texts of a drawing, in order. */
export function texts(shapes: IShape[]): unknown[] {
  return shapes.filter(one => one.type === 'text').map(one => one.style.text);
}

const trans = nullTranslator.load('modulescope');
