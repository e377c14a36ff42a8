import type { TranslationBundle } from '@jupyterlab/translation';

import { CommandIDs } from '../../commands';
import { MUTE_SCOPES } from '../../findings/mutemenu';
import type { MuteScope } from '../../tokens';
import type { ICommand, ICommandContext } from './command';
import { OF_FINDING } from './command';

/** Hide findings, and show them again. */
export function muteCommands({ tracker, trans }: ICommandContext): ICommand[] {
  const hasNotebook = () => tracker.current !== null;
  return [
    {
      id: CommandIDs.muteFinding,
      label: args => muteLabel(args.scope as MuteScope, trans),
      isEnabled: hasNotebook,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            id: { type: 'string' },
            scope: { enum: [...MUTE_SCOPES] }
          },
          required: ['id', 'scope']
        }
      },
      execute: args =>
        tracker.current?.mute(String(args.id), args.scope as MuteScope)
    },
    {
      id: CommandIDs.unmuteFinding,
      label: trans.__('Unmute'),
      isEnabled: hasNotebook,
      describedBy: OF_FINDING,
      execute: args => tracker.current?.unmute(String(args.id))
    }
  ];
}

function muteLabel(
  scope: MuteScope | undefined,
  trans: TranslationBundle
): string {
  switch (scope) {
    case 'finding':
      return trans.__('This Finding');
    case 'notebook':
      return trans.__('This Rule in This Notebook');
    case 'everywhere':
      return trans.__('This Rule Everywhere');
    case 'kernel':
      return trans.__('Until the Kernel Restarts');
    default:
      return trans.__('Mute');
  }
}
