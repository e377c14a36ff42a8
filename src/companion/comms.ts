import type { Kernel } from '@jupyterlab/services';

import { Channel } from '../protocol/channel';

/**
 * How long a subshell may take to start before messages go without it. A busy kernel
 * starts one, too; a comm that was once used without it is answered between cells only.
 */
const SUBSHELL_MS = 60_000;

/**
 * Makes the two comms of a kernel whose companion is installed; null if no longer wanted.
 *
 * They are two because ipykernel 7.4 routes a comm to the main shell, behind the running
 * cell, once the kernel has sent on it from there: pushes have a comm of their own.
 */
export async function createChannel(
  kernel: Kernel.IKernelConnection,
  isWanted: () => boolean
): Promise<Channel | null> {
  const requests = kernel.createComm('modulescope');
  // eslint-disable-next-line jupyter/require-disposable-transfer -- the channel owns both
  const pushes = kernel.createComm('modulescope.push');
  // The front end never sends on it, so a subshell would be an idle thread.
  pushes.commsOverSubshells = 'disabled' as Kernel.IComm['commsOverSubshells'];
  await subshell(kernel, requests);
  if (!isWanted() || kernel.isDisposed) {
    requests.dispose();
    pushes.dispose();
    return null;
  }
  return new Channel({ requests, pushes });
}

/** Ends the thread of a comm; the application asks for it when its connection is gone. */
export function endSubshell(
  kernel: Kernel.IKernelConnection | null,
  subshell_id: string | null | undefined
): void {
  if (kernel && subshell_id) {
    kernel.requestDeleteSubshell({ subshell_id }, true);
  }
}

/** Whether the kernel can answer while a cell runs. JupyterLab before 4.5 knows no subshells. */
export function answersWhileBusy(kernel: Kernel.IKernelConnection): boolean {
  const { supportsSubshells, commsOverSubshells } =
    kernel as Partial<Kernel.IKernelConnection>;
  return supportsSubshells === true && commsOverSubshells !== 'disabled';
}

/** Waits for the comm's subshell; in a kernel without any the promise would never settle. */
async function subshell(
  kernel: Kernel.IKernelConnection,
  comm: Kernel.IComm
): Promise<void> {
  await kernel.info;
  const started = (comm as { subshellStarted?: Promise<void> }).subshellStarted;
  if (!started || !answersWhileBusy(kernel)) {
    return;
  }
  await Promise.race([
    started.catch(() => undefined),
    new Promise<void>(resolve => setTimeout(resolve, SUBSHELL_MS))
  ]);
}
