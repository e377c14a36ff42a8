import type { JSONObject } from '@lumino/coreutils';

import type { IWire } from '../protocol/channel';

/** A comm whose kernel is the test. */
export class FakeComm implements IWire {
  readonly sent: (JSONObject & { id: string; kind: string })[] = [];
  opened = false;
  closed = false;

  onMsg(_: IWire.IMessage): void {
    // Replaced by the channel.
  }

  onClose(_: unknown): void {
    // Replaced by the channel.
  }

  /** The first request can come with the opening. */
  open(data: JSONObject): void {
    this.opened = true;
    if (typeof data.kind === 'string') {
      this.send(data);
    }
  }

  send(data: JSONObject): void {
    this.sent.push(data as JSONObject & { id: string; kind: string });
  }

  close(): void {
    this.closed = true;
  }

  dispose(): void {
    this.closed = true;
  }

  /** Sends a message as the kernel would. */
  receive(data: unknown, buffers: ArrayBufferView[] = []): void {
    this.onMsg({ content: { data }, buffers });
  }

  /** Answers the last request with an error. */
  fail(message: string): void {
    const { id } = this.sent[this.sent.length - 1];
    this.receive({ kind: 'error', id, message });
  }
}
