import type { CodeMirrorEditor } from '@jupyterlab/codemirror';

import { CommandIDs } from '../../commands';
import { openAtCursor } from '../editor';
import { explain } from '../explain';
import type { FindingsModel } from '../model';
import type { ICommand, ICommandContext } from './command';
import { NO_ARGS } from './command';

/** Go from problem to problem, and say more of one. */
export function problemCommands({
  tracker,
  trans
}: ICommandContext): ICommand[] {
  const hasNotebook = () => tracker.current !== null;
  const steps = new Steps();
  return [
    {
      id: CommandIDs.nextProblem,
      label: trans.__('Next Problem'),
      isEnabled: hasNotebook,
      describedBy: NO_ARGS,
      execute: () => tracker.current && steps.go(tracker.current, 1)
    },
    {
      id: CommandIDs.previousProblem,
      label: trans.__('Previous Problem'),
      isEnabled: hasNotebook,
      describedBy: NO_ARGS,
      execute: () => tracker.current && steps.go(tracker.current, -1)
    },
    {
      id: CommandIDs.showCard,
      label: trans.__('Show Problem at Cursor'),
      isEnabled: () => (tracker.current?.navigator.ordered.length ?? 0) > 0,
      describedBy: NO_ARGS,
      execute: () => {
        const cell = tracker.current?.panel.content.activeCell;
        const editor = cell?.editor as CodeMirrorEditor | null | undefined;
        return editor ? openAtCursor(editor.editor) : false;
      }
    },
    explainCommand({ tracker, trans })
  ];
}

function explainCommand({
  tracker,
  trans
}: Pick<ICommandContext, 'tracker' | 'trans'>): ICommand {
  return {
    id: CommandIDs.explainRule,
    label: args =>
      args.code
        ? trans.__('Explain %1', String(args.code))
        : trans.__('Explain Rule'),
    isEnabled: () => tracker.current !== null,
    describedBy: {
      args: {
        type: 'object',
        properties: { code: { type: 'string' } },
        required: ['code']
      }
    },
    execute: args =>
      tracker.current && explain(tracker.current, String(args.code), trans)
  };
}

/** Goes from problem to problem, round and round. */
class Steps {
  async go(model: FindingsModel, step: 1 | -1): Promise<void> {
    const { ordered } = model.navigator;
    if (ordered.length === 0) {
      return;
    }
    const last = ordered.findIndex(({ id }) => id === this._last);
    const start = last < 0 && step < 0 ? 0 : last;
    const next = ordered[(start + step + ordered.length) % ordered.length];
    this._last = next.id;
    await model.show(next.id, { card: true, focus: true });
  }

  private _last = '';
}
