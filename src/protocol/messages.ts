/* eslint-disable */
/** Generated from schema/protocol/messages.schema.json by scripts/generate.mjs. */

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
  class_name: Name;
  numel: number;
  cell: CellRef | null;
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
  kind: 'module' | 'fold' | 'ghost';
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
  grad: 'none' | 'set' | 'not applicable';
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
  kind: string;
  function: Name;
  order: number;
  /**
   * Who put it there: torch itself, this product, another library, the notebook, or unknown.
   */
  owner: 'torch' | 'ours' | 'library' | 'user' | 'unknown';
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
