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
    return this._companion.ask({ kind: 'hook.remove', model, fqn, hook });
  }

  /** Puts a removed hook back; only of an idle kernel. */
  restoreHook(undo: string): Promise<HookRestored> {
    return this._companion.ask({ kind: 'hook.restore', undo });
  }

  /** What keeps a model alive. */
  holders(model: string): Promise<HoldersFound> {
    return this._companion.ask({ kind: 'holders.get', model }, DATA_MS);
  }

  memory(model: string, fqn: string): Promise<MemoryTable> {
    return this._companion.ask({ kind: 'memory.get', model, fqn }, DATA_MS);
  }

  /** The initial statistics of a subtree; reads data, so only of an idle kernel. */
  init(model: string, fqn: string, exact: boolean): Promise<InitReport> {
    return this._companion.ask(
      { kind: 'init.get', model, fqn, exact },
      exact ? LONG_MS : DATA_MS
    );
  }

  source(model: string, fqn: string): Promise<ClassSource> {
    return this._companion.ask({ kind: 'source.get', model, fqn });
  }

  /** The statistics of all tensors of a subtree; only of an idle kernel. */
  measure(model: string, fqn: string): Promise<ParamsMeasured> {
    return this._companion.ask({ kind: 'params.measure', model, fqn }, LONG_MS);
  }

  grads(model: string, fqn: string): Promise<GradsFound> {
    return this._companion.ask({ kind: 'grads.get', model, fqn }, DATA_MS);
  }

  /** Begins or ends a recording of gradients; with `none` it asks how things stand. */
  watch(action: 'none' | 'start' | 'stop', model: string): Promise<WatchState> {
    return this._companion.ask({
      kind: 'watch.set',
      action,
      watch: '',
      model,
      budget: null
    });
  }

  /** Only of an idle kernel. */
  takeSnapshot(model: string, name: string): Promise<SnapshotTaken> {
    return this._companion.ask({ kind: 'snapshot.take', model, name }, LONG_MS);
  }

  snapshots(): Promise<SnapshotListed> {
    return this._companion.ask({ kind: 'snapshot.list' });
  }

  changeSnapshot(change: Payload<SnapshotChange>): Promise<SnapshotListed> {
    return this._companion.ask({ kind: 'snapshot.change', ...change });
  }

  armSnapshots(
    model: string,
    preset: SnapshotArm['preset']
  ): Promise<SnapshotListed> {
    return this._companion.ask({ kind: 'snapshot.arm', model, preset });
  }

  /** Without `b` the state now, which only an idle kernel can read. */
  compare(a: string, b: string | null): Promise<SnapshotDiff> {
    return this._companion.ask({ kind: 'snapshot.compare', a, b }, LONG_MS);
  }

  private readonly _companion: Pick<ICompanion, 'ask'>;
}

/** Reading samples of a large model takes longer than reading its structure. */
const DATA_MS = 10_000;
/** Reading all its data. */
const LONG_MS = 60_000;
