import { CommandIDs } from '../../commands';
import type { ICommand, ICommandContext } from './command';
import { NO_ARGS } from './command';

/** Check the notebook in front, or keep it from being checked. */
export function checkCommands({ tracker, trans }: ICommandContext): ICommand[] {
  const hasNotebook = () => tracker.current !== null;
  return [
    {
      id: CommandIDs.checkNotebook,
      label: trans.__('Check Notebook'),
      isEnabled: hasNotebook,
      describedBy: NO_ARGS,
      execute: () => tracker.current?.check()
    },
    {
      id: CommandIDs.pauseChecks,
      label: trans.__('Pause Checks'),
      isEnabled: hasNotebook,
      isToggled: () => tracker.current?.paused === true,
      describedBy: NO_ARGS,
      execute: () => {
        const model = tracker.current;
        if (model) {
          model.paused = !model.paused;
        }
      }
    },
    {
      id: CommandIDs.turnOff,
      label: trans.__('Turn Off for This Notebook'),
      isEnabled: hasNotebook,
      isToggled: () => tracker.current?.isOff === true,
      describedBy: NO_ARGS,
      execute: () => {
        const model = tracker.current;
        if (model) {
          model.isOff = !model.isOff;
        }
      }
    }
  ];
}
