import type { SnapshotDiff } from '../../protocol/messages';
import type { IdleGate } from '../asking/gate';
import { RequestLane } from '../asking/requests';
import type { ShownKernel } from '../asking/shownkernel';
import type { OpenRequests } from './openrequests';
import type { Pair } from './pair';
import { NOW } from './pair';

/** Asks a kernel what differs between the two chosen states. */
export class Comparison {
  constructor(private readonly _options: Comparison.IOptions) {}

  /** Asks if there are two; for the state now once the kernel is idle. */
  async ask(): Promise<void> {
    const { kernel, requests, gate, pair } = this._options;
    const { a, b } = pair;
    if (a === null || a === b) {
      return;
    }
    if (b === NOW && !(await gate.pass())) {
      return;
    }
    const isWanted = (): boolean => pair.is(a, b);
    await requests.follow(
      kernel.askInTurn(
        this._lane,
        questions => questions.compare(a, b === NOW ? null : b),
        isWanted
      ),
      diff => isWanted() && this._take(diff)
    );
  }

  /** Without one of the states there is only the kernel's word why. */
  private _take(diff: SnapshotDiff): void {
    if (diff.a && diff.b) {
      this._options.pair.diff = diff;
    } else {
      this._options.onMissing(diff.notes.join(' '));
    }
  }

  private readonly _lane = new RequestLane();
}

export namespace Comparison {
  export interface IOptions {
    readonly kernel: ShownKernel;
    readonly requests: OpenRequests;
    readonly gate: IdleGate;
    readonly pair: Pair;

    /** Called with the reason if one of the states is not there. */
    readonly onMissing: (reason: string) => void;
  }
}
