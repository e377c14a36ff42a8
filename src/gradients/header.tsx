import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { formatSummary, visible } from './format';
import type { IViewProps } from './host';
import type { GradientsModel } from './model';
import { pendingRebuild } from './rebuilds';
import { ViewMenu } from './viewmenu';
import { Sign } from './signs';

/** What was recorded, how, and what can be done with it. */
export function Header(props: IViewProps): JSX.Element {
  const { model, host } = props;
  const { trans } = host;
  const data = model.model;
  const models = model.document?.models ?? [];
  return (
    <div className="jp-ModulescopeGradients-head">
      <b>{trans.__('Gradients')}</b>
      {models.length > 1 ? (
        <select
          className="jp-ModulescopeGradients-select"
          aria-label={trans.__('Model')}
          value={data?.name}
          onChange={event => model.selectModel(event.target.value)}
        >
          {models.map(one => (
            <option key={one.name} value={one.name}>
              {visible(one.name)}
            </option>
          ))}
        </select>
      ) : (
        data && <code>{visible(data.name)}</code>
      )}
      <span className="jp-ModulescopeGradients-dim jp-ModulescopeGradients-grow">
        {stateText(model, trans)}
      </span>
      <Pause {...props} />
      {data && <ViewMenu {...props} data={data} />}
    </div>
  );
}

/**
 * Pauses the recording, where the host reaches its kernel; else what is drawn holds
 * still, so that it can be looked at.
 */
function Pause({ model, host }: IViewProps): JSX.Element | null {
  const { document, held } = model;
  const { trans, pause } = host;
  const live = ['waiting', 'recording', 'paused'].includes(
    document?.state ?? 'done'
  );
  // Without updates the kernel may still be there: a paused recording sends none.
  if (!document || (!live && !held) || model.contact === 'gone') {
    return null;
  }
  const inKernel = live && document.watch !== '' && pause !== undefined;
  const paused = held || (inKernel && model.paused);
  const toggle = async (): Promise<void> => {
    if (held) {
      model.setHeld(false);
    } else if (inKernel && (await pause(document.watch, !paused))) {
      model.setPaused(!paused);
    } else if (paused) {
      // It has ended meanwhile.
      model.setPaused(false);
    } else {
      model.setHeld(true);
    }
  };
  const label = paused ? trans.__('Go On') : trans.__('Pause');
  return (
    <button
      className="jp-ModulescopeIconButton"
      aria-label={label}
      title={label}
      onClick={() => void toggle()}
    >
      <Sign name={paused ? 'play' : 'pause'} />
    </button>
  );
}

function stateText(model: GradientsModel, trans: TranslationBundle): string {
  const { document, contact } = model;
  if (!document) {
    return '';
  }
  if (!document.models.length) {
    return document.state !== 'waiting' || contact === 'gone'
      ? trans.__('Nothing recorded')
      : contact === 'quiet'
        ? trans.__('No backward() was seen here.')
        : trans.__('Waiting for the first backward()');
  }
  const summary = formatSummary(document, trans);
  if (document.state === 'done' || document.state === 'stopped') {
    return model.held ? trans.__('Paused. Showing %1', summary) : summary;
  }
  if (contact === 'gone') {
    return trans.__('Kernel is gone. Showing %1', summary);
  }
  const rebuild = pendingRebuild(model.model);
  if (rebuild) {
    return rebuild.cell === null
      ? trans.__('Stopped: the model was rebuilt. Showing %1', summary)
      : trans.__(
          'Stopped: the model was rebuilt in [%1]. Showing %2',
          rebuild.cell,
          summary
        );
  }
  if (model.held || model.paused) {
    return trans.__('Paused. Showing %1', summary);
  }
  return contact === 'quiet'
    ? trans.__('No update for a while. Showing %1', summary)
    : trans.__('Recording… %1', summary);
}
