import type { ModelsListed, TreeRows } from '../../protocol/messages';
import { ModelChoice } from './choice';
import type { KernelReading } from './kernelreading';
import type { ITreeState } from './memory';
import type { RowReading } from './rowreading';
import { TreeModel } from './tree';

/** A module of a model that somebody wants to see. */
export interface IGoal {
  readonly model: string;
  /** Empty for the model itself. */
  readonly fqn: string;
}

/** Keeps how trees were left, for one notebook. */
export interface ITreeKeeper {
  find(model: string): ITreeState | null;
  add(
    model: string,
    state: ITreeState,
    pickedOver: string | null | undefined
  ): void;
}

/** The chosen model with its tree, each as it was left, and what is to be shown of it. */
export class ShownTree {
  constructor(private readonly _options: ShownTree.IOptions) {}

  readonly choice = new ModelChoice();
  readonly tree = new TreeModel({
    ask: (request, isAwaited) => this._ask(request, isAwaited)
  });

  /** Keeps the trees of this page for the next one; null while nobody does. */
  memory: ITreeKeeper | null = null;

  /** What is to be shown once the models are listed. */
  goal: IGoal | null = null;

  /** What was to be shown and is there no more; null if there is nothing. */
  missing: IGoal | null = null;

  /** Hands the tree to the memory, before another takes its place. */
  remember(): void {
    const { shown, pickedOver } = this.choice;
    if (shown !== null && this.tree.answer) {
      this.memory?.add(shown, this.tree.state, pickedOver);
    }
  }

  /** Changes the choice; the tree of another model is shown as it was left. */
  show(change: () => void): void {
    const before = this.choice.shown;
    const state = this.tree.answer ? this.tree.state : null;
    const { pickedOver } = this.choice;
    change();
    const { shown } = this.choice;
    if (shown !== before) {
      if (before !== null && state) {
        this.memory?.add(before, state, pickedOver);
      }
      this.tree.reset();
      this._restore(shown, before);
    }
    this._options.onChange();
  }

  /** Takes over what models there are, and shows what was waited for. */
  async take(listed: ModelsListed): Promise<void> {
    this.show(() => this.choice.update(listed));
    const { goal } = this;
    this.goal = null;
    await (goal ? this._goTo(goal) : this.refresh());
  }

  /** Reads the open rows again, if the kernel may be asked. */
  async refresh(): Promise<void> {
    const { reading } = this._options;
    const { shown, isGone } = this.choice;
    if (shown !== null && !isGone && reading.canAsk) {
      await reading.guard(async () => {
        await this.tree.refresh();
        reading.failures.answered();
      });
    }
  }

  /** Drops all that a kernel said. */
  forget(): void {
    this.choice.clear();
    this.goal = null;
    this.missing = null;
    this.tree.reset();
  }

  private _restore(shown: string | null, before: string | null): void {
    const saved = shown === null ? null : this.memory?.find(shown);
    if (saved) {
      // A filter stays when another model is picked; a new page starts with its own.
      const query = before === null ? saved.query : this.tree.query;
      this.tree.restore({ ...saved, query });
    }
  }

  /** Shows what was waited for, or says that it is gone. */
  private async _goTo(goal: IGoal): Promise<void> {
    const found = this.choice.resolve(goal.model, goal.fqn);
    if (found) {
      this.show(() => this.choice.choose(found.model));
      await this._options.reading.guard(async () => {
        const isThere = await this.tree.reveal(found.fqn);
        this.missing = isThere === false ? goal : null;
      });
    } else {
      this.missing = goal;
      await this.refresh();
    }
    this._options.onChange();
  }

  private async _ask(
    request: RowReading.IRequest,
    isAwaited: () => boolean
  ): Promise<TreeRows | null> {
    const model = this.choice.shown;
    if (model === null) {
      return null;
    }
    const isShown = (): boolean => model === this.choice.shown;
    const answer = await this._options.reading.kernel.ask(
      companion => companion.getTree({ model, ...request }),
      () => isAwaited() && isShown()
    );
    return isShown() ? answer : null;
  }
}

export namespace ShownTree {
  export interface IOptions {
    /** Asks the kernel. */
    readonly reading: KernelReading;

    /** Called after the choice or what was to be shown changed. */
    readonly onChange: () => void;
  }
}
