import type {
  ClassSource,
  GradsFound,
  HoldersFound,
  HookRemoved,
  HookRestored,
  InitReport,
  MemoryTable,
  ParamsMeasured,
  SnapshotArm,
  SnapshotChange,
  SnapshotDiff,
  SnapshotListed,
  SnapshotTaken,
  WatchState
} from '../../protocol/messages';
import type { ICompanion, Payload } from '../../tokens';

/** What the panel asks beyond the tree; the methods say which reply belongs to what. */
export class Questions {
  constructor(companion: Pick<ICompanion, 'ask'>) {
    this._companion = companion;
  }

  /** Takes a hook off; only of an idle kernel. */
  removeHook(model: string, fqn: string, hook: string): Promise<HookRemoved> {
    return this._companion.ask<HookRemoved>(
      { kind: 'hook.remove', model, fqn, hook },
      'hook.removed'
    );
  }

  /** Puts a removed hook back; only of an idle kernel. */
  restoreHook(undo: string): Promise<HookRestored> {
    return this._companion.ask<HookRestored>(
      { kind: 'hook.restore', undo },
      'hook.restored'
    );
  }

  /** What keeps a model alive. */
  holders(model: string): Promise<HoldersFound> {
    return this._companion.ask<HoldersFound>(
      { kind: 'holders.get', model },
      'holders.found',
      DATA_MS
    );
  }

  memory(model: string, fqn: string): Promise<MemoryTable> {
    return this._companion.ask<MemoryTable>(
      { kind: 'memory.get', model, fqn },
      'memory.table',
      DATA_MS
    );
  }

  /** The initial statistics of a subtree; reads data, so only of an idle kernel. */
  init(model: string, fqn: string, exact: boolean): Promise<InitReport> {
    return this._companion.ask<InitReport>(
      { kind: 'init.get', model, fqn, exact },
      'init.report',
      exact ? LONG_MS : DATA_MS
    );
  }

  source(model: string, fqn: string): Promise<ClassSource> {
    return this._companion.ask<ClassSource>(
      { kind: 'source.get', model, fqn },
      'class.source'
    );
  }

  /** The statistics of all tensors of a subtree; only of an idle kernel. */
  measure(model: string, fqn: string): Promise<ParamsMeasured> {
    return this._companion.ask<ParamsMeasured>(
      { kind: 'params.measure', model, fqn },
      'params.measured',
      LONG_MS
    );
  }

  grads(model: string, fqn: string): Promise<GradsFound> {
    return this._companion.ask<GradsFound>(
      { kind: 'grads.get', model, fqn },
      'grads.found',
      DATA_MS
    );
  }

  /** Begins or ends a recording of gradients; with `none` it asks how things stand. */
  watch(action: 'none' | 'start' | 'stop', model: string): Promise<WatchState> {
    return this._companion.ask<WatchState>(
      { kind: 'watch.set', action, watch: '', model, budget: null },
      'watch.state'
    );
  }

  /** Only of an idle kernel. */
  takeSnapshot(model: string, name: string): Promise<SnapshotTaken> {
    return this._companion.ask<SnapshotTaken>(
      { kind: 'snapshot.take', model, name },
      'snapshot.taken',
      LONG_MS
    );
  }

  snapshots(): Promise<SnapshotListed> {
    return this._companion.ask<SnapshotListed>(
      { kind: 'snapshot.list' },
      'snapshot.listed'
    );
  }

  changeSnapshot(change: Payload<SnapshotChange>): Promise<SnapshotListed> {
    return this._companion.ask<SnapshotListed>(
      { kind: 'snapshot.change', ...change },
      'snapshot.listed'
    );
  }

  armSnapshots(
    model: string,
    preset: SnapshotArm['preset']
  ): Promise<SnapshotListed> {
    return this._companion.ask<SnapshotListed>(
      { kind: 'snapshot.arm', model, preset },
      'snapshot.listed'
    );
  }

  /** Without `b` the state now, which only an idle kernel can read. */
  compare(a: string, b: string | null): Promise<SnapshotDiff> {
    return this._companion.ask<SnapshotDiff>(
      { kind: 'snapshot.compare', a, b },
      'snapshot.diff',
      LONG_MS
    );
  }

  private readonly _companion: Pick<ICompanion, 'ask'>;
}

/** Reading samples of a large model takes longer than reading its structure. */
const DATA_MS = 10_000;
/** Reading all its data. */
const LONG_MS = 60_000;
