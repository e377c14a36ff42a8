import type { Row } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';

/** What was last recorded of the gradients of a module, all its parameters together. */
export interface IRowGradient {
  /** The RMS of each recorded column; null where there was none. */
  readonly points: readonly (number | null)[];
  readonly rms: number | null;
  readonly step: number;
  readonly optimizer: { readonly name: string; readonly eps: number } | null;
  /** Below the `eps` of the optimizer at the last step. */
  readonly isLow: boolean;
  /** NaN or infinite at the last step. */
  readonly isBad: boolean;
}

/** As much of a gradients document as the tree shows; the widget reads the rest. */
interface IRecorded {
  readonly name: string;
  readonly numel: number;
  readonly rms: readonly (number | null)[];
  readonly flags: string;
}

/** Reads a gradients document of one model, and answers for single rows of its tree. */
export class GradientFacts {
  constructor(document: unknown) {
    const [model] = list(member(document, 'models'));
    const optimizer = member(model, 'optimizer');
    const name = member(optimizer, 'name');
    const eps = member(optimizer, 'eps');
    if (typeof name === 'string' && typeof eps === 'number') {
      this._optimizer = { name, eps };
    }
    this._step = Number(list(member(model, 'last_steps')).at(-1) ?? 0);
    this._recorded = list(member(model, 'rows')).flatMap(leaves);
  }

  /** What is known of a row; null if nothing of it was recorded. */
  of(row: Row): IRowGradient | null {
    const key = `${row.kind}:${row.fqn}`;
    let found = this._found.get(key);
    if (found === undefined) {
      found = this._read(row);
      this._found.set(key, found);
    }
    return found;
  }

  private _read(row: Row): IRowGradient | null {
    const isInside = inside(row);
    const mine = this._recorded.filter(({ name }) => isInside(name));
    if (mine.length === 0) {
      return null;
    }
    const length = Math.max(...mine.map(({ rms }) => rms.length));
    const points = Array.from({ length }, (_, column) => joined(mine, column));
    const rms = points.at(-1) ?? null;
    const isBad = mine.some(({ flags }) => /[NI]$/.test(flags));
    const eps = this._optimizer?.eps ?? 0;
    return {
      points,
      rms,
      step: this._step,
      optimizer: this._optimizer,
      isLow: rms !== null && rms < eps,
      isBad
    };
  }

  private readonly _recorded: readonly IRecorded[];
  private readonly _found = new Map<string, IRowGradient | null>();
  private readonly _step: number;
  private readonly _optimizer: IRowGradient['optimizer'] = null;
}

/** `RMS gradient 3.6e-12 at step 300 (Adam eps 1e-08)` */
export function gradientText(
  gradient: IRowGradient,
  { trans }: IViewContext
): string {
  const { rms, step, optimizer, isBad } = gradient;
  if (isBad) {
    return trans.__('Gradient is not finite at step %1', step);
  }
  if (rms === null) {
    return trans.__('No gradient at step %1', step);
  }
  return optimizer
    ? trans.__(
        'RMS gradient %1 at step %2 (%3 eps %4)',
        rms.toExponential(1),
        step,
        optimizer.name,
        optimizer.eps.toExponential(0)
      )
    : trans.__('RMS gradient %1 at step %2', rms.toExponential(1), step);
}

/** Tells the parameters of a row, or of all members of a fold. */
function inside({ fqn, kind, count }: Row): (name: string) => boolean {
  if (fqn === '') {
    return () => true;
  }
  if (kind !== 'fold') {
    return name => name.startsWith(`${fqn}.`);
  }
  const base = fqn.slice(0, fqn.lastIndexOf('.') + 1);
  const first = Number(fqn.slice(base.length));
  return name => {
    const index = Number.parseInt(name.slice(base.length), 10);
    return name.startsWith(base) && index >= first && index < first + count;
  };
}

/** The RMS of all elements together in one column. */
function joined(rows: readonly IRecorded[], column: number): number | null {
  let sum = 0;
  let count = 0;
  for (const { rms, numel } of rows) {
    const value = rms[column];
    if (typeof value === 'number') {
      sum += value * value * numel;
      count += numel;
    }
  }
  return count === 0 ? null : Math.sqrt(sum / count);
}

/** The single parameters of a row that may stand for several. */
function leaves(row: unknown): IRecorded[] {
  const members = list(member(row, 'members'));
  if (members.length > 0) {
    return members.flatMap(leaves);
  }
  const shape = list(member(row, 'shape')).map(Number);
  return [
    {
      name: String(member(row, 'name')),
      numel: shape.reduce((product, size) => product * size, 1),
      rms: list(member(row, 'rms')) as (number | null)[],
      flags: String(member(row, 'flags'))
    }
  ];
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
