import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IFixer } from '../lazyfixer';
import type { FindingsTracker } from '../tracker';

/** A command with its id. */
export interface ICommand extends CommandRegistry.ICommandOptions {
  readonly id: string;
}

/** What the commands work with. */
export interface ICommandContext {
  readonly tracker: FindingsTracker;
  readonly fixer: IFixer;
  readonly trans: TranslationBundle;
}

/** Adds commands to a registry, each with its id. */
export function addCommands(
  registry: CommandRegistry,
  commands: readonly ICommand[]
): void {
  for (const { id, ...options } of commands) {
    registry.addCommand(id, options);
  }
}

/** The arguments of a command that has none. */
export const NO_ARGS = { args: { type: 'object', properties: {} } } as const;

/** The arguments of a command about one finding. */
export const OF_FINDING = {
  args: {
    type: 'object',
    properties: { id: { type: 'string' }, index: { type: 'integer' } },
    required: ['id']
  }
} as const;

/** The rule that a command is told; undefined for all rules. */
export function codeOf({
  code
}: ReadonlyPartialJSONObject): string | undefined {
  return code === undefined ? undefined : String(code);
}
