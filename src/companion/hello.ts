import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';

import type { Hello } from '../protocol/messages';
import { isHello } from '../protocol/validators';
import { EXPRESSION } from './expression';

/** What came of asking a kernel for its companion. */
export type Greeting =
  | { readonly state: 'ready'; readonly hello: Hello }
  | { readonly state: 'not-installed' | 'shared' }
  | { readonly state: 'broken'; readonly error: string };

/** Installs the companion in a kernel, and reads what it says of itself. */
export async function greet(
  kernel: Pick<Kernel.IKernelConnection, 'requestExecute'> &
    Partial<Pick<Kernel.IKernelConnection, 'handleComms'>>
): Promise<Greeting> {
  // Another notebook's connection has the comms of this kernel.
  if (kernel.handleComms === false) {
    return { state: 'shared' };
  }
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false,
    user_expressions: { hello: EXPRESSION }
  });
  return readGreeting((await future.done).content);
}

/** Reads the reply to the expression. */
export function readGreeting(
  reply: KernelMessage.IExecuteReplyMsg['content']
): Greeting {
  if (reply.status !== 'ok') {
    return { state: 'broken', error: reply.status };
  }
  const result = reply.user_expressions?.hello as JSONObject | undefined;
  if (result?.status === 'error') {
    return readError(String(result.ename), String(result.evalue));
  }
  const value = (result?.data as JSONObject | undefined)?.['application/json'];
  return isHello(value)
    ? { state: 'ready', hello: value as unknown as Hello }
    : { state: 'broken', error: 'install() gave no hello' };
}

/** Another missing module means that the package is there and cannot be loaded. */
function readError(name: string, message: string): Greeting {
  return name === 'ModuleNotFoundError' &&
    /^No module named '?modulescope'?$/.test(message)
    ? { state: 'not-installed' }
    : { state: 'broken', error: `${name}: ${message}` };
}
