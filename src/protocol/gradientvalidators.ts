/* eslint-disable */
// Generated from schema/protocol/*.schema.json by scripts/generate.mjs.
import {
  anyBoolean,
  anyNumber,
  either,
  integer,
  least,
  list,
  nothing,
  oneOf,
  open,
  text
} from './shapes';
import type { Shape } from './shapes';

const Stage = oneOf('waiting', 'recording', 'paused', 'done', 'stopped');
const Count = integer(0, 9007199254740991);
const Figure = either(anyNumber, nothing);
const Moment = oneOf('backward', 'step');
const Label = text(1000);
const Steps = list(integer(1, 9007199254740991), 512, 1);
const OneEps = open({ name: Label, eps: anyNumber });
const TotalNorm = open({ norm: Figure, at_step: Figure });
const Rebuild = open({
  step: either(integer(1, 9007199254740991), nothing),
  cell: either(Count, nothing)
});
const Onset = open({
  kind: oneOf('NaN', 'Inf'),
  step: integer(1, 9007199254740991),
  fqn: Label,
  finite_step: either(Count, nothing)
});
const Extent = list(Count, 64);
const Sizes = either(list(Count, 512), nothing);
const Flags = text(512, /^[.NI0\-? ]*$/);
const Numbers = list(either(anyNumber, nothing), 512);
const Known = either(list(either(anyNumber, nothing), 512), nothing);
const Bad = list(list(Count, 3, 3), 512);
const Presence = oneOf(
  'value',
  'frozen',
  'unused',
  'unreached',
  'unreadable',
  'absent'
);
const Ends = either(list(anyNumber, 2, 2), nothing);
const LastStep = open({
  state: Presence,
  rms: Ends,
  at_step: Ends,
  ratio: Ends,
  mean: Figure,
  std: Figure,
  min: Figure,
  max: Figure,
  zero: Figure,
  nan: Count,
  inf: Count,
  num_bad: Count,
  num_zero: Count,
  num_none: Count,
  num_low: Count
});
const GradientMember = open(
  {
    name: Label,
    count: integer(1, 9007199254740991),
    shape: Extent,
    flags: Flags,
    rms: Numbers,
    max: Numbers,
    low: Known,
    high: Known,
    at_step: Known,
    ratio: Known,
    bad: Bad,
    eps: Figure,
    last_step: either(Count, nothing),
    last: LastStep,
    members: list(nothing, 0)
  },
  { sizes: Sizes }
);
const GradientRow = open(
  {
    name: Label,
    count: integer(1, 9007199254740991),
    shape: Extent,
    flags: Flags,
    rms: Numbers,
    max: Numbers,
    low: Known,
    high: Known,
    at_step: Known,
    ratio: Known,
    bad: Bad,
    eps: Figure,
    last_step: either(Count, nothing),
    last: LastStep,
    members: list(GradientMember, 10000)
  },
  { sizes: Sizes }
);
const ModelGradients = open(
  {
    name: Label,
    class_name: Label,
    recorded: Count,
    scale: Figure,
    first_steps: Steps,
    last_steps: Steps,
    optimizer: either(OneEps, nothing),
    total: TotalNorm,
    onset: either(Onset, nothing),
    rows: list(GradientRow, 400, 1),
    left_out: Count
  },
  { rebuilds: list(Rebuild, 513) }
);
export const Gradients = open(
  {
    version: oneOf(1),
    watch: text(64),
    state: Stage,
    message: text(5000),
    steps: Count,
    recorded: Count,
    every: either(Count, nothing),
    stride: Figure,
    budget: anyNumber,
    overhead: anyNumber,
    ratio: anyBoolean,
    stats: oneOf('full', 'light'),
    point: Moment,
    models: list(ModelGradients, 20)
  },
  { spent_s: least(0) }
);

/** Says whether a value is what a watch recorded. */
export const isGradients: Shape = Gradients;
