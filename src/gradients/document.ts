import { isGradients } from '../protocol/gradientvalidators';
import type {
  GradientMember,
  Gradients,
  ModelGradients
} from '../protocol/messages';

/**
 * Reads the data of an output; null if it has not the shape of the schema.
 *
 * A saved notebook may come from anybody, so nothing of it is taken on trust.
 */
export function readGradients(data: unknown): Gradients | null {
  if (!isGradients(data)) {
    return null;
  }
  const document = data as Gradients;
  return document.models.every(hasEvenColumns) ? document : null;
}

/** Whether all that has one entry per column is equally long, which no schema can say. */
function hasEvenColumns({
  first_steps,
  last_steps,
  rows
}: ModelGradients): boolean {
  const columns = last_steps.length;
  return (
    first_steps.length === columns &&
    rows
      .flatMap<GradientMember>(row => [row, ...row.members])
      .every(row => isEven(row, columns))
  );
}

function isEven(row: GradientMember, columns: number): boolean {
  const { flags, rms, max, low, high, at_step, ratio, bad, sizes } = row;
  const whole = [flags, rms, max, low, high, at_step, ratio];
  const parts = [bad, sizes];
  return (
    whole.every(values => values === null || values.length === columns) &&
    parts.every(values => !values || values.length <= columns)
  );
}
