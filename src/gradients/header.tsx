import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Rebuild } from '../protocol/messages';
import { formatSummary, visible } from './format';
import type { IViewProps } from './host';
import type { GradientsModel } from './model';
import type { Contact } from './delivery';
import { pendingRebuild } from './rebuilds';
import { ViewMenu } from './viewmenu';
import { Sign } from './signs';

/** What was recorded, how, and what can be done with it. */
export function Header(props: IViewProps): JSX.Element {
  const { model, host } = props;
  const { trans } = host;
  const data = model.recording.model;
  const models = model.recording.document?.models ?? [];
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
      <span className="jp-ModulescopeGradients-buttons">
        <Pause {...props} />
        {data && <ViewMenu {...props} data={data} />}
      </span>
      <Phrases text={stateText(model, trans)} />
    </div>
  );
}

/** A text that breaks between its phrases only: `0.8 %` stays together. */
function Phrases({ text }: { readonly text: string }): JSX.Element {
  const [first, ...others] = text.split(' · ');
  return (
    <span className="jp-ModulescopeGradients-state jp-ModulescopeGradients-dim">
      {first}
      {others.map((phrase, index) => (
        <React.Fragment key={index}>
          {' · '}
          <span>{phrase}</span>
        </React.Fragment>
      ))}
    </span>
  );
}

/**
 * Pauses the recording, where the host reaches its kernel; else what is drawn holds
 * still, so that it can be looked at.
 */
function Pause({ model, host }: IViewProps): JSX.Element | null {
  const { document } = model.recording;
  const { held } = model.delivery;
  const { trans, pause } = host;
  const live = ['waiting', 'recording', 'paused'].includes(
    document?.state ?? 'done'
  );
  // Without updates the kernel may still be there: a paused recording sends none.
  const isThere = ['live', 'quiet'].includes(model.delivery.contact);
  if (!document || (!held && !(live && isThere))) {
    return null;
  }
  const inKernel =
    live && isThere && document.watch !== '' && pause !== undefined;
  const paused = held || (inKernel && model.delivery.paused);
  const toggle = async (): Promise<void> => {
    if (held) {
      model.delivery.setHeld(false);
    } else if (inKernel && (await pause(document.watch, !paused))) {
      model.delivery.setPaused(!paused);
    } else if (paused) {
      // It has ended meanwhile.
      model.delivery.setPaused(false);
    } else {
      model.delivery.setHeld(true);
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
  const { document } = model.recording;
  const { contact } = model.delivery;
  if (!document) {
    return '';
  }
  if (!document.models.length) {
    return document.state === 'waiting'
      ? waitingText(contact, trans)
      : trans.__('Nothing recorded');
  }
  const summary = formatSummary(document, trans);
  if (document.state === 'done' || document.state === 'stopped') {
    return model.delivery.held
      ? trans.__('Paused. Showing %1', summary)
      : summary;
  }
  const lost = lostText(contact, trans);
  if (lost) {
    return `${lost} ${showingText(document.recorded, trans)}`;
  }
  if (contact === 'unsure') {
    return summary;
  }
  const rebuild = pendingRebuild(model.recording.model);
  if (rebuild) {
    return rebuiltText(rebuild, summary, trans);
  }
  if (model.delivery.held || model.delivery.paused) {
    return trans.__('Paused. Showing %1', summary);
  }
  return contact === 'quiet'
    ? trans.__('No update for a while. Showing %1', summary)
    : trans.__('Recording… %1', summary);
}

function rebuiltText(
  { cell }: Rebuild,
  summary: string,
  trans: TranslationBundle
): string {
  return cell === null
    ? trans.__('Stopped: the model was rebuilt. Showing %1', summary)
    : trans.__(
        'Stopped: the model was rebuilt in [%1]. Showing %2',
        cell,
        summary
      );
}

/** What is to be said before the first recorded step. */
function waitingText(contact: Contact, trans: TranslationBundle): string {
  const lost = lostText(contact, trans);
  if (lost) {
    return `${lost} ${trans.__('Nothing was recorded.')}`;
  }
  switch (contact) {
    case 'quiet':
      return trans.__('No backward() was seen here.');
    case 'unsure':
      return trans.__('Nothing recorded so far');
    default:
      return trans.__('Waiting for the first backward()');
  }
}

/** Why no more will come; empty while more can come. */
function lostText(contact: Contact, trans: TranslationBundle): string {
  switch (contact) {
    case 'gone':
      return trans.__('Kernel is gone.');
    case 'cut':
      return trans.__('Kernel is disconnected.');
    case 'over':
      return trans.__('No longer recording.');
    default:
      return '';
  }
}

function showingText(recorded: number, trans: TranslationBundle): string {
  return trans._n(
    'Showing %2 recorded step.',
    'Showing %2 recorded steps.',
    recorded,
    recorded.toLocaleString()
  );
}
