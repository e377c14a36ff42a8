// Generated from schema/protocol/*.schema.json by scripts/generate.mjs.
import type {
  ClientOpen,
  ClientOpened,
  NotebookCheck,
  NotebookFindings,
  ModelsList,
  ModelsListed,
  TreeGet,
  TreeRows,
  ModuleGet,
  ModuleDetails,
  RuleGet,
  RulePage,
  FixApply,
  FixApplied,
  SessionSet,
  SessionState,
  HookRemove,
  HookRemoved,
  HookRestore,
  HookRestored,
  HoldersGet,
  HoldersFound,
  MemoryGet,
  MemoryTable,
  InitGet,
  InitReport,
  SourceGet,
  ClassSource,
  ParamsMeasure,
  ParamsMeasured,
  GradsGet,
  GradsFound,
  SnapshotTake,
  SnapshotTaken,
  SnapshotList,
  SnapshotListed,
  SnapshotChange,
  SnapshotArm,
  SnapshotCompare,
  SnapshotDiff,
  WatchSet,
  WatchState,
  RunDone,
  ErrorReply,
  Unsupported
} from './messages';

/** What the kernel sends. */
export type Incoming =
  | ClientOpened
  | NotebookFindings
  | ModelsListed
  | TreeRows
  | ModuleDetails
  | RulePage
  | FixApplied
  | SessionState
  | HookRemoved
  | HookRestored
  | HoldersFound
  | MemoryTable
  | InitReport
  | ClassSource
  | ParamsMeasured
  | GradsFound
  | SnapshotTaken
  | SnapshotListed
  | SnapshotDiff
  | WatchState
  | RunDone
  | ErrorReply
  | Unsupported;

/** What the page asks, by its kind. */
export interface IRequests {
  'client.open': ClientOpen;
  'notebook.check': NotebookCheck;
  'models.list': ModelsList;
  'tree.get': TreeGet;
  'module.get': ModuleGet;
  'rule.get': RuleGet;
  'fix.apply': FixApply;
  'session.set': SessionSet;
  'hook.remove': HookRemove;
  'hook.restore': HookRestore;
  'holders.get': HoldersGet;
  'memory.get': MemoryGet;
  'init.get': InitGet;
  'source.get': SourceGet;
  'params.measure': ParamsMeasure;
  'grads.get': GradsGet;
  'snapshot.take': SnapshotTake;
  'snapshot.list': SnapshotList;
  'snapshot.change': SnapshotChange;
  'snapshot.arm': SnapshotArm;
  'snapshot.compare': SnapshotCompare;
  'watch.set': WatchSet;
}

/** What the kernel answers, by the kind of the request. */
export interface IReplies {
  'client.open': ClientOpened;
  'notebook.check': NotebookFindings;
  'models.list': ModelsListed;
  'tree.get': TreeRows;
  'module.get': ModuleDetails;
  'rule.get': RulePage;
  'fix.apply': FixApplied;
  'session.set': SessionState;
  'hook.remove': HookRemoved;
  'hook.restore': HookRestored;
  'holders.get': HoldersFound;
  'memory.get': MemoryTable;
  'init.get': InitReport;
  'source.get': ClassSource;
  'params.measure': ParamsMeasured;
  'grads.get': GradsFound;
  'snapshot.take': SnapshotTaken;
  'snapshot.list': SnapshotListed;
  'snapshot.change': SnapshotListed;
  'snapshot.arm': SnapshotListed;
  'snapshot.compare': SnapshotDiff;
  'watch.set': WatchState;
}

/** The kind of the reply to each kind of request. */
export const replies: {
  readonly [K in keyof IReplies]: IReplies[K]['kind'];
} = {
  'client.open': 'client.opened',
  'notebook.check': 'notebook.findings',
  'models.list': 'models.listed',
  'tree.get': 'tree.rows',
  'module.get': 'module.details',
  'rule.get': 'rule.page',
  'fix.apply': 'fix.applied',
  'session.set': 'session.state',
  'hook.remove': 'hook.removed',
  'hook.restore': 'hook.restored',
  'holders.get': 'holders.found',
  'memory.get': 'memory.table',
  'init.get': 'init.report',
  'source.get': 'class.source',
  'params.measure': 'params.measured',
  'grads.get': 'grads.found',
  'snapshot.take': 'snapshot.taken',
  'snapshot.list': 'snapshot.listed',
  'snapshot.change': 'snapshot.listed',
  'snapshot.arm': 'snapshot.listed',
  'snapshot.compare': 'snapshot.diff',
  'watch.set': 'watch.state'
};
