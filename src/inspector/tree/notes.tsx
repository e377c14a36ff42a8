import { errorText, notAnswering, checkedText } from '../parts/text';
import * as React from 'react';

import { escapeText } from '../../findings/escape';
import { Message } from '../../findings/messageview';
import { repaired } from './badterm';
import type { IViewContext } from '../parts/context';
import type { ModulesModel } from './model';
import type { IGoal } from './showntree';

/** Lines above the tree: a gone variable, a wrong filter, a late or failed request. */
export function TreeNotes(props: {
  modules: ModulesModel;
  context: IViewContext;
}): JSX.Element {
  const { modules, context } = props;
  const { trans } = context;
  const { tree, error } = modules;
  const problem = tree.answer?.problem ?? '';
  return (
    <>
      {modules.isGone && modules.model !== null && (
        <p className="jp-ModulescopeTree-message" role="status">
          <Message
            text={trans.__(
              '`%1` no longer exists in the kernel. Last snapshot shown.',
              modules.title
            )}
          />
        </p>
      )}
      {modules.missing && (
        <p className="jp-ModulescopeTree-message" role="status">
          <Message text={missingText(modules, modules.missing, context)} />{' '}
          <button
            type="button"
            className="jp-Modulescope-link"
            onClick={() => modules.forgetMissing()}
          >
            {trans.__('Dismiss')}
          </button>
        </p>
      )}
      {problem !== '' && (
        <p className="jp-ModulescopeTree-message" role="status">
          {escapeText(problem)}{' '}
          <Suggestion modules={modules} problem={problem} context={context} />
        </p>
      )}
      {modules.isLate && (
        <p className="jp-ModulescopeTree-message" role="status">
          {notAnswering(context)}
        </p>
      )}
      {error && tree.lines.length > 0 && (
        <p className="jp-ModulescopeTree-message" role="status">
          {errorText(error, context)}
        </p>
      )}
    </>
  );
}

/** That what somebody wanted to see is there no more. */
function missingText(
  modules: ModulesModel,
  { model, fqn }: IGoal,
  { trans }: IViewContext
): string {
  return modules.shown.choice.lists(model)
    ? trans.__('`%1` has no module `%2` now.', model, fqn)
    : trans.__('`%1` does not exist in the kernel now.', model);
}

/** A click that writes what was meant into the filter. */
function Suggestion(props: {
  modules: ModulesModel;
  problem: string;
  context: IViewContext;
}): JSX.Element | null {
  const { modules, problem, context } = props;
  const { query, answer } = modules.tree;
  const meant = repaired(query, answer?.bad_terms ?? [], problem);
  return meant !== null ? (
    <button
      type="button"
      className="jp-Modulescope-link"
      onClick={() => void modules.withTree(tree => tree.setQuery(meant))}
    >
      {context.trans.__('Use %1', escapeText(meant))}
    </button>
  ) : null;
}

/** What is under way, or waits for the kernel. */
export function TreeFoot(props: {
  modules: ModulesModel;
  context: IViewContext;
}): JSX.Element | null {
  const { modules, context } = props;
  const { trans } = context;
  if (modules.isQueued) {
    return (
      <div className="jp-ModulescopeFoot">
        <span>{trans.__('Will run when the kernel is idle')}</span>
        <StopButton label={trans.__('Cancel')} modules={modules} />
      </div>
    );
  }
  if (modules.isLoading && modules.isSlow) {
    return (
      <div className="jp-ModulescopeFoot">
        <span>{trans.__('Still reading modules')}</span>
        <StopButton label={trans.__('Stop')} modules={modules} />
      </div>
    );
  }
  const { answer } = modules.tree;
  if (answer && (answer.totals.partial || isOld(modules))) {
    return (
      <div className="jp-ModulescopeFoot">
        <span>
          {answer.totals.partial
            ? trans.__('Read in part: the model changed while it was read')
            : trans.__('Read after %1', checkedText(answer.checked, context))}
        </span>
      </div>
    );
  }
  return null;
}

/** Whether the tree may no longer be what the kernel holds. */
function isOld(modules: ModulesModel): boolean {
  return (
    modules.isGone ||
    modules.error !== null ||
    modules.companion?.state !== 'ready' ||
    modules.companion.busySince !== null
  );
}

function StopButton(props: {
  label: string;
  modules: ModulesModel;
}): JSX.Element {
  return (
    <button
      type="button"
      className="jp-Modulescope-link"
      onClick={() => props.modules.stop()}
    >
      {props.label}
    </button>
  );
}
