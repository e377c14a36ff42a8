import type { Page, WebSocketRoute } from '@playwright/test';

import { parse } from './messages';

/** What is late, and by how much. */
export interface IDelayOptions {
  readonly ms: number;

  /** The kind of the first request whose answer is late; without it all is late. */
  readonly from?: string;
}

/** Lets all that kernels send reach a page late, and watches what the page asks meanwhile. */
export class Delay {
  constructor(private readonly _options: IDelayOptions) {
    this._isOn = _options.from === undefined;
  }

  /** To be called before the page is opened. */
  async install(page: Page): Promise<void> {
    await page.routeWebSocket(/\/channels/, socket => this._join(socket));
  }

  /** The kinds that were asked again before they were answered. */
  readonly twice = new Set<string>();

  /** How often each kind was asked. */
  readonly asked = new Map<string, number>();

  private _join(page: WebSocketRoute): void {
    const kernel = page.connectToServer();
    page.onMessage(message => {
      this._onSent(message);
      kernel.send(message);
    });
    // With the same delay for all, they keep their order.
    kernel.onMessage(message => {
      const deliver = (): void => {
        this._onReceived(message);
        page.send(message);
      };
      if (this._isOn) {
        setTimeout(deliver, this._options.ms);
      } else {
        deliver();
      }
    });
  }

  private _onSent(message: string | Buffer): void {
    const { kind, id } = dataOf(message);
    if (kind === undefined || id === undefined) {
      return;
    }
    this._isOn ||= kind === this._options.from;
    if ([...this._open.values()].includes(kind)) {
      this.twice.add(kind);
    }
    this._open.set(id, kind);
    this.asked.set(kind, (this.asked.get(kind) ?? 0) + 1);
  }

  private _onReceived(message: string | Buffer): void {
    this._open.delete(dataOf(message).id ?? '');
  }

  private _isOn: boolean;
  /** The kinds of what is not answered yet, by the ids of the requests. */
  private readonly _open = new Map<string, string>();
}

/** What a message on one of our comms is called, and which request it belongs to. */
function dataOf(message: string | Buffer): { kind?: string; id?: string } {
  const parsed = parse(message);
  const isOurs = parsed?.type === 'comm_msg' || parsed?.type === 'comm_open';
  return (isOurs && (parsed.content.data as { kind?: string })) || {};
}
