import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IShownFinding } from '../tokens';
import type { FindingsModel } from './model';
import { factOf, plainText } from './text';

/**
 * Tells once of each cause that makes training useless.
 *
 * Nothing else is worth an interruption: no static finding, no count, no success.
 */
export function notifyWasted(
  model: FindingsModel,
  trans: TranslationBundle
): void {
  for (const finding of model.findings.filter(isWasted)) {
    if (!model.isTold(finding.id)) {
      model.tell(finding.id);
      emit(model, finding, trans);
    }
  }
}

function isWasted({ severity, status, wasted }: IShownFinding): boolean {
  return wasted && severity === 'error' && status === 'live';
}

function emit(
  model: FindingsModel,
  finding: IShownFinding,
  trans: TranslationBundle
): void {
  const { id } = finding;
  const fact = plainText(factOf(finding)).replace(/\.$/, '');
  Notification.emit(trans.__('Training has no effect: %1.', fact), 'error', {
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
