import type {
  Armed,
  SnapshotArm,
  SnapshotListed,
  SnapshotRow
} from '../../protocol/messages';
import type { Questions } from '../asking/questions';
import { RequestLane } from '../asking/requests';
import type { ShownKernel } from '../asking/shownkernel';
import type { OpenRequests } from './openrequests';

/** The snapshots that a kernel has, and what its next run will take. */
export class Snapshots {
  constructor(private readonly _options: Snapshots.IOptions) {}

  /** Oldest first. */
  get rows(): readonly SnapshotRow[] {
    return this._rows;
  }

  /** What the next run will take. */
  get armed(): Armed | null {
    return this._armed;
  }

  /** Reads the list; what happens while it waits for its turn leads to no other. */
  async read(): Promise<void> {
    const { kernel, requests } = this._options;
    const reading = ++this._reading;
    let taken = this._numTaken;
    const ask = (questions: Questions): Promise<SnapshotListed> => {
      taken = this._numTaken;
      return questions.snapshots();
    };
    const isWanted = (): boolean => reading === this._reading;
    await requests.follow(
      kernel.askInTurn(this._lane, ask, isWanted),
      // An action that was answered meanwhile has told of a newer list.
      listed => taken === this._numTaken && this._take(listed)
    );
  }

  /** Renames, pins or drops one. */
  change(key: string, change: ISnapshotChange): Promise<void> {
    const { name = null, pinned = null, drop = false } = change;
    return this._do(questions =>
      questions.changeSnapshot({ key, name, pinned, drop })
    );
  }

  /** Lets the next run take two of a model; none with null. */
  arm(model: string, preset: SnapshotArm['preset']): Promise<void> {
    return this._do(questions => questions.armSnapshots(model, preset));
  }

  /** Takes none after the next run. */
  async disarm(): Promise<void> {
    if (this._armed !== null) {
      await this.arm(this._armed.model, null);
    }
  }

  /** They live and die with their kernel. */
  clear(): void {
    this._rows = [];
    this._armed = null;
  }

  private _do(
    ask: (questions: Questions) => Promise<SnapshotListed>
  ): Promise<void> {
    const { kernel, requests } = this._options;
    return requests.follow(kernel.ask(ask), listed => this._take(listed));
  }

  private _take({ snapshots, armed }: SnapshotListed): void {
    this._numTaken += 1;
    const before = new Set(this._rows.map(({ key }) => key));
    const wasArmed = this._armed !== null;
    this._rows = [...snapshots].sort((x, y) => x.time - y.time);
    this._armed = armed;
    const fresh = this._rows.filter(({ key }) => !before.has(key));
    const hasRun = wasArmed && armed === null && fresh.length >= 2;
    this._options.onTake(hasRun ? fresh.slice(-2) : []);
  }

  private readonly _lane = new RequestLane();
  private _rows: readonly SnapshotRow[] = [];
  private _armed: Armed | null = null;
  private _reading = 0;
  private _numTaken = 0;
}

/** What is to be different about a snapshot. */
export interface ISnapshotChange {
  readonly name?: string;
  readonly pinned?: boolean;
  readonly drop?: boolean;
}

export namespace Snapshots {
  export interface IOptions {
    readonly kernel: ShownKernel;
    readonly requests: OpenRequests;

    /** Called after a list came, with the two that a run took as it was told to. */
    readonly onTake: (ofRun: readonly SnapshotRow[]) => void;
  }
}
