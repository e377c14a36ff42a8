import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

/** A question before something in the kernel is changed. */
export interface IConfirmation {
  readonly title: string;
  readonly body: string;
  /** What the button says that does it. */
  readonly accept: string;
}

/** Asks the user; true for yes. Cancel has the focus, so that Enter changes nothing. */
export async function confirm(
  { title, body, accept }: IConfirmation,
  trans: TranslationBundle
): Promise<boolean> {
  const result = await showDialog({
    title,
    body,
    defaultButton: 0,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: accept })
    ]
  });
  return result.button.accept;
}
