import { UseSignal } from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import * as React from 'react';

/** Draws again whenever one of several signals is emitted. */
export function UseSignals(props: {
  of: readonly ISignal<unknown, unknown>[];
  children: () => JSX.Element;
}): JSX.Element {
  const { of, children } = props;
  if (of.length === 0) {
    return children();
  }
  const [first, ...rest] = of;
  return (
    <UseSignal signal={first}>
      {() => <UseSignals of={rest}>{children}</UseSignals>}
    </UseSignal>
  );
}
