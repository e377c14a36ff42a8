import type { IDisposable } from '@lumino/disposable';

import {
  CancelledError,
  CompanionError,
  TimeoutError
} from '../protocol/errors';
import type {
  NotebookCheck,
  NotebookFindings,
  Severity
} from '../protocol/messages';
import type { ICompanion, Payload } from '../tokens';
import type { ICodeCell, INotebookCode } from './notebook';

/** What the user wants checked. */
export interface ICheckSettings {
  readonly live: boolean;
  /** The lowest severity that is asked for. */
  readonly least: Severity;
  /** Codes of rules that are off. */
  readonly ignore: readonly string[];
  /** Codes of rules that are on although they are off by default. */
  readonly enable: readonly string[];
  /** Codes of rules whose findings are counted, not shown. */
  readonly muted: readonly string[];
}

/** The texts that an answer is about, by cell. */
export type CheckedTexts = ReadonlyMap<string, string>;

/** Takes what the companion found. */
export interface ICheckSink {
  onAnswer(
    answer: NotebookFindings,
    texts: CheckedTexts,
    isLive: boolean
  ): void;
  onFailed(error: string): void;
}

/** Why a check is due although no text changed. */
export interface INews {
  /** Live objects may have changed. */
  readonly live: boolean;
  /** Marks or settings have changed. */
  readonly stale: boolean;
  /** Cells came, went or moved. */
  readonly reordered: boolean;
}

const NO_NEWS: INews = { live: false, stale: false, reordered: false };

/** After a check whose answer is lost. */
const RETRY_MS = 3000;

/** How many checks in a row may be lost before only a new reason leads to one. */
const MOST_RETRIES = 3;

/** A longer cell is not sent; nobody wrote it by hand. */
const MAX_CELL = 250_000;

/** No longer word, and no more of them, mutes anything; the protocol allows no more. */
const MAX_WORD = 300;
const MAX_WORDS = 1000;

/**
 * Asks for one check at a time, with the cells whose text changed.
 *
 * What happens meanwhile leads to one more.
 */
export class Checker implements IDisposable {
  constructor(private readonly _options: Checker.IOptions) {}

  /** Milliseconds since live objects were asked for. */
  get sinceLiveMs(): number {
    return Date.now() - this._lastLive;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Starts with a companion that has none of our texts, or without one. */
  begin(wantsLive: boolean): void {
    this._sent.clear();
    this._news = { ...this._news, live: wantsLive };
  }

  /** Notes what makes a check due. */
  note(news: Partial<INews>): void {
    this._news = { ...this._news, ...news };
  }

  /** Sends one check if there is anything to ask. */
  async send(isForced: boolean): Promise<void> {
    if (this._inFlight) {
      this._again = true;
      await (isForced ? this._inFlight : undefined);
      return;
    }
    const isLive = this._news.live && this._options.settings().live;
    const { cells } = this._options.code;
    const changed = this._changed(cells);
    const { stale, reordered } = this._news;
    if (!(isForced || isLive || stale || reordered || changed.length > 0)) {
      return;
    }
    this._news = NO_NEWS;
    this._inFlight = this._ask(cells, changed, isLive);
    await this._inFlight;
    this._inFlight = null;
    if (this._again) {
      this._again = false;
      this._options.askLater(0);
    }
  }

  dispose(): void {
    this._isDisposed = true;
  }

  /** The ids of the cells whose text the companion has not. */
  private _changed(cells: readonly ICodeCell[]): string[] {
    return cells
      .filter(
        ({ id, source }) =>
          source !== this._sent.get(id) && source.length <= MAX_CELL
      )
      .map(({ id }) => id);
  }

  private async _ask(
    cells: readonly ICodeCell[],
    changed: readonly string[],
    isLive: boolean
  ): Promise<void> {
    const { companion, sink } = this._options;
    const { hello } = companion;
    const texts = new Map(cells.map(({ id, source }) => [id, source]));
    this._lastLive = isLive ? Date.now() : this._lastLive;
    try {
      const answer = await companion.check(
        this._request(texts, changed, isLive)
      );
      if (this._isDisposed || hello !== companion.hello) {
        return;
      }
      changed.forEach(id => this._sent.set(id, texts.get(id) ?? ''));
      this._retries = 0;
      sink.onAnswer(answer, texts, isLive);
    } catch (reason) {
      this._onFailed(reason, isLive);
    }
  }

  private _request(
    texts: CheckedTexts,
    changed: readonly string[],
    isLive: boolean
  ): Payload<NotebookCheck> {
    const { enable, ignore, least } = this._options.settings();
    return {
      revision: ++this._revision,
      order: [...texts.keys()],
      cells: changed.map(id => ({
        cell_id: id,
        source: texts.get(id) ?? ''
      })),
      live: isLive,
      min_severity: least,
      ignore: [...ignore],
      enable: [...enable],
      ...this._mutes
    };
  }

  /** What findings are muted by, so that the kernel gives them the ids of the mutes. */
  private get _mutes(): Pick<NotebookCheck, 'muted' | 'keeps_ids'> {
    const { code, settings } = this._options;
    const words = new Set([...code.muted, ...settings().muted]);
    const muted = [...words]
      .filter(({ length }) => length <= MAX_WORD)
      .slice(0, MAX_WORDS);
    return {
      ...(muted.length > 0 && { muted }),
      ...(!code.keepsIds && { keeps_ids: false })
    };
  }

  /** What the kernel has of our texts is not known now, so all are sent next time. */
  private _onFailed(reason: unknown, isLive: boolean): void {
    this._sent.clear();
    this.note({ live: this._news.live || isLive });
    if (this._isDisposed || reason instanceof CancelledError) {
      return;
    }
    if (reason instanceof CompanionError || reason instanceof TimeoutError) {
      this._options.sink.onFailed(reason.message);
    }
    if (reason instanceof TimeoutError && this._retries < MOST_RETRIES) {
      this._retries += 1;
      this.note({ stale: true });
      this._options.askLater(RETRY_MS);
    }
  }

  /** The texts that the companion has. */
  private readonly _sent = new Map<string, string>();
  private _news = NO_NEWS;
  private _inFlight: Promise<void> | null = null;
  private _again = false;
  private _revision = 0;
  private _lastLive = 0;
  private _retries = 0;
  private _isDisposed = false;
}

export namespace Checker {
  export interface IOptions {
    code: INotebookCode;
    companion: ICompanion;
    sink: ICheckSink;
    settings: () => ICheckSettings;
    /** Asks again a while later. */
    askLater: (delayMs: number) => void;
  }
}
