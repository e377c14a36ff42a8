import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { escapeText } from '../findings/escape';
import type { FindingsModel } from './model';

/** Shows a rule's page, which the companion sends. */
export async function explain(
  model: FindingsModel,
  code: string,
  trans: TranslationBundle
): Promise<void> {
  try {
    const page = await model.companion.getRule(code);
    const { showRulePage } = await import('./rulepage');
    await showRulePage(page, trans);
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : String(reason);
    Notification.warning(
      trans.__('%1 could not be explained: %2', code, escapeText(why)),
      { autoClose: 5000 }
    );
  }
}
