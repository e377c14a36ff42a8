import { checkCommands } from './checks';
import type { ICommand, ICommandContext } from './command';
import { fixCommands } from './fixes';
import { muteCommands } from './mutes';
import { problemCommands } from './problems';

/** The commands that work on the findings of the notebook in front. */
export function notebookCommands(context: ICommandContext): ICommand[] {
  return [
    ...problemCommands(context),
    ...fixCommands(context),
    ...muteCommands(context),
    ...checkCommands(context)
  ];
}
