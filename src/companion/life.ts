import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** Of what a status tells, the application knows, too. */
export type ToldBy = 'message' | 'status';

/**
 * Tells when the process of a kernel ends, and when another has taken its place.
 *
 * A page is told by its kernel's status of the restarts that it asked for itself, and of
 * those after a crash. Of one that another page or the server's API asked for it sees
 * only messages: the old process may say goodbye, and the new one signs with another
 * session.
 */
export class KernelLife implements IDisposable {
  constructor(private readonly _sessionContext: ISessionContext) {
    const sessionContext = this._sessionContext;
    sessionContext.iopubMessage.connect(this._onMessage, this);
    sessionContext.statusChanged.connect(this._onStatus, this);
    sessionContext.kernelChanged.connect(this._onKernelChanged, this);
  }

  /** Emitted once for each process that ended, with what told so: what it knew is lost. */
  get ended(): ISignal<this, ToldBy> {
    return this._ended;
  }

  /** Emitted when a new process has spoken of which no status will tell. */
  get begun(): ISignal<this, void> {
    return this._begun;
  }

  /** Whether the process has ended and its successor has not spoken. */
  get isOver(): boolean {
    return this._toldBy !== null;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      clearTimeout(this._callTimer);
      Signal.clearData(this);
    }
  }

  private _onStatus(_: unknown, status: Kernel.Status): void {
    if (ENDS.has(status)) {
      this._end('status');
    } else if (status === 'idle' && this._toldBy === 'status') {
      this._toldBy = null;
    }
  }

  private _onMessage(_: unknown, message: KernelMessage.IMessage): void {
    const { session } = message.header;
    if (isGoodbye(message)) {
      this._sessions.add(session);
      this._end('message');
      if (this._toldBy === 'message') {
        this._callLater();
      }
    } else if (isFromProcess(message) && !this._sessions.has(session)) {
      this._sessions.add(session);
      this._onStranger();
    }
  }

  /** The first who speaks is the process that was there before this page. */
  private _onStranger(): void {
    if (this._sessions.size > 1 && this._toldBy !== 'status') {
      this._end('message');
      this._toldBy = null;
      clearTimeout(this._callTimer);
      this._begun.emit();
    }
  }

  private _end(toldBy: ToldBy): void {
    if (this._toldBy === null) {
      this._toldBy = toldBy;
      this._ended.emit(toldBy);
    }
  }

  /**
   * A server that restarts its kernel again and again can miss what the last process says
   * when it starts. Any answer tells that it is there.
   */
  private _callLater(calls = 0): void {
    clearTimeout(this._callTimer);
    if (calls < MOST_CALLS) {
      this._callTimer = setTimeout(
        () => {
          const kernel = this._sessionContext.session?.kernel;
          kernel?.requestKernelInfo().catch(() => undefined);
          this._callLater(calls + 1);
        },
        SILENCE_MS * 2 ** calls
      );
    }
  }

  private _onKernelChanged(): void {
    clearTimeout(this._callTimer);
    this._sessions.clear();
    this._toldBy = null;
  }

  private readonly _ended = new Signal<this, ToldBy>(this);
  private readonly _begun = new Signal<this, void>(this);
  /**
   * Who has spoken so far. Each is news only once: a late word of an old process, or a
   * stranger on the same socket, must not make a page start again and again.
   */
  private readonly _sessions = new Set<string>();
  /** What told that the process ended; null while it lives. */
  private _toldBy: ToldBy | null = null;
  private _callTimer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}

/** A new process usually speaks within a second or two. */
const SILENCE_MS = 3000;

/** Over a minute and a half; after that, the next cell that runs tells. */
const MOST_CALLS = 5;

/** What a status says of a process that is gone, also when none takes its place. */
const ENDS: ReadonlySet<Kernel.Status> = new Set([
  'restarting',
  'autorestarting',
  'dead'
]);

/** ipykernel tells all pages that it is about to restart. */
function isGoodbye({ header, content }: KernelMessage.IMessage): boolean {
  return (
    (header.msg_type as string) === 'shutdown_reply' &&
    (content as { restart?: boolean }).restart === true
  );
}

/** The server tells of crashes by messages that look like those of the process. */
function isFromProcess({ header, content }: KernelMessage.IMessage): boolean {
  const type: string = header.msg_type;
  const { execution_state: state } = content as { execution_state?: string };
  return (
    type === 'iopub_welcome' ||
    (type === 'status' && !['dead', 'restarting'].includes(state ?? ''))
  );
}
