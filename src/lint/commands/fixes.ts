import { CommandIDs } from '../../commands';
import type { ICommand, ICommandContext } from './command';
import { OF_FINDING, codeOf } from './command';

/** Change the code so that findings go. */
export function fixCommands({
  tracker,
  fixer,
  trans
}: ICommandContext): ICommand[] {
  const hasFindings = () =>
    (tracker.current?.navigator.ordered.length ?? 0) > 0;
  return [
    {
      id: CommandIDs.applyFix,
      label: trans.__('Apply Fix…'),
      isEnabled: hasFindings,
      describedBy: OF_FINDING,
      execute: args =>
        tracker.current?.fix(String(args.id), Number(args.index ?? 0))
    },
    {
      id: CommandIDs.applySafeFixes,
      label: args =>
        args.code
          ? trans.__('Fix All %1…', String(args.code))
          : trans.__('Apply All Safe Fixes…'),
      isEnabled: args => (tracker.current?.countSafe(codeOf(args)) ?? 0) > 0,
      describedBy: {
        args: { type: 'object', properties: { code: { type: 'string' } } }
      },
      execute: args => tracker.current?.fixAll(codeOf(args))
    },
    {
      id: CommandIDs.ignoreFinding,
      label: trans.__('Ignore Problem in Code'),
      isEnabled: hasFindings,
      describedBy: OF_FINDING,
      execute: args => {
        const model = tracker.current;
        const finding = model?.find(String(args.id));
        if (model && finding) {
          void fixer.ignore(model, finding);
        }
      }
    }
  ];
}
