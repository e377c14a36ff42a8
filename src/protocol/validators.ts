/* eslint-disable */
// Generated from schema/protocol/*.schema.json by scripts/generate.mjs.
import {
  anyBoolean,
  anyNumber,
  either,
  integer,
  list,
  nothing,
  oneOf,
  record,
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
export const Id = text(64);
const Severity = oneOf('error', 'warning', 'info', 'hint');
const Status = oneOf('static', 'live', 'stale');
export const Text = text(2000);
const CellId = text(128);
const Position = record({ line: integer(0), character: integer(0) });
const Range = record({ start: Position, end: Position });
const Edit = record({ cell_id: CellId, range: Range, text: text(20000) });
export const CellRef = record({
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
export const Name = text(1000);
const Place = record({
  cell: CellRef,
  range: either(Range, nothing),
  note: Text
});
export const Checked = record({
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
  ['rule.page', RulePage],
  ['fix.applied', FixApplied],
  ['session.state', SessionState],
  ['run.done', RunDone],
  ['error', ErrorReply],
  ['unsupported', Unsupported]
]);
