/* eslint-disable */
// Generated from schema/protocol/messages.schema.json by scripts/generate.mjs.
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

const Hello = record({
  version: text(50),
  protocol: integer(),
  python: text(50),
  executable: text(1000),
  torch: either(text(50), nothing),
  capabilities: list(text(50), 100)
});
const Id = text(64);
const Severity = oneOf('error', 'warning', 'info', 'hint');
const Status = oneOf('static', 'live', 'stale');
const Text = text(2000);
const CellId = text(128);
const Position = record({ line: integer(0), character: integer(0) });
const Range = record({ start: Position, end: Position });
const Edit = record({ cell_id: CellId, range: Range, text: text(20000) });
const CellRef = record({
  cell_id: either(CellId, nothing),
  execution_count: either(integer(), nothing)
});
const Fix = record({
  title: Text,
  kind: oneOf('edit', 'run', 'kernel'),
  safe: anyBoolean,
  edits: list(Edit, 50),
  run: list(CellRef, 50),
  confirm: either(Text, nothing)
});
const Name = text(1000);
const Place = record({
  cell: CellRef,
  range: either(Range, nothing),
  note: Text
});
const Checked = record({
  execution_count: either(integer(), nothing),
  time: anyNumber
});
const Finding = record({
  id: text(300),
  code: text(Infinity, /^NN[0-9]{3}$/),
  name: text(100),
  severity: Severity,
  status: Status,
  wasted: anyBoolean,
  message: Text,
  evidence: list(Text, 20),
  silence: either(Text, nothing),
  why: Text,
  advice: Text,
  fixes: list(Fix, 5),
  cell: either(CellRef, nothing),
  range: either(Range, nothing),
  object: either(Name, nothing),
  affects: list(Place, 20),
  related: list(Place, 20),
  checked: either(Checked, nothing)
});
const Code = text(Infinity, /^NN[0-9]{3}$/);
const Session = record({
  muted: list(Code, 200),
  paused: anyBoolean,
  told: list(text(300), 200)
});
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
const RuleSection = record({ heading: Text, text: text(20000) });
const ClientOpened = record({
  kind: oneOf('client.opened'),
  id: Id,
  hello: Hello
});
const NotebookFindings = record({
  kind: oneOf('notebook.findings'),
  id: Id,
  revision: integer(),
  findings: list(Finding, 1000),
  confirmed: list(Text, 50),
  checked: either(Checked, nothing),
  live_ms: anyNumber,
  slowed: anyBoolean,
  failed: list(Text, 100),
  unparsed: list(CellId, 20000),
  session: Session
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
const RulePage = record({
  kind: oneOf('rule.page'),
  id: Id,
  code: text(100),
  name: text(100),
  severity: Severity,
  title: Text,
  sections: list(RuleSection, 20)
});
const FixApplied = record({
  kind: oneOf('fix.applied'),
  id: Id,
  done: anyBoolean,
  message: Text
});
const SessionState = record({
  kind: oneOf('session.state'),
  id: Id,
  session: Session
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
const RunDone = record({
  kind: oneOf('run.done'),
  id: Id,
  cell: CellRef,
  changed: list(Name, 100),
  session: Session
});
const ErrorReply = record({ kind: oneOf('error'), id: Id, message: Text });
const Unsupported = record({
  kind: oneOf('unsupported'),
  id: Id,
  asked: text(100)
});

/** Says whether a value is what `install()` gives. */
export const isHello: Shape = Hello;

/** The validator of each kind of message that the kernel sends. */
export const validators: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['client.opened', ClientOpened],
  ['notebook.findings', NotebookFindings],
  ['models.listed', ModelsListed],
  ['tree.rows', TreeRows],
  ['module.details', ModuleDetails],
  ['rule.page', RulePage],
  ['fix.applied', FixApplied],
  ['session.state', SessionState],
  ['watch.state', WatchState],
  ['run.done', RunDone],
  ['error', ErrorReply],
  ['unsupported', Unsupported]
]);
