import type {
  GradientRow,
  Gradients,
  LastStep,
  ModelGradients
} from '../protocol/messages';

const LAST: LastStep = {
  state: 'value',
  rms: [1e-4, 1e-4],
  at_step: null,
  ratio: null,
  mean: 0,
  std: 1e-4,
  min: -1e-3,
  max: 1e-3,
  zero: 0,
  nan: 0,
  inf: 0,
  num_bad: 0,
  num_zero: 0,
  num_none: 0,
  num_low: 0
};

/** A row of a spec. */
export function row(
  name: string,
  rms: (number | null)[],
  more: Partial<GradientRow> = {}
): GradientRow {
  return {
    name,
    count: 1,
    shape: [4, 4],
    flags: rms.map(value => (value === null ? 'N' : '.')).join(''),
    rms,
    max: rms.map(value => value && 10 * value),
    low: null,
    high: null,
    at_step: null,
    ratio: null,
    bad: [],
    eps: 1e-8,
    last_step: null,
    last: LAST,
    members: [],
    ...more
  };
}

/** A row's last state of a spec. */
export function last(more: Partial<LastStep>): LastStep {
  return { ...LAST, ...more };
}

/** A model of a spec, with columns at steps 10, 20, …. */
export function recorded(
  rows: GradientRow[],
  more: Partial<ModelGradients> = {}
): ModelGradients {
  const steps = Array.from(rows[0].flags, (_, index) => 10 * (index + 1));
  return {
    name: 'model',
    class_name: 'Net',
    recorded: steps.length,
    scale: null,
    first_steps: steps,
    last_steps: steps,
    optimizer: { name: 'Adam', eps: 1e-8 },
    total: { norm: null, at_step: null },
    onset: null,
    rows,
    left_out: 0,
    ...more
  };
}

/** A document of a spec. */
export function gradients(
  models: ModelGradients[],
  more: Partial<Gradients> = {}
): Gradients {
  return {
    version: 1,
    watch: '',
    state: 'done',
    message: '',
    steps: 300,
    recorded: 30,
    every: 10,
    stride: 10,
    budget: 0.01,
    overhead: 0.008,
    ratio: false,
    stats: 'full',
    point: 'backward',
    models,
    ...more
  };
}

const NOTHING = { mean: null, std: null, min: null, max: null, zero: null };

/** A light recording of a spec. */
export const light = gradients(
  [recorded([row('w', [1e-3], { max: [null], last: last(NOTHING) })])],
  { stats: 'light' }
);
