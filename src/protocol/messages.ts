/* eslint-disable */
/** Generated from schema/protocol/*.schema.json by scripts/generate.mjs. */

/**
 * Every message between the front end and the companion. Requests and their replies travel on the comm `modulescope`, pushes on `modulescope.push`.
 */
export type Message =
  | ClientOpen
  | ClientOpened
  | NotebookCheck
  | NotebookFindings
  | ModelsList
  | ModelsListed
  | TreeGet
  | TreeRows
  | ModuleGet
  | ModuleDetails
  | RuleGet
  | RulePage
  | FixApply
  | FixApplied
  | SessionSet
  | SessionState
  | WatchSet
  | WatchState
  | HookRemove
  | HookRemoved
  | HookRestore
  | HookRestored
  | HoldersGet
  | HoldersFound
  | MemoryGet
  | MemoryTable
  | InitGet
  | InitReport
  | SourceGet
  | ClassSource
  | ParamsMeasure
  | ParamsMeasured
  | GradsGet
  | GradsFound
  | SnapshotTake
  | SnapshotTaken
  | SnapshotList
  | SnapshotListed
  | SnapshotChange
  | SnapshotArm
  | SnapshotCompare
  | SnapshotDiff
  | RunDone
  | ErrorReply
  | Unsupported;
/**
 * Chosen by the side that asks; the reply repeats it.
 */
export type Id = string;
/**
 * The notebook's own id of a cell.
 */
export type CellId = string;
export type Severity = 'error' | 'warning' | 'info' | 'hint';
export type Status = 'static' | 'live' | 'stale';
export type Text = string;
/**
 * A name from the user's code or kernel. Hostile until shown as text.
 */
export type Name = string;
export type Code = string;
/**
 * How far a watch is.
 */
export type Stage = 'waiting' | 'recording' | 'paused' | 'done' | 'stopped';
export type Count = number;
/**
 * When gradients are read.
 */
export type Moment = 'backward' | 'step';
/**
 * A name from the user's code. Hostile until shown as text.
 */
export type Label = string;
/**
 * Of each column: it may join several recorded steps.
 *
 * @minItems 1
 * @maxItems 512
 */
export type Steps = number[];
export type Figure = number | null;
/**
 * @maxItems 64
 */
export type Extent = Count[];
/**
 * The elements of one parameter before each of `rebuilds`; null if they stayed the same, and not in older documents.
 *
 * @maxItems 512
 */
export type Sizes = Count[] | null;
/**
 * One per column: `.` a value, `N` NaN, `I` infinite, `0` exactly zero, `-` no gradient, `?` not readable, space: not there.
 */
export type Flags = string;
/**
 * One per column; null where the cell has a flag other than `.`.
 *
 * @maxItems 512
 */
export type Numbers = (number | null)[];
/**
 * One per column; null if none was read.
 *
 * @maxItems 512
 */
export type Known = (number | null)[] | null;
/**
 * Column, NaN count and Inf count where a run of N or I starts.
 *
 * @maxItems 512
 */
export type Bad = Count[][];
/**
 * Of a gradient. `unused`: its module was not called in the forward; `unreached`: called, or not known, but not in the graph of the backward.
 */
export type Presence =
  'value' | 'frozen' | 'unused' | 'unreached' | 'unreadable' | 'absent';
/**
 * The least and the greatest of the row's parameters with a finite value.
 *
 * @minItems 2
 * @maxItems 2
 */
export type Ends = number[] | null;

/**
 * The first request on a comm.
 */
export interface ClientOpen {
  kind: 'client.open';
  id: Id;
  /**
   * Random, kept over a page reload, so that a reload replaces itself.
   */
  client: string;
  /**
   * The notebook's path.
   */
  path: string;
  version: string;
  protocol: number;
}
export interface ClientOpened {
  kind: 'client.opened';
  id: Id;
  hello: Hello;
}
/**
 * What the companion is and can; also the value of `install()`.
 */
export interface Hello {
  version: string;
  protocol: number;
  python: string;
  executable: string;
  /**
   * The version, or null until the user has imported it.
   */
  torch: string | null;
  /**
   * The kinds of requests that are answered.
   *
   * @maxItems 100
   */
  capabilities: string[];
}
/**
 * Asks for all findings of a notebook. Sends only the cells whose text changed since the last request of this client.
 */
export interface NotebookCheck {
  kind: 'notebook.check';
  id: Id;
  revision: number;
  /**
   * All code cells, top to bottom.
   *
   * @maxItems 20000
   */
  order: CellId[];
  /**
   * @maxItems 20000
   */
  cells: CellText[];
  /**
   * Sweep the live objects; false: read the text only, and keep the evidence of the last sweep.
   */
  live: boolean;
  min_severity: Severity;
  /**
   * Codes of rules that are off.
   *
   * @maxItems 200
   */
  ignore: string[];
  /**
   * Codes of rules that are on although they are off by default.
   *
   * @maxItems 200
   */
  enable?: string[];
  /**
   * What the notebook and the settings mute: codes and names of rules, ids of findings. It is found all the same, and keeps the id that it was muted by. Left out: nothing.
   *
   * @maxItems 1000
   */
  muted?: string[];
  /**
   * Whether the file keeps the ids of its cells. Left out: it does.
   */
  keeps_ids?: boolean;
}
export interface CellText {
  cell_id: CellId;
  source: string;
}
export interface NotebookFindings {
  kind: 'notebook.findings';
  id: Id;
  revision: number;
  /**
   * @maxItems 1000
   */
  findings: Finding[];
  /**
   * One sentence for each finding that the last run proved gone.
   *
   * @maxItems 50
   */
  confirmed: Text[];
  checked: Checked | null;
  /**
   * What the last live sweep cost.
   */
  live_ms: number;
  /**
   * The sweep went over its budget and skipped rules.
   */
  slowed: boolean;
  /**
   * `NN308 (ValueError)` for each rule that failed.
   *
   * @maxItems 100
   */
  failed: Text[];
  /**
   * Cells that are not valid Python at the moment.
   *
   * @maxItems 20000
   */
  unparsed: CellId[];
  session: Session;
}
export interface Finding {
  /**
   * Stable while the cause is the same, so that marks and selections survive a new check.
   */
  id: string;
  code: string;
  name: string;
  severity: Severity;
  status: Status;
  /**
   * Its cause makes running or finished training useless.
   */
  wasted: boolean;
  /**
   * The title; names in backticks.
   */
  message: string;
  /**
   * @maxItems 20
   */
  evidence: Text[];
  /**
   * Why there is no live evidence.
   */
  silence: Text | null;
  why: Text;
  /**
   * The cure in one sentence.
   */
  advice: string;
  /**
   * @maxItems 5
   */
  fixes: Fix[];
  cell: CellRef | null;
  range: Range | null;
  /**
   * The live object it is about, as an expression.
   */
  object: Name | null;
  /**
   * @maxItems 20
   */
  affects: Place[];
  /**
   * @maxItems 20
   */
  related: Place[];
  checked: Checked | null;
}
/**
 * `edit` changes cell text in the front end, `run` executes cells again, `kernel` changes a live object after a confirmation.
 */
export interface Fix {
  title: Text;
  kind: 'edit' | 'run' | 'kernel';
  /**
   * The program keeps its meaning except for the bug.
   */
  safe: boolean;
  /**
   * @maxItems 50
   */
  edits: Edit[];
  /**
   * Cells to execute, in this order.
   *
   * @maxItems 50
   */
  run: CellRef[];
  /**
   * The body of the confirmation of a kernel action.
   */
  confirm: Text | null;
}
export interface Edit {
  cell_id: CellId;
  range: Range;
  text: string;
}
export interface Range {
  start: Position;
  end: Position;
}
/**
 * Zero-based; `character` counts UTF-16 units.
 */
export interface Position {
  line: number;
  character: number;
}
/**
 * A cell, and the execution count of the run that is meant.
 */
export interface CellRef {
  cell_id: CellId | null;
  execution_count: number | null;
}
/**
 * A cell that a finding affects or relates to, with a short note.
 */
export interface Place {
  cell: CellRef;
  range: Range | null;
  note: Text;
}
/**
 * When the live objects were read.
 */
export interface Checked {
  execution_count: number | null;
  /**
   * Milliseconds since 1970, UTC.
   */
  time: number;
}
/**
 * What the user chose for all pages of a kernel; a restart forgets it.
 */
export interface Session {
  /**
   * Rules whose findings are counted, not shown.
   *
   * @maxItems 200
   */
  muted: Code[];
  /**
   * Live checks are paused.
   */
  paused: boolean;
  /**
   * Findings that a notification has told of.
   *
   * @maxItems 200
   */
  told: string[];
}
export interface ModelsList {
  kind: 'models.list';
  id: Id;
}
/**
 * The models of the namespace, newest first.
 */
export interface ModelsListed {
  kind: 'models.listed';
  id: Id;
  /**
   * @maxItems 200
   */
  models: ModelEntry[];
  /**
   * The model used last, else the newest.
   */
  selected: Name | null;
}
/**
 * A model that the picker offers.
 */
export interface ModelEntry {
  /**
   * A name from the user's code or kernel. Hostile until shown as text.
   */
  name: string;
  /**
   * A name from the user's code or kernel. Hostile until shown as text.
   */
  path: string;
  /**
   * This very object, for as long as it lives. Requests take it in place of a name; one that is kept alive has no other.
   */
  key: string;
  class_name: Name;
  numel: number;
  /**
   * The cell whose run bound the name to it.
   */
  cell: CellRef | null;
  kept: KeptAlive | null;
}
/**
 * A model that has lost its name, and that something still holds.
 */
export interface KeptAlive {
  /**
   * Of its parameters and buffers that no listed model uses.
   */
  bytes: number;
  /**
   * The cell whose run took its name away.
   */
  since_cell: CellRef | null;
}
export interface TreeGet {
  kind: 'tree.get';
  id: Id;
  model: Name;
  /**
   * A name from the user's code or kernel. Hostile until shown as text.
   */
  fqn: string;
  /**
   * Which member of a fold to open; 0 otherwise.
   */
  member: number;
  /**
   * The filter language; empty for none.
   */
  query: string;
  /**
   * At most this many rows.
   */
  limit: number;
  /**
   * Rows whose children are wanted in the same answer, besides those that the companion opens by itself; it may leave some closed.
   *
   * @maxItems 500
   */
  open?: Opened[];
}
/**
 * A row that is open, and which member of a fold.
 */
export interface Opened {
  fqn: Name;
  member: number;
}
export interface TreeRows {
  kind: 'tree.rows';
  id: Id;
  model: Name;
  fqn: Name;
  /**
   * False: the name no longer holds a module.
   */
  found: boolean;
  /**
   * @maxItems 5000
   */
  rows: Row[];
  /**
   * Rows beyond the limit.
   */
  left_out: number;
  /**
   * Modules that the filter matches; null without one.
   */
  matches: number | null;
  /**
   * What is wrong with the filter; empty if nothing.
   */
  problem: string;
  /**
   * Where in the filter the terms are that do not apply.
   *
   * @maxItems 50
   */
  bad_terms: Span[];
  totals: Totals;
  checked: Checked;
}
/**
 * One row of a module tree.
 */
export interface Row {
  /**
   * A name from the user's code or kernel. Hostile until shown as text.
   */
  fqn: string;
  /**
   * A name from the user's code or kernel. Hostile until shown as text.
   */
  name: string;
  depth: number;
  /**
   * `none`: a child that is None; only the filter `is:none` shows it.
   */
  kind: 'module' | 'fold' | 'ghost' | 'none';
  class_name: Name;
  /**
   * `2→64`, `3→64 k7 s2`; empty if unknown.
   */
  shape: string;
  /**
   * Members of a fold; else 1.
   */
  count: number;
  /**
   * `identical`, or why a run of equal blocks is split.
   */
  note: string;
  /**
   * Elements of the parameters of the subtree, each once.
   */
  numel: number;
  bytes: number;
  /**
   * @maxItems 12
   */
  chips: Chip[];
  num_children: number;
  /**
   * Its children follow in the same answer.
   */
  expanded: boolean;
  /**
   * False for an ancestor that a filter keeps.
   */
  matched: boolean;
  /**
   * Ids of findings about the object of this row.
   *
   * @maxItems 20
   */
  findings: string[];
  /**
   * The worst of what the row stands for.
   */
  health: 'unknown' | 'normal' | 'look' | 'finding';
  /**
   * `RMS gradient 3.6e-12 at step 300`; empty if there is nothing to say.
   */
  health_text: string;
  /**
   * How many members of a fold have that health.
   */
  health_count: number;
}
/**
 * A deviation from the model's majority.
 */
export interface Chip {
  kind:
    | 'device'
    | 'dtype'
    | 'mode'
    | 'frozen'
    | 'half_frozen'
    | 'hooks'
    | 'shared'
    | 'meta'
    | 'lazy'
    | 'parametrized'
    | 'ghost'
    | 'cycle'
    | 'differs';
  text: Text;
}
/**
 * A part of a text, in UTF-16 units.
 */
export interface Span {
  start: number;
  end: number;
}
export interface Totals {
  modules: number;
  parameters: number;
  buffers: number;
  numel: number;
  trainable: number;
  trainable_numel: number;
  bytes: number;
  storage_bytes: number;
  uninitialized: number;
  hooks: {
    [k: string]: number;
  };
  devices: string[];
  dtypes: string[];
  partial: boolean;
}
export interface ModuleGet {
  kind: 'module.get';
  id: Id;
  model: Name;
  fqn: Name;
}
export interface ModuleDetails {
  kind: 'module.details';
  id: Id;
  model: Name;
  fqn: Name;
  overview: Overview | null;
  /**
   * @maxItems 500
   */
  tensors: TensorRow[];
  tensors_left_out: number;
  /**
   * @maxItems 200
   */
  hooks: HookRow[];
  hooks_left_out: number;
  checked: Checked;
}
export interface Overview {
  class_name: Name;
  /**
   * A name from the user's code or kernel. Hostile until shown as text.
   */
  class_module: string;
  shape: Text;
  /**
   * `in_features=64, out_features=3`; empty where nothing is known.
   */
  settings: string;
  class_cell: CellRef | null;
  built_cell: CellRef | null;
  totals: Totals;
  /**
   * @maxItems 50
   */
  placements: Placement[];
  /**
   * Null: the flag is no boolean or is missing.
   */
  training: boolean | null;
  num_children: number;
}
/**
 * How many tensors of a subtree share a device and dtype.
 */
export interface Placement {
  device: string;
  dtype: string;
  count: number;
}
/**
 * A parameter or buffer of the subtree.
 */
export interface TensorRow {
  fqn: Name;
  kind: 'parameter' | 'buffer';
  /**
   * `[64, 2]`
   */
  shape: string;
  dtype: string;
  device: string;
  trainable: boolean;
  persistent: boolean;
  /**
   * `unknown` while a running cell may be writing it.
   */
  grad: 'none' | 'set' | 'unknown' | 'not applicable';
  shared_with: Name | null;
  /**
   * `optimizer, group 0`; null: in no optimizer of the namespace.
   */
  optimizer: Name | null;
}
export interface HookRow {
  /**
   * A name from the user's code or kernel. Hostile until shown as text.
   */
  fqn: string;
  /**
   * What `hook.remove` names: this registration, and no later one in its place.
   */
  hook: string;
  /**
   * `forward_pre`, `state_dict`, `tensor (weight)`, `global forward`.
   */
  kind: string;
  function: Name;
  order: number;
  /**
   * It gets the keyword arguments of the call, too.
   */
  with_kwargs: boolean;
  /**
   * It runs even if the forward pass raised.
   */
  always_called: boolean;
  /**
   * Who put it there: `ours`, `torch`, `you`, or the name of a library.
   */
  owner: string;
  /**
   * Whether `hook.remove` may take it off.
   */
  removable: boolean;
  /**
   * Why it may not be taken off: `torch`, or the library's name. Empty if it may.
   */
  kept: string;
  /**
   * Bytes of the tensors that the function holds and the model does not; null: not known.
   */
  held_bytes: number | null;
  /**
   * `cell [9] line 2`, `torch/nn/utils/weight_norm.py:42`
   */
  defined: string;
  defined_cell: CellRef | null;
  /**
   * Zero-based line in that cell.
   */
  defined_line: number | null;
  registered_cell: CellRef | null;
  /**
   * Zero-based line in that cell, where only one can be meant.
   */
  registered_line: number | null;
  /**
   * The function's source, shortened.
   */
  source: string;
  /**
   * The order of an earlier equal hook, for a copy.
   */
  same_as_order: number | null;
}
export interface RuleGet {
  kind: 'rule.get';
  id: Id;
  code: string;
}
export interface RulePage {
  kind: 'rule.page';
  id: Id;
  code: string;
  name: string;
  severity: Severity;
  title: Text;
  /**
   * @maxItems 20
   */
  sections: RuleSection[];
}
export interface RuleSection {
  heading: Text;
  text: string;
}
/**
 * Carries out the kernel action of a finding, after the user has confirmed it.
 */
export interface FixApply {
  kind: 'fix.apply';
  id: Id;
  finding: string;
  /**
   * Which of the finding's fixes.
   */
  fix: number;
}
export interface FixApplied {
  kind: 'fix.applied';
  id: Id;
  done: boolean;
  message: Text;
}
/**
 * Changes what the user chose for all pages of the kernel.
 */
export interface SessionSet {
  kind: 'session.set';
  id: Id;
  /**
   * @maxItems 200
   */
  mute: Code[];
  /**
   * @maxItems 200
   */
  unmute: Code[];
  /**
   * @maxItems 200
   */
  told: string[];
  /**
   * Null: as it is.
   */
  paused: boolean | null;
}
export interface SessionState {
  kind: 'session.state';
  id: Id;
  session: Session;
}
/**
 * Begins, pauses or ends a recording, or sets the budget; with `none` it asks only.
 */
export interface WatchSet {
  kind: 'watch.set';
  id: Id;
  action: 'none' | 'start' | 'stop' | 'pause' | 'resume';
  /**
   * Which one, as its document says; empty for the one that `start` began.
   */
  watch: string;
  model: Name;
  /**
   * The fraction of a loop's time that recordings may take from now on, unless their own line says otherwise. Null: as it is.
   */
  budget: number | null;
}
export interface WatchState {
  kind: 'watch.state';
  id: Id;
  /**
   * Empty if there is none.
   */
  watch: string;
  state: 'off' | 'waiting' | 'recording' | 'paused';
  model: Name;
  /**
   * Backward passes seen.
   */
  steps: number;
  recorded: number;
  /**
   * Fraction, as measured.
   */
  overhead: number;
  /**
   * The fraction that is in force.
   */
  budget: number;
  message: Text;
}
/**
 * Takes one hook off; only when the kernel is idle.
 */
export interface HookRemove {
  kind: 'hook.remove';
  id: Id;
  model: Name;
  fqn: Name;
  hook: string;
}
export interface HookRemoved {
  kind: 'hook.removed';
  id: Id;
  done: boolean;
  message: Text;
  /**
   * What `hook.restore` names, until a cell runs; null if nothing was done.
   */
  undo: string | null;
}
/**
 * Puts a removed hook back where it was; only when the kernel is idle.
 */
export interface HookRestore {
  kind: 'hook.restore';
  id: Id;
  undo: string;
}
export interface HookRestored {
  kind: 'hook.restored';
  id: Id;
  done: boolean;
  message: Text;
}
/**
 * Asks what keeps a model alive; on a click only.
 */
export interface HoldersGet {
  kind: 'holders.get';
  id: Id;
  model: Name;
}
export interface HoldersFound {
  kind: 'holders.found';
  id: Id;
  /**
   * @maxItems 50
   */
  holders: Holder[];
  /**
   * Of the model's parameters, buffers and gradients.
   */
  bytes: number;
  /**
   * The time was up before all was searched.
   */
  partial: boolean;
}
export interface Holder {
  /**
   * `Out[4]`, `the closure of hook `probe` on `model.head``.
   */
  text: string;
  kind:
    | 'output'
    | 'variable'
    | 'optimizer'
    | 'hook'
    | 'traceback'
    | 'container'
    | 'other';
  /**
   * The cell that made it hold the model, if that is known.
   */
  cell: CellRef | null;
}
export interface MemoryGet {
  kind: 'memory.get';
  id: Id;
  model: Name;
  fqn: Name;
}
export interface MemoryTable {
  kind: 'memory.table';
  id: Id;
  /**
   * @maxItems 50
   */
  rows: MemoryRow[];
  /**
   * @maxItems 50
   */
  allocator: AllocatorRow[];
  /**
   * @maxItems 100
   */
  left_behind: LeftBehind[];
  checked: Checked;
}
/**
 * Bytes of a subtree on one device; each tensor once.
 */
export interface MemoryRow {
  device: string;
  parameters: number;
  buffers: number;
  /**
   * null while a running cell may be writing them.
   */
  gradients: number | null;
  /**
   * The state that optimizers of the namespace keep for these parameters.
   */
  optimizer: number;
  /**
   * The distinct storages behind all of these; what views share counts once.
   */
  storage: number;
}
/**
 * What torch's allocator says of a device, for the whole process.
 */
export interface AllocatorRow {
  device: string;
  allocated: number;
  reserved: number;
  /**
   * The most that was ever allocated.
   */
  peak: number;
}
/**
 * A tensor that `.to()` does not move, on another device than the module that holds it.
 */
export interface LeftBehind {
  fqn: Name;
  device: string;
  bytes: number;
  /**
   * `a plain attribute`, `in a list`.
   */
  why: string;
}
/**
 * Asks for the initial statistics of the parameters of a subtree. Reads data: only when the kernel is idle.
 */
export interface InitGet {
  kind: 'init.get';
  id: Id;
  model: Name;
  fqn: Name;
  /**
   * Read all elements instead of a sample.
   */
  exact: boolean;
}
export interface InitReport {
  kind: 'init.report';
  id: Id;
  model: Name;
  fqn: Name;
  /**
   * @maxItems 500
   */
  rows: InitRow[];
  left_out: number;
  /**
   * How often the parameters were written in place since their birth; null if that is unknown.
   */
  updated: number | null;
  note: Text;
  checked: Checked;
}
/**
 * One parameter against its expected initial values.
 */
export interface InitRow {
  /**
   * A name from the user's code or kernel. Hostile until shown as text.
   */
  fqn: string;
  /**
   * A name from the user's code or kernel. Hostile until shown as text.
   */
  parameter: string;
  /**
   * `[64, 2]`
   */
  shape: string;
  numel: number;
  /**
   * How many elements were read; all of them: the figures are exact.
   */
  sampled: number;
  /**
   * With 95 % confidence the standard deviation is within this fraction of the one shown; null if it is exact or unknown.
   */
  bound: number | null;
  /**
   * Whether the figures are of the values now, or of those from before training.
   */
  of: 'now' | 'birth';
  mean: number | null;
  /**
   * Divisor n.
   */
  std: number | null;
  /**
   * Of the finite values.
   */
  min: number | null;
  max: number | null;
  /**
   * NaN and infinities among those that were read.
   */
  nonfinite: number;
  expected: InitExpected | null;
  /**
   * Actual over expected standard deviation; null where one of them is zero or unknown.
   */
  ratio: number | null;
  verdict: 'ok' | 'low' | 'high' | 'unknown';
  histogram: Histogram | null;
  /**
   * Why there are no figures or no expectation; empty if there are.
   */
  note: string;
}
/**
 * What a parameter's initial values should look like.
 */
export interface InitExpected {
  /**
   * The rule behind it: `He, fan-in 64, ReLU follows`.
   */
  text: string;
  std: number;
  mean: number;
  /**
   * A standard deviation below it is told as low; null: none is.
   */
  low: number | null;
  /**
   * A standard deviation above it is told as high; null: none is.
   */
  high: number | null;
}
/**
 * The values that were read now, also where the row tells of the time before training.
 */
export interface Histogram {
  /**
   * Where the first of the bins of equal width starts.
   */
  edges_low: number;
  /**
   * Where the last bin ends.
   */
  edges_high: number;
  /**
   * @maxItems 41
   */
  counts: number[];
  /**
   * The band in which the expected values lie.
   */
  expected_low: number | null;
  expected_high: number | null;
}
export interface SourceGet {
  kind: 'source.get';
  id: Id;
  model: Name;
  fqn: Name;
}
export interface ClassSource {
  kind: 'class.source';
  id: Id;
  model: Name;
  fqn: Name;
  class_name: Name;
  /**
   * The text of the class; empty if it is not known.
   */
  text: string;
  cell: CellRef | null;
  /**
   * Zero-based, in the cell or the file.
   */
  line: number | null;
  /**
   * A name from the user's code or kernel. Hostile until shown as text.
   */
  file: string;
  /**
   * The class was edited after this object was built.
   */
  edited: boolean;
  /**
   * Lines beyond the limit.
   */
  left_out: number;
  /**
   * Why there is no text; empty if there is.
   */
  reason: string;
}
/**
 * Asks for statistics of the tensors of a subtree. Reads data: only when the kernel is idle.
 */
export interface ParamsMeasure {
  kind: 'params.measure';
  id: Id;
  model: Name;
  fqn: Name;
}
export interface ParamsMeasured {
  kind: 'params.measured';
  id: Id;
  model: Name;
  fqn: Name;
  /**
   * @maxItems 500
   */
  rows: Measured[];
  left_out: number;
  checked: Checked;
}
/**
 * Statistics of one parameter or buffer as it is now.
 */
export interface Measured {
  fqn: Name;
  mean: number | null;
  /**
   * Divisor n.
   */
  std: number | null;
  min: number | null;
  max: number | null;
  /**
   * Fraction of exact zeros.
   */
  zero: number | null;
  /**
   * NaN and infinities among those that were read.
   */
  nonfinite: number;
  /**
   * Of `.grad`; null without one.
   */
  grad_rms: number | null;
  sampled: number;
  /**
   * As in InitRow.
   */
  bound: number | null;
  /**
   * Why there are no figures; empty if there are.
   */
  note: string;
}
export interface GradsGet {
  kind: 'grads.get';
  id: Id;
  model: Name;
  fqn: Name;
}
export interface GradsFound {
  kind: 'grads.found';
  id: Id;
  model: Name;
  fqn: Name;
  /**
   * Of this subtree; null if nothing was recorded.
   */
  document: Gradients | null;
  /**
   * What to say instead of, or beside, the document.
   */
  text: string;
  /**
   * When to ask again, because a cell runs that may record; null if nothing changes.
   */
  again_ms: number | null;
  checked: Checked;
}
/**
 * What a watch recorded: the data of application/vnd.modulescope.gradients.v1+json. Numbers and names only, at most 512,000 bytes as JSON. A reader skips members that it does not know: a saved document may be of a newer version.
 */
export interface Gradients {
  version: 1;
  /**
   * What `watch.set` calls this watch while it can be paused; empty in what is stored.
   */
  watch: string;
  state: Stage;
  message: string;
  /**
   * Backward passes seen.
   */
  steps: number;
  recorded: Count;
  /**
   * The stride that was asked for; null if the budget decides.
   */
  every: Count | null;
  /**
   * Backward passes from one recorded step to the next, of the latest ones on average; null before there are two.
   */
  stride: number | null;
  /**
   * Fraction of the loop's time.
   */
  budget: number;
  /**
   * Fraction, as measured.
   */
  overhead: number;
  /**
   * Seconds that recording took of the loop; not in older documents.
   */
  spent_s?: number;
  /**
   * Whether |Δw|/|w| is recorded too.
   */
  ratio: boolean;
  /**
   * `light`: norms, counts of what is not finite, and why there is no gradient; every other statistic is null.
   */
  stats: 'full' | 'light';
  point: Moment;
  /**
   * @maxItems 20
   */
  models: ModelGradients[];
}
/**
 * The recorded gradients of one model.
 */
export interface ModelGradients {
  name: Label;
  class_name: Label;
  recorded: Count;
  /**
   * The last scale of a GradScaler; all values are divided by it.
   */
  scale: number | null;
  first_steps: Steps;
  last_steps: Steps;
  optimizer: OneEps | null;
  total: TotalNorm;
  /**
   * Where the recording goes on with another model of this name, in order; not in older documents.
   *
   * @maxItems 513
   */
  rebuilds?: Rebuild[];
  onset: Onset | null;
  /**
   * @minItems 1
   * @maxItems 400
   */
  rows: GradientRow[];
  left_out: Count;
}
/**
 * The one optimizer with an eps that holds all parameters, if there is one.
 */
export interface OneEps {
  name: Label;
  eps: number;
}
/**
 * The L2 norm of all gradients of the model together at the last recorded step, and when the optimizer stepped (after clipping), where that differs.
 */
export interface TotalNorm {
  norm: Figure;
  at_step: Figure;
}
/**
 * Another model took the name of the recorded one.
 */
export interface Rebuild {
  /**
   * The first recorded step of the new model; null before there is one.
   */
  step: number | null;
  /**
   * The execution count of the cell that rebuilt it; null if that is not known.
   */
  cell: Count | null;
}
/**
 * Where a value that is not finite was seen first, and the last recorded step before.
 */
export interface Onset {
  kind: 'NaN' | 'Inf';
  step: number;
  fqn: Label;
  finite_step: Count | null;
}
/**
 * One parameter, or several that differ in an index only. `rms` is norm / √n, of several parameters the geometric median; `max` is the greatest absolute value, null in a light recording. `low` and `high` are the least and the greatest RMS of the recorded steps that a column joins, where `rms` is that of the last step; null if each column is one step of one parameter. `at_step` is the RMS that the optimizer saw, where it differs (clipped, unscaled); `ratio` is |Δw|/|w|, L2 norms, of the optimizer's step that followed, null without `--ratio`.
 */
export interface GradientRow {
  name: Label;
  count: number;
  shape: Extent;
  sizes?: Sizes;
  flags: Flags;
  rms: Numbers;
  max: Numbers;
  low: Known;
  high: Known;
  at_step: Known;
  ratio: Known;
  bad: Bad;
  /**
   * The least eps of the optimizers that hold these parameters.
   */
  eps: number | null;
  /**
   * The last recorded step in which one of these parameters had a gradient.
   */
  last_step: Count | null;
  last: LastStep;
  /**
   * Each parameter by itself, where several are joined and there is room.
   *
   * @maxItems 10000
   */
  members: GradientMember[];
}
/**
 * A row at the last recorded step. `at_step` is its RMS when the optimizer stepped (clipped, unscaled), null where it does not differ or was not read; `ratio` is that of |Δw|/|w|.
 */
export interface LastStep {
  state: Presence;
  rms: Ends;
  at_step: Ends;
  ratio: Ends;
  mean: Figure;
  /**
   * Divisor n.
   */
  std: number | null;
  min: Figure;
  max: Figure;
  /**
   * Fraction of exact zeros.
   */
  zero: number | null;
  nan: Count;
  inf: Count;
  /**
   * Parameters with a NaN or an infinity.
   */
  num_bad: number;
  num_zero: Count;
  num_none: Count;
  /**
   * Parameters whose RMS is below the eps of their optimizer.
   */
  num_low: number;
}
/**
 * One parameter of a row: a row without members.
 */
export interface GradientMember {
  name: Label;
  count: number;
  shape: Extent;
  sizes?: Sizes;
  flags: Flags;
  rms: Numbers;
  max: Numbers;
  low: Known;
  high: Known;
  at_step: Known;
  ratio: Known;
  bad: Bad;
  eps: Figure;
  last_step: Count | null;
  last: LastStep;
  /**
   * @maxItems 0
   */
  members: GradientMember[];
}
/**
 * Reads data: only when the kernel is idle.
 */
export interface SnapshotTake {
  kind: 'snapshot.take';
  id: Id;
  model: Name;
  /**
   * A name from the user's code or kernel. Hostile until shown as text.
   */
  name: string;
}
export interface SnapshotTaken {
  kind: 'snapshot.taken';
  id: Id;
  snapshot: SnapshotRow | null;
  /**
   * What was dropped for it, or why there is none; else empty.
   */
  message: string;
}
/**
 * What is known of a kept snapshot.
 */
export interface SnapshotRow {
  /**
   * Names the snapshot in requests; empty for the state now.
   */
  key: string;
  name: Name;
  model: Name;
  class_name: Name;
  /**
   * Milliseconds since 1970, UTC.
   */
  time: number;
  cell: CellRef | null;
  modules: number;
  /**
   * What it takes to keep it.
   */
  bytes: number;
  pinned: boolean;
}
export interface SnapshotList {
  kind: 'snapshot.list';
  id: Id;
}
export interface SnapshotListed {
  kind: 'snapshot.listed';
  id: Id;
  /**
   * @maxItems 20
   */
  snapshots: SnapshotRow[];
  armed: Armed | null;
}
/**
 * The next run takes snapshots of this model: before and after the cell, or around each load_state_dict.
 */
export interface Armed {
  model: Name;
  preset: 'cell' | 'load';
}
/**
 * Renames, pins or drops a snapshot.
 */
export interface SnapshotChange {
  kind: 'snapshot.change';
  id: Id;
  key: string;
  /**
   * Null: as it is.
   */
  name: Name | null;
  /**
   * Null: as it is.
   */
  pinned: boolean | null;
  drop: boolean;
}
export interface SnapshotArm {
  kind: 'snapshot.arm';
  id: Id;
  model: Name;
  /**
   * Null disarms.
   */
  preset: ('cell' | 'load') | null;
}
export interface SnapshotCompare {
  kind: 'snapshot.compare';
  id: Id;
  /**
   * A key; `run:model`: that model before the last run, told from version counters without reading values; `birth:model`: before its training.
   */
  a: string;
  /**
   * Null: the state now, which reads data: only when the kernel is idle.
   */
  b: string | null;
}
export interface SnapshotDiff {
  kind: 'snapshot.diff';
  id: Id;
  a: SnapshotRow | null;
  b: SnapshotRow | null;
  /**
   * `load_state_dict changed 148 of 161 tensors. Unchanged: 13 (head.*, pos_embed).`
   */
  summary: string;
  /**
   * @maxItems 20
   */
  notes: Text[];
  /**
   * @maxItems 2000
   */
  rows: DiffRow[];
  left_out: number;
  checked: Checked;
}
export interface DiffRow {
  kind:
    | 'added'
    | 'removed'
    | 'moved'
    | 'retyped'
    | 'shape'
    | 'dtype'
    | 'device'
    | 'frozen'
    | 'changed'
    | 'unchanged';
  fqn: Name;
  /**
   * Empty where there is nothing to say.
   */
  before: string;
  after: Text;
  /**
   * |after - before| / |before|; null if unknown.
   */
  relative: number | null;
  /**
   * The relative change is that of a sample.
   */
  estimated: boolean;
  /**
   * Of a tensor whose values were compared: `[64, 3] float32`.
   */
  shape: string;
}
/**
 * A push after a cell ended, if torch is imported and a model or optimizer is alive.
 */
export interface RunDone {
  kind: 'run.done';
  id: Id;
  cell: CellRef;
  /**
   * Names of bindings whose signature moved.
   *
   * @maxItems 100
   */
  changed: Name[];
  session: Session;
}
export interface ErrorReply {
  kind: 'error';
  id: Id;
  message: Text;
}
/**
 * The answer to a kind that this peer does not know.
 */
export interface Unsupported {
  kind: 'unsupported';
  id: Id;
  asked: string;
}
