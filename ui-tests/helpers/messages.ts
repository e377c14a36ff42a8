import type { Page, WebSocket } from '@playwright/test';

/** One message between the front end and the kernel, as far as tests look at it. */
export interface IKernelMessage {
  direction: 'sent' | 'received';
  type: string;
  content: Record<string, unknown>;
}

/** Records what goes over the sockets of kernels. */
export class MessageLog {
  constructor(page: Page) {
    page.on('websocket', socket => this.watch(socket));
  }

  readonly messages: IKernelMessage[] = [];

  /** Forgets everything so far. */
  clear(): void {
    this.messages.length = 0;
  }

  /** Messages of our comms, and executions that no cell asked for. */
  get ours(): IKernelMessage[] {
    return this.messages.filter(
      ({ type, content, direction }) =>
        (type.startsWith('comm_') && direction === 'sent') ||
        (type === 'comm_msg' && direction === 'received') ||
        (type === 'execute_request' && content.silent === true)
    );
  }

  /** The kinds of our messages, in order: `sent notebook.check`, `received run.done`. */
  get kinds(): string[] {
    return this.ours.map(({ direction, type, content }) => {
      const data = content.data as { kind?: string } | undefined;
      return `${direction} ${data?.kind ?? type}`;
    });
  }

  /**
   * Drops what the console says of the widget manager's own comms.
   *
   * Without ipywidgets the kernel closes them again, and tells all its pages of it; those
   * that never had them complain.
   */
  excuseWidgets(complaints: string[]): void {
    const ids = this.messages
      .filter(({ content }) => content.target_name === 'jupyter.widget.control')
      .map(({ content }) => String(content.comm_id));
    const kept = complaints.filter(text => !ids.some(id => text.includes(id)));
    complaints.splice(0, complaints.length, ...kept);
  }

  private watch(socket: WebSocket): void {
    if (!socket.url().includes('/channels')) {
      return;
    }
    const read = (direction: 'sent' | 'received', payload: string | Buffer) => {
      const message = parse(payload);
      if (message) {
        this.messages.push({ direction, ...message });
      }
    };
    socket.on('framesent', ({ payload }) => read('sent', payload));
    socket.on('framereceived', ({ payload }) => read('received', payload));
  }
}

/** The type of a message, and what it says. */
export interface IParsed {
  type: string;
  content: Record<string, unknown>;
}

/** Reads both wire formats: JSON text, and `v1.kernel.websocket.jupyter.org`. */
export function parse(payload: string | Buffer): IParsed | null {
  if (typeof payload === 'string') {
    const message = JSON.parse(payload) as {
      header: { msg_type: string };
      content: Record<string, unknown>;
    };
    return { type: message.header.msg_type, content: message.content };
  }
  // Offsets as 64-bit numbers: how many, then the bounds of channel, header, parent,
  // metadata, content and buffers.
  const count = Number(payload.readBigUInt64LE(0));
  const offset = (i: number) => Number(payload.readBigUInt64LE(8 * (i + 1)));
  if (count < 6) {
    return null;
  }
  const part = (i: number) =>
    JSON.parse(
      payload.subarray(offset(i), offset(i + 1)).toString('utf8')
    ) as object;
  const header = part(1) as { msg_type: string };
  return { type: header.msg_type, content: part(4) as Record<string, unknown> };
}
