/* eslint-disable */
// Generated from schema/protocol/messages.schema.json by scripts/generate.mjs.
import {
  anyBoolean,
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

const ModelEntry = record({
  name: Name,
  class_name: Name,
  numel: integer(),
  cell: either(CellRef, nothing)
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
  kind: oneOf('module', 'fold', 'ghost'),
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
  findings: list(text(300), 20)
});
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
  grad: oneOf('none', 'set', 'not applicable'),
  shared_with: either(Name, nothing),
  optimizer: either(Name, nothing)
});
const HookRow = record({
  fqn: Name,
  kind: text(50),
  function: Name,
  order: integer(1),
  owner: oneOf('torch', 'ours', 'library', 'user', 'unknown'),
  defined: Text,
  defined_cell: either(CellRef, nothing),
  defined_line: either(integer(), nothing),
  registered_cell: either(CellRef, nothing),
  source: text(4000),
  same_as_order: either(integer(), nothing)
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

/** The validators of what only the panel asks for. */
export const viewValidators: ReadonlyMap<string, Shape> = new Map<
  string,
  Shape
>([
  ['models.listed', ModelsListed],
  ['tree.rows', TreeRows],
  ['module.details', ModuleDetails]
]);
