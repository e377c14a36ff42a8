import * as React from 'react';

import { visible } from './format';
import type { IViewProps } from './host';
import { MAX_PINNED } from './rowchoice';
import { Sign } from './signs';

/** The pinned rows, each with a way to take its pin off. */
export function Pins({ model, host }: IViewProps): JSX.Element | null {
  const { trans } = host;
  if (!model.pinned.length) {
    return null;
  }
  return (
    <div
      className="jp-ModulescopeGradients-pins"
      role="group"
      aria-label={trans.__('Pinned layers')}
    >
      {model.pinned.map(name => (
        <span key={name} className="jp-ModulescopeGradients-pin">
          <Sign name="pin" />
          <code title={visible(name)}>{visible(name)}</code>
          <button
            className="jp-ModulescopeIconButton"
            aria-label={trans.__('Unpin %1', visible(name))}
            onClick={() => model.togglePin(name)}
          >
            <Sign name="close" />
          </button>
        </span>
      ))}
      <span className="jp-ModulescopeGradients-dim">
        {trans.__('%1 of %2 pinned', model.pinned.length, MAX_PINNED)}
      </span>
    </div>
  );
}
