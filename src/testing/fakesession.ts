import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel, Session } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import { PromiseDelegate } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';

import { FakeComm } from './fakecomm';
import { settled } from './fakecompanion';

/** What a kernel answers to the hello. */
export type Reply = 'hello' | 'absent' | 'broken' | 'cancelled';

/** A kernel that knows the hello and comms, nothing else. */
export class FakeKernel {
  constructor(readonly name = 'python3') {}

  status: Kernel.Status = 'idle';
  connectionStatus: Kernel.ConnectionStatus = 'connected';
  supportsSubshells = true;
  /** Only the first connection of a page to a kernel has comms. */
  handleComms = true;
  subshellStarted: Promise<void> = Promise.resolve();
  isDisposed = false;
  readonly info = Promise.resolve({});
  readonly comms: (FakeComm & { commsOverSubshells?: string })[] = [];

  /** The expressions that were asked for. */
  readonly greetings: JSONObject[] = [];

  /** The open comm of requests. */
  get requests(): FakeComm {
    return this.comms[this.comms.length - 2];
  }

  get pushes(): FakeComm {
    return this.comms[this.comms.length - 1];
  }

  createComm(_target: string): FakeComm {
    const comm = Object.assign(new FakeComm(), {
      subshellStarted: this.subshellStarted,
      subshellId: 'a'
    });
    this.comms.push(comm);
    return comm;
  }

  /** The threads that it was asked to end. */
  readonly ended: string[] = [];

  requestDeleteSubshell({ subshell_id }: { subshell_id: string }): void {
    this.ended.push(subshell_id);
  }

  requestExecute(content: JSONObject): { done: Promise<unknown> } {
    this.greetings.push(content);
    const done = new PromiseDelegate<unknown>();
    this._waiting.push(done);
    return { done: done.promise };
  }

  /** How often it was asked who it is. */
  numAsked = 0;

  /** Of a process that is gone nothing ever comes. */
  requestKernelInfo(): Promise<undefined> {
    this.numAsked += 1;
    return Promise.reject(new Error('Canceled future'));
  }

  /** Answers the oldest hello, and then the opening of the channel. */
  async answer(reply: Reply = 'hello'): Promise<void> {
    await this.greet(reply);
    await this.open();
  }

  /** Answers the oldest hello. */
  async greet(reply: Reply = 'hello'): Promise<void> {
    const waiting = this._waiting.shift();
    if (reply === 'cancelled') {
      waiting?.reject(new Error('Canceled future for execute_request'));
    } else {
      waiting?.resolve({
        content: { status: 'ok', user_expressions: { hello: RESULTS[reply] } }
      });
    }
    await settled();
  }

  /** Answers the opening of the channel, if it was sent. */
  async open(): Promise<void> {
    const request = this.comms.length > 0 ? this.requests.sent[0] : undefined;
    if (request) {
      const { id } = request;
      this.requests.receive({ kind: 'client.opened', id, hello: HELLO });
    }
    await settled();
  }

  private readonly _waiting: PromiseDelegate<unknown>[] = [];
}

const HELLO = {
  version: '0.1.0',
  protocol: 1,
  python: '3.11.7',
  executable: '/usr/bin/python3',
  torch: null,
  capabilities: []
};

const RESULTS = {
  hello: { status: 'ok', data: { 'application/json': HELLO } },
  absent: {
    status: 'error',
    ename: 'ModuleNotFoundError',
    evalue: "No module named 'modulescope'"
  },
  broken: { status: 'error', ename: 'ImportError', evalue: 'no such name' }
};

/** The sessions that the server knows of. */
export class FakeSessions {
  isReady = true;
  readonly ready = Promise.resolve();
  readonly runningChanged = new Signal<this, unknown>(this);
  paths: string[] = [];

  /** These sessions as the application's own. */
  get manager(): Session.IManager {
    return this as unknown as Session.IManager;
  }

  running(): Iterable<{ path: string }> {
    return this.paths.map(path => ({ path }));
  }
}

/** A notebook's session, moved by the test. */
export class FakeSession {
  constructor(public kernel: FakeKernel | null) {}

  path = 'spiral.ipynb';
  /** With what the kernel's process signs; each has its own. */
  life = 'first';
  readonly kernelChanged = new Signal<this, unknown>(this);
  readonly statusChanged = new Signal<this, Kernel.Status>(this);
  readonly connectionStatusChanged = new Signal<this, Kernel.ConnectionStatus>(
    this
  );
  readonly sessionChanged = new Signal<this, unknown>(this);
  isReady = true;
  /** Whether no kernel was chosen or is about to start. */
  hasNoKernel = false;
  readonly propertyChanged = new Signal<this, string>(this);
  readonly disposed = new Signal<this, void>(this);
  readonly iopubMessage = new Signal<this, unknown>(this);
  readonly specsManager = {
    specs: {
      kernelspecs: { python3: { language: 'python' }, ir: { language: 'R' } }
    }
  };

  get session(): { kernel: FakeKernel | null } {
    return { kernel: this.kernel };
  }

  /** This session as the application's own. */
  get context(): ISessionContext {
    return this as unknown as ISessionContext;
  }

  setStatus(status: Kernel.Status): void {
    if (this.kernel) {
      this.kernel.status = status;
    }
    this.statusChanged.emit(status);
  }

  setConnection(status: Kernel.ConnectionStatus): void {
    if (this.kernel) {
      this.kernel.connectionStatus = status;
    }
    this.connectionStatusChanged.emit(status);
  }

  setKernel(kernel: FakeKernel | null): void {
    const oldValue = this.kernel;
    this.kernel = kernel;
    this.kernelChanged.emit({ oldValue, newValue: kernel });
  }

  /** The last view of the notebook closes: after this word the kernel hears nothing. */
  dispose(): void {
    this.disposed.emit();
    if (this.kernel) {
      this.kernel.isDisposed = true;
    }
  }

  /** The kernel shows something, anew or in place of what it showed. */
  display(type: 'display_data' | 'update_display_data', data: object): void {
    this.iopubMessage.emit({ header: { msg_type: type }, content: { data } });
  }

  /** A cell begins or ends. */
  cell(execution_state: 'busy' | 'idle'): void {
    this.say('status', { execution_state }, 'execute_request');
  }

  /** The kernel's process says something that no cell of this page asked for. */
  say(msg_type: string, content: object, parent = ''): void {
    this.iopubMessage.emit({
      header: { msg_type, session: this.life },
      parent_header: parent === '' ? {} : { msg_type: parent },
      content
    });
  }
}
