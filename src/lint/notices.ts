import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IShownFinding } from '../tokens';
import type { FindingsModel } from './model';
import { factOf, plainText } from '../findings/message';

/** The notifications of each notebook, by finding. */
const shown = new WeakMap<FindingsModel, Map<string, string>>();

/**
 * Tells once of each cause that makes training useless, and takes it back when it is no
 * longer true: mended, muted, or the kernel was restarted.
 *
 * Nothing else is worth an interruption: no static finding, no count, no success.
 */
export function notifyWasted(
  model: FindingsModel,
  trans: TranslationBundle
): void {
  const open = shown.get(model) ?? new Map<string, string>();
  shown.set(model, open);
  for (const [id, notification] of open) {
    if (!model.findings.some(one => one.id === id && mayHold(one))) {
      Notification.dismiss(notification);
      open.delete(id);
    }
  }
  for (const finding of model.findings.filter(isWasted)) {
    if (!model.choices.isTold(finding.id)) {
      void model.choices.tell(finding.id);
      open.set(finding.id, emit(model, finding, trans));
    }
  }
}

function isWasted({ severity, status, wasted }: IShownFinding): boolean {
  return wasted && severity === 'error' && status === 'live';
}

/** Stale evidence was true a moment ago, and the next check tells. */
function mayHold(finding: IShownFinding): boolean {
  return finding.status === 'stale' || isWasted(finding);
}

function emit(
  model: FindingsModel,
  finding: IShownFinding,
  trans: TranslationBundle
): string {
  const { id } = finding;
  const fact = plainText(factOf(finding)).replace(/\.$/, '');
  const text = trans.__('Training has no effect: %1.', fact);
  return Notification.emit(text, 'error', {
    autoClose: false,
    actions: [
      {
        label: trans.__('Show'),
        displayType: 'accent',
        callback: () => void model.show(id, { card: true })
      },
      {
        label: trans.__('Mute until restart'),
        callback: () => void model.mute(id, 'kernel')
      }
    ]
  });
}
