import type { NotebookPanel } from '@jupyterlab/notebook';
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';

import type { Question } from './protocol/call';
import type { IReplies } from './protocol/kinds';
import type {
  Checked,
  FixApplied,
  Finding,
  Hello,
  ModelsListed,
  ModuleDetails,
  NotebookCheck,
  NotebookFindings,
  RulePage,
  RunDone,
  SessionSet,
  SessionState,
  TreeGet,
  TreeRows
} from './protocol/messages';

/** The MIME type of recorded gradients; see schema/protocol/gradients.schema.json. */
export const GRADIENTS_MIME = 'application/vnd.modulescope.gradients.v1+json';

/** A request as its sender fills it in; the channel adds `kind` and `id`. */
export type Payload<T> = Omit<T, 'kind' | 'id'>;

/** The state of the link to one kernel. */
export type CompanionState =
  /** No kernel, or it is starting. */
  | 'none'
  /** The kernel's language is not Python. */
  | 'other-language'
  /** The user turned the companion off, or has not agreed yet (`autoload`). */
  | 'off'
  /** The kernel is busy and cannot answer while it is (no subshells). */
  | 'waiting'
  | 'connecting'
  | 'ready'
  /** The package is not in the kernel's environment. */
  | 'not-installed'
  /** The package is there but could not be loaded; see `ICompanion.error`. */
  | 'broken'
  /** The kernel closed our comm because too many clients were open. */
  | 'dropped'
  /** Another notebook of this page has the only link that the application gives a kernel. */
  | 'shared'
  | 'dead';

/** One kernel's companion: typed requests, and what the kernel pushes. */
export interface ICompanion extends IDisposable {
  readonly state: CompanionState;

  /** Emitted after `state` changed. */
  readonly stateChanged: ISignal<ICompanion, CompanionState>;

  /** What the companion said of itself; null until `ready`. */
  readonly hello: Hello | null;

  /** Whether the kernel has imported torch, as far as it has told. */
  readonly hasTorch: boolean;

  /** Why the companion is `broken`; empty otherwise. */
  readonly error: string;

  /** Milliseconds since 1970 at which the kernel became busy with a cell; null when idle. */
  readonly busySince: number | null;

  /** Emitted after `busySince` changed. */
  readonly busyChanged: ISignal<ICompanion, void>;

  /** Emitted when an answer is late or has come late, and when answers take otherwise. */
  readonly paceChanged: ISignal<ICompanion, void>;

  /** Emitted once the kernel restarted; all live evidence is void then. */
  readonly restarted: ISignal<ICompanion, void>;

  /** Emitted for each cell that ended with a model alive. */
  readonly runDone: ISignal<ICompanion, RunDone>;

  /**
   * Whether the kernel should have answered a request of a kind by now, as far as its
   * other answers tell. The request goes on.
   */
  isLate(kind: string): boolean;

  /** What answers of a kind usually take here, in milliseconds; null before the first. */
  answerMs(kind: string): number | null;

  /**
   * The requests take as long as the kernel takes. They reject with `CancelledError` on
   * restart, kernel change and disposal, with `TimeoutError` when the answer is lost, and
   * with `CompanionError` when the companion answered with an error.
   */
  check(request: Payload<NotebookCheck>): Promise<NotebookFindings>;
  listModels(): Promise<ModelsListed>;
  getTree(request: Payload<TreeGet>): Promise<TreeRows>;
  getModule(model: string, fqn: string): Promise<ModuleDetails>;
  getRule(code: string): Promise<RulePage>;
  applyFix(finding: string, fix: number): Promise<FixApplied>;
  setSession(request: Payload<SessionSet>): Promise<SessionState>;

  /**
   * Asks anything else; `src/inspector/asking/questions.ts` has what the panel asks.
   *
   * That is much and belongs to a view that is loaded late, as are the validators of
   * the replies. An answer is not late before `deadlineMs`.
   */
  ask<K extends keyof IReplies>(
    question: Question<K>,
    deadlineMs?: number
  ): Promise<IReplies[K]>;

  /** Connects although `autoload` does not say so, or again after a drop. */
  connect(): Promise<void>;
}

/** Gives each notebook its companion. */
export interface ICompanionManager {
  /** The companion of a notebook; made on first use, disposed with the panel. */
  get(panel: NotebookPanel): ICompanion;
}

export const ICompanionManager = new Token<ICompanionManager>(
  'modulescope:ICompanionManager',
  'Gives each notebook the companion of its kernel.'
);

/** How far a mute reaches. */
export type MuteScope =
  /** This finding; kept in the notebook's metadata. */
  | 'finding'
  /** Its rule in this notebook; kept in the notebook's metadata. */
  | 'notebook'
  /** Its rule in all notebooks; kept in the user's settings. */
  | 'everywhere'
  /** Its rule until the kernel restarts; all pages of the kernel share it. */
  | 'kernel';

/** A finding as the editor holds it: marks follow edits, and an edit makes it stale. */
export interface IShownFinding extends Finding {
  /** True after the user applied an edit of this finding and before the next run. */
  readonly fixed: boolean;

  /** What hides it from cells and counts; null if it is shown. */
  readonly muted: MuteScope | null;
}

/** Why the code of a notebook is not checked. */
export type Hindrance =
  /** No cell names torch, and the kernel has not imported it. */
  | 'no-torch'
  /** Its user has neither trusted it nor worked with it. */
  | 'untrusted';

/** The findings of one notebook. */
export interface IFindingsModel extends IDisposable {
  readonly panel: NotebookPanel;
  readonly companion: ICompanion;

  /** All findings, worst first; muted ones are left out. */
  readonly findings: readonly IShownFinding[];

  /** The muted findings, worst first. */
  readonly muted: readonly IShownFinding[];

  /** How many findings of the cells are not drawn there, because there are so many. */
  readonly undrawn: number;

  /** Counts of `error` and `warning` findings. */
  readonly counts: { readonly error: number; readonly warning: number };

  /** `Confirmed: NN102 is gone. …`, for four seconds after the check that showed it. */
  readonly confirmed: readonly string[];

  /** When live objects were read last; null before the first sweep or after a restart. */
  readonly checked: Checked | null;

  /** When code was checked last, in milliseconds since 1970; null if not in this kernel. */
  readonly codeTime: number | null;

  /** When the user last asked for a check; null if never. */
  readonly askedTime: number | null;

  /** What keeps the code from being checked; null if nothing does. */
  readonly hindrance: Hindrance | null;

  /** What the last live sweep cost, in milliseconds, and whether it was cut short. */
  readonly liveMs: number;
  readonly slowed: boolean;

  /** `NN308 (ValueError)` for each rule that failed in the last check. */
  readonly failed: readonly string[];

  /** True after a restart until the next run, from whatever page. */
  readonly restarted: boolean;

  /** True while checks are paused. */
  paused: boolean;

  /** True if checks are turned off for this notebook, which its metadata say. */
  isOff: boolean;

  /** Emitted after any of the above changed. */
  readonly changed: ISignal<IFindingsModel, void>;

  /** The number of a cell, `[5]`, or null if it was never run or is gone. */
  executionCount(cellId: string): number | null;

  /** The text of the line a finding points at; empty if it points nowhere. */
  sourceLine(finding: Finding): string;

  /** Checks now, live objects included. */
  check(): Promise<void>;

  /** The findings in the order that F8 follows; the panel sets it by filter and group. */
  setOrder(ids: readonly string[] | null): void;

  /** Scrolls to a finding's cell, selects its span and, if asked, opens the card. */
  show(
    id: string,
    options?: { card?: boolean; focus?: boolean }
  ): Promise<void>;

  /** Scrolls to a cell, and to a zero-based line in it. */
  showCell(cellId: string, line?: number): Promise<void>;

  /** Runs, previews or confirms a fix, each by its kind. */
  fix(id: string, index: number): Promise<void>;

  /** How many findings have a safe edit: those of one rule, or all. */
  countSafe(code?: string): number;

  /** Previews the safe edits of one rule, or all, and applies them together. */
  fixAll(code?: string): Promise<void>;

  /** Mutes a finding or its rule. */
  mute(id: string, scope: MuteScope): Promise<void>;

  /** Takes back all mutes that hide a finding. */
  unmute(id: string): Promise<void>;
}

/** The findings models of all open notebooks. */
export interface IFindingsTracker {
  /** The model of a notebook; null if the notebook is not known (yet). */
  get(panel: NotebookPanel): IFindingsModel | null;

  /** The model of the notebook in front; null without one. */
  readonly current: IFindingsModel | null;

  /** Emitted after `current` changed. */
  readonly currentChanged: ISignal<IFindingsTracker, IFindingsModel | null>;
}

export const IFindingsTracker = new Token<IFindingsTracker>(
  'modulescope:IFindingsTracker',
  'Holds the findings of each open notebook.'
);
