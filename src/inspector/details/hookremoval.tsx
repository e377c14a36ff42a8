import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { boltIcon } from '../../icons';
import { escapeText } from '../../findings/escape';
import { Message } from '../../findings/messageview';
import type { HookRow } from '../../protocol/messages';
import type { IConfirmation } from '../parts/confirm';
import { confirm } from '../parts/confirm';
import type { IRemovedHook } from './hookactions';
import type { IHookOf, IHookTableProps } from './hooktext';
import { kindText, moduleName } from './hooktext';
import { runNumber } from '../parts/text';

/** Asks, removes, and then offers the way back; what others need is kept. */
export function RemoveButton(
  props: IHookTableProps & { hook: HookRow }
): JSX.Element {
  const { hook, model, title, actions, context, wantsFocus } = props;
  const { trans } = context;
  if (!hook.removable) {
    return (
      <span className="jp-Modulescope-dim" title={escapeText(hook.kept)}>
        {trans.__('kept')}
      </span>
    );
  }
  const remove = async (): Promise<void> => {
    if (await confirm(confirmation({ hook, title }, trans), trans)) {
      wantsFocus.current = true;
      await actions.remove(model, title, [hook]);
    }
  };
  return (
    <button
      type="button"
      className="jp-ModulescopeButton"
      aria-label={trans.__(
        'Remove %1 hook %2, order %3',
        kindText(hook),
        escapeText(hook.function),
        hook.order
      )}
      onClick={() => void remove()}
    >
      {trans.__('Remove')}
    </button>
  );
}

/** All copies of hooks of the notebook at once; never those of torch or a library. */
export function RemoveCopies(props: IHookTableProps): JSX.Element | null {
  const { answer, model, title, actions, context, wantsFocus } = props;
  const { trans } = context;
  const copies = answer.hooks.filter(
    ({ same_as_order: same, owner, removable }) =>
      same !== null && owner === 'you' && removable
  );
  if (copies.length === 0) {
    return null;
  }
  const label = trans._n(
    'Remove %1 extra hook',
    'Remove %1 extra hooks',
    copies.length
  );
  const remove = async (): Promise<void> => {
    const question: IConfirmation = {
      title: trans.__('%1?', label),
      body: trans.__(
        'This changes the live objects in the kernel and keeps the first of equal hooks. Your code is not edited: running it again registers them again.'
      ),
      accept: trans._n('Remove Hook', 'Remove Hooks', copies.length)
    };
    if (await confirm(question, trans)) {
      wantsFocus.current = true;
      await actions.remove(model, title, copies);
    }
  };
  return (
    <button
      type="button"
      className="jp-ModulescopeButton"
      onClick={() => void remove()}
    >
      <boltIcon.react tag="span" className="jp-ModulescopeIcon" />
      {label}
    </button>
  );
}

function confirmation(of: IHookOf, trans: TranslationBundle): IConfirmation {
  const { hook } = of;
  const cell = hook.registered_cell;
  return {
    title: trans.__(
      'Remove %1 hook `%2` from `%3`?',
      kindText(hook),
      escapeText(hook.function),
      escapeText(moduleName(of))
    ),
    body: cell
      ? trans.__(
          'This changes the live object in the kernel. Your code is not edited: running %1 again registers it again.',
          runNumber(cell)
        )
      : trans.__(
          'This changes the live object in the kernel. Your code is not edited: running it again registers the hook again.'
        ),
    accept: trans.__('Remove Hook')
  };
}

/** What the last removal did, and how to take it back. */
export function Outcome(
  props: Pick<IHookTableProps, 'actions' | 'context' | 'wantsFocus'>
): JSX.Element {
  const { actions, context } = props;
  const { removed, problem, canUndo } = actions;
  const undo = React.useRef<HTMLButtonElement>(null);
  React.useEffect(() => {
    if (props.wantsFocus.current && undo.current) {
      props.wantsFocus.current = false;
      undo.current.focus();
    }
  }, [removed, canUndo, props.wantsFocus]);
  const { trans } = context;
  return (
    <div role="status">
      {problem !== '' && (
        <p className="jp-ModulescopeTree-message">{escapeText(problem)}</p>
      )}
      {removed.length > 0 && (
        <p className="jp-ModulescopeTree-message">
          <Message text={removedText(removed, trans)} />{' '}
          {canUndo && (
            <button
              ref={undo}
              type="button"
              className="jp-Modulescope-link"
              onClick={() => void actions.restore()}
            >
              {trans.__('Undo')}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

function removedText(
  removed: readonly IRemovedHook[],
  trans: TranslationBundle
): string {
  const [first] = removed;
  return removed.length === 1
    ? trans.__(
        'Removed %1 hook `%2` from `%3`.',
        kindText(first.hook),
        first.hook.function,
        moduleName(first)
      )
    : trans._n('Removed %1 hook.', 'Removed %1 hooks.', removed.length);
}
