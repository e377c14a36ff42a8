/* eslint-disable */
// Generated from schema/protocol/*.schema.json by scripts/generate.mjs.
import { Gradients } from './gradientvalidators';
import {
  anyBoolean,
  anyNumber,
  either,
  integer,
  list,
  nothing,
  oneOf,
  record,
  table,
  text
} from './shapes';
import type { Shape } from './shapes';
import { CellRef, Checked, Id, Name, Text } from './validators';

const KeptAlive = record({
  bytes: integer(0),
  since_cell: either(CellRef, nothing)
});
const ModelEntry = record({
  name: Name,
  path: Name,
  key: text(32),
  class_name: Name,
  numel: integer(),
  cell: either(CellRef, nothing),
  kept: either(KeptAlive, nothing)
});
const Chip = record({
  kind: oneOf(
    'device',
    'dtype',
    'mode',
    'frozen',
    'half_frozen',
    'hooks',
    'shared',
    'meta',
    'lazy',
    'parametrized',
    'ghost',
    'cycle',
    'differs'
  ),
  text: Text
});
const Row = record({
  fqn: Name,
  name: Name,
  depth: integer(0),
  kind: oneOf('module', 'fold', 'ghost', 'none'),
  class_name: Name,
  shape: Text,
  count: integer(1),
  note: Text,
  numel: integer(),
  bytes: integer(),
  chips: list(Chip, 12),
  num_children: integer(0),
  expanded: anyBoolean,
  matched: anyBoolean,
  findings: list(text(300), 20),
  health: oneOf('unknown', 'normal', 'look', 'finding'),
  health_text: Text,
  health_count: integer(0)
});
const Span = record({ start: integer(0), end: integer(0) });
const Totals = record({
  modules: integer(),
  parameters: integer(),
  buffers: integer(),
  numel: integer(),
  trainable: integer(),
  trainable_numel: integer(),
  bytes: integer(),
  storage_bytes: integer(),
  uninitialized: integer(),
  hooks: table(integer()),
  devices: list(text(50)),
  dtypes: list(text(50)),
  partial: anyBoolean
});
const Placement = record({
  device: text(50),
  dtype: text(50),
  count: integer()
});
const Overview = record({
  class_name: Name,
  class_module: Name,
  shape: Text,
  settings: Text,
  class_cell: either(CellRef, nothing),
  built_cell: either(CellRef, nothing),
  totals: Totals,
  placements: list(Placement, 50),
  training: either(anyBoolean, nothing),
  num_children: integer()
});
const TensorRow = record({
  fqn: Name,
  kind: oneOf('parameter', 'buffer'),
  shape: Text,
  dtype: text(50),
  device: text(50),
  trainable: anyBoolean,
  persistent: anyBoolean,
  grad: oneOf('none', 'set', 'unknown', 'not applicable'),
  shared_with: either(Name, nothing),
  optimizer: either(Name, nothing)
});
const HookRow = record({
  fqn: Name,
  hook: text(64),
  kind: text(50),
  function: Name,
  order: integer(1),
  with_kwargs: anyBoolean,
  always_called: anyBoolean,
  owner: text(100),
  removable: anyBoolean,
  kept: text(100),
  held_bytes: either(integer(), nothing),
  defined: Text,
  defined_cell: either(CellRef, nothing),
  defined_line: either(integer(), nothing),
  registered_cell: either(CellRef, nothing),
  registered_line: either(integer(), nothing),
  source: text(4000),
  same_as_order: either(integer(), nothing)
});
const Holder = record({
  text: Text,
  kind: oneOf(
    'output',
    'variable',
    'optimizer',
    'hook',
    'traceback',
    'container',
    'other'
  ),
  cell: either(CellRef, nothing)
});
const MemoryRow = record({
  device: text(50),
  parameters: integer(0),
  buffers: integer(0),
  gradients: either(integer(0), nothing),
  optimizer: integer(0),
  storage: integer(0)
});
const AllocatorRow = record({
  device: text(50),
  allocated: integer(0),
  reserved: integer(0),
  peak: integer(0)
});
const LeftBehind = record({
  fqn: Name,
  device: text(50),
  bytes: integer(0),
  why: Text
});
const InitExpected = record({
  text: Text,
  std: anyNumber,
  mean: anyNumber,
  low: either(anyNumber, nothing),
  high: either(anyNumber, nothing)
});
const Histogram = record({
  edges_low: anyNumber,
  edges_high: anyNumber,
  counts: list(integer(0), 41),
  expected_low: either(anyNumber, nothing),
  expected_high: either(anyNumber, nothing)
});
const InitRow = record({
  fqn: Name,
  parameter: Name,
  shape: Text,
  numel: integer(0),
  sampled: integer(0),
  bound: either(anyNumber, nothing),
  of: oneOf('now', 'birth'),
  mean: either(anyNumber, nothing),
  std: either(anyNumber, nothing),
  min: either(anyNumber, nothing),
  max: either(anyNumber, nothing),
  nonfinite: integer(0),
  expected: either(InitExpected, nothing),
  ratio: either(anyNumber, nothing),
  verdict: oneOf('ok', 'low', 'high', 'unknown'),
  histogram: either(Histogram, nothing),
  note: Text
});
const Measured = record({
  fqn: Name,
  mean: either(anyNumber, nothing),
  std: either(anyNumber, nothing),
  min: either(anyNumber, nothing),
  max: either(anyNumber, nothing),
  zero: either(anyNumber, nothing),
  nonfinite: integer(0),
  grad_rms: either(anyNumber, nothing),
  sampled: integer(0),
  bound: either(anyNumber, nothing),
  note: Text
});
const SnapshotRow = record({
  key: text(64),
  name: Name,
  model: Name,
  class_name: Name,
  time: anyNumber,
  cell: either(CellRef, nothing),
  modules: integer(0),
  bytes: integer(0),
  pinned: anyBoolean
});
const Armed = record({ model: Name, preset: oneOf('cell', 'load') });
const DiffRow = record({
  kind: oneOf(
    'added',
    'removed',
    'moved',
    'retyped',
    'shape',
    'dtype',
    'device',
    'frozen',
    'changed',
    'unchanged'
  ),
  fqn: Name,
  before: Text,
  after: Text,
  relative: either(anyNumber, nothing),
  estimated: anyBoolean,
  shape: Text
});
const ModelsListed = record({
  kind: oneOf('models.listed'),
  id: Id,
  models: list(ModelEntry, 200),
  selected: either(Name, nothing)
});
const TreeRows = record({
  kind: oneOf('tree.rows'),
  id: Id,
  model: Name,
  fqn: Name,
  found: anyBoolean,
  rows: list(Row, 5000),
  left_out: integer(0),
  matches: either(integer(), nothing),
  problem: Text,
  bad_terms: list(Span, 50),
  totals: Totals,
  checked: Checked
});
const ModuleDetails = record({
  kind: oneOf('module.details'),
  id: Id,
  model: Name,
  fqn: Name,
  overview: either(Overview, nothing),
  tensors: list(TensorRow, 500),
  tensors_left_out: integer(0),
  hooks: list(HookRow, 200),
  hooks_left_out: integer(0),
  checked: Checked
});
const HookRemoved = record({
  kind: oneOf('hook.removed'),
  id: Id,
  done: anyBoolean,
  message: Text,
  undo: either(text(64), nothing)
});
const HookRestored = record({
  kind: oneOf('hook.restored'),
  id: Id,
  done: anyBoolean,
  message: Text
});
const HoldersFound = record({
  kind: oneOf('holders.found'),
  id: Id,
  holders: list(Holder, 50),
  bytes: integer(0),
  partial: anyBoolean
});
const MemoryTable = record({
  kind: oneOf('memory.table'),
  id: Id,
  rows: list(MemoryRow, 50),
  allocator: list(AllocatorRow, 50),
  left_behind: list(LeftBehind, 100),
  checked: Checked
});
const InitReport = record({
  kind: oneOf('init.report'),
  id: Id,
  model: Name,
  fqn: Name,
  rows: list(InitRow, 500),
  left_out: integer(0),
  updated: either(integer(), nothing),
  note: Text,
  checked: Checked
});
const ClassSource = record({
  kind: oneOf('class.source'),
  id: Id,
  model: Name,
  fqn: Name,
  class_name: Name,
  text: text(40000),
  cell: either(CellRef, nothing),
  line: either(integer(), nothing),
  file: Name,
  edited: anyBoolean,
  left_out: integer(0),
  reason: Text
});
const ParamsMeasured = record({
  kind: oneOf('params.measured'),
  id: Id,
  model: Name,
  fqn: Name,
  rows: list(Measured, 500),
  left_out: integer(0),
  checked: Checked
});
const GradsFound = record({
  kind: oneOf('grads.found'),
  id: Id,
  model: Name,
  fqn: Name,
  document: either(Gradients, nothing),
  text: Text,
  again_ms: either(integer(250), nothing),
  checked: Checked
});
const SnapshotTaken = record({
  kind: oneOf('snapshot.taken'),
  id: Id,
  snapshot: either(SnapshotRow, nothing),
  message: Text
});
const SnapshotListed = record({
  kind: oneOf('snapshot.listed'),
  id: Id,
  snapshots: list(SnapshotRow, 20),
  armed: either(Armed, nothing)
});
const SnapshotDiff = record({
  kind: oneOf('snapshot.diff'),
  id: Id,
  a: either(SnapshotRow, nothing),
  b: either(SnapshotRow, nothing),
  summary: Text,
  notes: list(Text, 20),
  rows: list(DiffRow, 2000),
  left_out: integer(0),
  checked: Checked
});
const WatchState = record({
  kind: oneOf('watch.state'),
  id: Id,
  watch: text(64),
  state: oneOf('off', 'waiting', 'recording', 'paused'),
  model: Name,
  steps: integer(0),
  recorded: integer(0),
  overhead: anyNumber,
  budget: anyNumber,
  message: Text
});

/** The validators of what only the panel asks for. */
export const viewValidators: ReadonlyMap<string, Shape> = new Map<
  string,
  Shape
>([
  ['models.listed', ModelsListed],
  ['tree.rows', TreeRows],
  ['module.details', ModuleDetails],
  ['hook.removed', HookRemoved],
  ['hook.restored', HookRestored],
  ['holders.found', HoldersFound],
  ['memory.table', MemoryTable],
  ['init.report', InitReport],
  ['class.source', ClassSource],
  ['params.measured', ParamsMeasured],
  ['grads.found', GradsFound],
  ['snapshot.taken', SnapshotTaken],
  ['snapshot.listed', SnapshotListed],
  ['snapshot.diff', SnapshotDiff],
  ['watch.state', WatchState]
]);
