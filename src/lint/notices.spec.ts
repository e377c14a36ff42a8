import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';

import { shown } from '../testing/findings';
import type { IShownFinding } from '../tokens';
import type { FindingsModel } from './model';
import { notifyWasted } from './notices';

const trans = nullTranslator.load('modulescope');

describe('notifyWasted', () => {
  const told = new Set<string>();
  const calls: string[] = [];

  const model = {
    findings: [] as IShownFinding[],
    choices: {
      isTold: (id: string) => told.has(id),
      tell: async (id: string) => told.add(id)
    },
    show: async (id: string) => calls.push(`show ${id}`),
    mute: async (id: string, scope: string) => calls.push(`mute ${id} ${scope}`)
  };

  function notify(...findings: IShownFinding[]): void {
    model.findings = findings;
    notifyWasted(model as unknown as FindingsModel, trans);
  }

  afterEach(() => {
    told.clear();
    calls.splice(0);
    Notification.dismiss();
  });

  const stale = shown({
    id: 'o',
    object: 'optimizer',
    wasted: true,
    evidence: ['`optimizer` holds 4 tensors, 0 of which belong to `model`']
  });

  it('tells once of training that has no effect, until it is dismissed', () => {
    notify(stale);
    notify(stale);
    const [{ message, type, options }, ...rest] =
      Notification.manager.notifications;
    expect(rest).toEqual([]);
    expect(message).toBe(
      'Training has no effect: optimizer holds 4 tensors, 0 of which belong to model.'
    );
    expect([type, options.autoClose]).toEqual(['error', false]);
    options.actions?.forEach(({ callback }) =>
      callback(new MouseEvent('click'))
    );
    expect(calls).toEqual(['show o', 'mute o kernel']);
  });

  it('takes it back when it is no longer true, and not before', () => {
    const count = (): number => Notification.manager.notifications.length;
    notify(stale);
    notify({ ...stale, status: 'stale' });
    expect(count()).toBe(1);
    notify();
    expect(count()).toBe(0);
  });

  it.each([
    { wasted: false },
    { severity: 'warning' as const },
    { status: 'static' as const },
    { status: 'stale' as const }
  ])('says nothing of a finding with %j', changes => {
    notify({ ...stale, ...changes });
    expect(Notification.manager.notifications).toEqual([]);
  });
});
