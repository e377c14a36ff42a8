import type { TranslationBundle } from '@jupyterlab/translation';

import type {
  GradientRow,
  ModelGradients,
  Rebuild
} from '../protocol/messages';
import type { IGeometry } from './geometry';
import { edge } from './geometry';
import type { IShape, ITheme } from './primitives';
import { polyline, rect } from './primitives';
import { numel } from './rows';

/** The first column of each rebuilt model. */
export function rebuiltColumns(data: ModelGradients): number[] {
  return recorded(data).map(({ step }) =>
    data.last_steps.findIndex(last => last >= step)
  );
}

/** That the model was rebuilt, while nothing is recorded of the new one yet. */
export function pendingRebuild(data: ModelGradients | null): Rebuild | null {
  return data?.rebuilds?.find(({ step }) => step === null) ?? null;
}

/** The elements of one parameter of a row at a column: other models, other sizes. */
export function numelAt(
  data: ModelGradients,
  row: GradientRow,
  column: number
): number {
  const index = row.sizes
    ? recorded(data).findIndex(({ step }) => data.last_steps[column] < step)
    : -1;
  return row.sizes?.[index] ?? numel(row);
}

/** What there is to say of rebuilt models; empty without one. */
export function describeRebuilds(
  data: ModelGradients,
  trans: TranslationBundle
): string {
  const found = recorded(data);
  const last = found.at(-1);
  if (!last) {
    return '';
  }
  const step = last.step.toLocaleString();
  const where =
    last.cell === null
      ? trans.__('before step %1', step)
      : trans.__('before step %1, in [%2]', step, last.cell);
  return trans._n(
    'The model was rebuilt %2',
    'The model was rebuilt %3 times, the last time %2',
    found.length,
    where,
    found.length.toLocaleString()
  );
}

/** A dashed line, on every colour, before the first column of each rebuilt model. */
export function rebuildLines(
  data: ModelGradients,
  geometry: IGeometry,
  height: number,
  theme: ITheme
): IShape[] {
  return rebuiltColumns(data).flatMap(column => {
    const x = Math.round(edge(geometry, column)) - 0.5;
    const ends = [
      [x, geometry.top],
      [x, geometry.top + height]
    ] as const;
    return [
      rect(x - 1.5, geometry.top, 3, height, theme.ground, 1),
      polyline(ends, theme.ink, 1, [4, 3], 2)
    ];
  });
}

function recorded(data: ModelGradients): (Rebuild & { step: number })[] {
  return (data.rebuilds ?? []).filter(
    (one): one is Rebuild & { step: number } => one.step !== null
  );
}
