import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { escapeText } from '../../findings/escape';
import { Message } from '../../findings/messageview';
import type { IViewContext } from '../parts/context';
import { formatExact } from '../parts/format';
import type { WatchModel } from './watchmodel';

/** The line above the tree while gradients are recorded, and what ends it. */
export function WatchNote(props: {
  watch: WatchModel;
  context: IViewContext;
}): JSX.Element {
  return (
    <UseSignal signal={props.watch.changed}>
      {() => <Note {...props} />}
    </UseSignal>
  );
}

function Note(props: {
  watch: WatchModel;
  context: IViewContext;
}): JSX.Element {
  const { watch, context } = props;
  return (
    <>
      {watch.isOn && (
        <p className="jp-ModulescopeTree-message" role="status">
          <Message text={watchText(watch, context)} />{' '}
          <button
            type="button"
            className="jp-Modulescope-link"
            onClick={() => void watch.stop()}
          >
            {context.trans.__('Stop')}
          </button>
        </p>
      )}
      {watch.problem !== '' && (
        <p className="jp-ModulescopeTree-message" role="status">
          {escapeText(watch.problem)}
        </p>
      )}
    </>
  );
}

function watchText(
  { expression, steps }: WatchModel,
  { trans, locale }: IViewContext
): string {
  if (expression === '') {
    return steps === 0
      ? trans.__('Recording gradients. Waiting for the first `backward()`.')
      : trans._n(
          'Recording gradients: %2 step so far.',
          'Recording gradients: %2 steps so far.',
          steps,
          formatExact(steps, locale)
        );
  }
  return steps === 0
    ? trans.__(
        'Recording gradients of `%1`. Waiting for the first `backward()`.',
        expression
      )
    : trans._n(
        'Recording gradients of `%3`: %2 step so far.',
        'Recording gradients of `%3`: %2 steps so far.',
        steps,
        formatExact(steps, locale),
        expression
      );
}
