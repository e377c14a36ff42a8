import { escapeText } from '../../findings/escape';
import type { HookRow, ModuleDetails } from '../../protocol/messages';
import type { IFindingsModel } from '../../tokens';
import type { IViewContext } from '../parts/context';
import type { HookActions } from './hookactions';

/** What the Hooks tab is drawn from. */
export interface IHooksProps {
  readonly answer: ModuleDetails;
  readonly model: string;
  /** What the user calls the model. */
  readonly title: string;
  readonly source: IFindingsModel;
  readonly actions: HookActions;
  readonly context: IViewContext;
}

/** What the parts of the tab need to hand the focus on. */
export interface IHookTableProps extends IHooksProps {
  /** Set by a click that takes its own button away. */
  readonly wantsFocus: { current: boolean };
}

/** A hook, and what the user calls its model. */
export interface IHookOf {
  readonly hook: HookRow;
  readonly title: string;
}

/** `forward pre` */
export function kindText(hook: HookRow): string {
  return escapeText(hook.kind.replace(/_/g, ' '));
}

/** `model.head` */
export function moduleName({ hook, title }: IHookOf): string {
  return hook.fqn === '' ? title : `${title}.${hook.fqn}`;
}

/** Whose hook it is; nothing for those of the notebook. */
export function ownerText(
  owner: HookRow['owner'],
  { trans }: IViewContext
): string | null {
  switch (owner) {
    case 'ours':
      return trans.__('ours');
    case 'you':
      return null;
    default:
      return escapeText(owner);
  }
}

/** How many hooks there are, and how many of them torch needs. */
export function footText(
  answer: ModuleDetails,
  { trans }: IViewContext
): string {
  const { hooks, hooks_left_out: leftOut } = answer;
  const all = hooks.length + leftOut;
  const parts = [trans._n('%1 hook', '%1 hooks', all)];
  if (leftOut > 0) {
    parts.push(trans.__('%1 not shown', leftOut));
  }
  const kept = hooks.filter(({ owner }) => owner === 'torch').length;
  if (kept > 0) {
    parts.push(trans._n('%1 kept by torch', '%1 kept by torch', kept));
  }
  return parts.join(' · ');
}
