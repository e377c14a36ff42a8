import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { escapeText } from '../../findings/escape';
import type { Checked } from '../../protocol/messages';
import { infoIcon, pauseIcon, playIcon, warningIcon } from '../../icons';
import { compareIcon, moreIcon, refreshIcon } from '../parts/icons';
import type { IFindingsModel } from '../../tokens';
import type { IViewContext } from '../parts/context';
import { IconButton } from '../parts/controls';
import { formatDuration, formatTime } from '../parts/format';
import type { IShownNotebook } from '../parts/shownnotebook';
import { checkedText } from '../parts/text';

/** The top of the panel: its tools, which notebook it shows, and notices. */
export function HeaderView(props: {
  notebook: IShownNotebook;
  context: IViewContext;
}): JSX.Element {
  const { notebook, context } = props;
  return (
    <UseSignal signal={notebook.changed}>
      {() => (
        <>
          <Head {...props} />
          <div
            className="jp-ModulescopePanel-source"
            title={sourceLine(notebook, context)}
          >
            {sourceLine(notebook, context)}
          </div>
          {notebook.current && (
            <Notices source={notebook.current} context={context} />
          )}
        </>
      )}
    </UseSignal>
  );
}

function Head(props: {
  notebook: IShownNotebook;
  context: IViewContext;
}): JSX.Element {
  const { notebook, context } = props;
  const { trans } = context;
  const { current } = notebook;
  const isPaused = current?.paused ?? false;
  return (
    <div className="jp-ModulescopePanel-head">
      <h2 className="jp-ModulescopePanel-title">{trans.__('Modules')}</h2>
      <div
        className="jp-ModulescopePanel-tools"
        role="toolbar"
        aria-label={trans.__('Modules tools')}
      >
        <IconButton
          icon={isPaused ? playIcon : pauseIcon}
          label={
            isPaused ? trans.__('Resume checks') : trans.__('Pause checks')
          }
          isDisabled={!current}
          onClick={() => current && (current.paused = !isPaused)}
        />
        <IconButton
          icon={refreshIcon}
          label={trans.__('Refresh')}
          isDisabled={!current}
          onClick={() => void notebook.refresh()}
        />
        <IconButton
          icon={compareIcon}
          label={trans.__('Snapshots and compare')}
          isDisabled={!current}
          onClick={() => context.openMain('compare')}
        />
        <IconButton
          icon={moreIcon}
          label={trans.__('More actions')}
          hasMenu={true}
          onClick={event => {
            const box = event.currentTarget.getBoundingClientRect();
            context.openPanelMenu(box.left, box.bottom);
          }}
        />
      </div>
    </div>
  );
}

/** `spiral.ipynb · Python 3 · checked after [8], 12:04:31` */
function sourceLine(
  { about, current }: IShownNotebook,
  context: IViewContext
): string {
  if (!about) {
    return context.trans.__('No notebook');
  }
  const parts = [escapeText(about.name), escapeText(about.kernel)];
  if (current?.checked) {
    parts.push(
      context.trans.__(
        'checked after %1',
        checkedText(current.checked, context)
      )
    );
  } else if (current && current.codeTime !== null) {
    const time = formatTime(current.codeTime, context.locale);
    parts.push(context.trans.__('code checked at %1', time));
  }
  return parts.filter(part => part !== '').join(' · ');
}

function Notices(props: {
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element {
  const { source, context } = props;
  const { trans } = context;
  const since = source.companion.busySince;
  return (
    <>
      {since !== null && (
        <BusyNotice since={since} checked={source.checked} context={context} />
      )}
      {source.restarted && (
        <Notice icon={infoIcon}>{clearedText(source, context)}</Notice>
      )}
      {source.paused && (
        <Notice icon={pauseIcon}>{trans.__('Checks are paused.')}</Notice>
      )}
      {source.failed.length > 0 && (
        <FailedNotice source={source} context={context} />
      )}
    </>
  );
}

/** That live evidence is gone, and what brings it back. */
function clearedText(
  { companion }: IFindingsModel,
  { trans }: IViewContext
): string {
  return companion.state === 'dead'
    ? trans.__(
        'The kernel died. Live evidence was cleared. Restart it to check again.'
      )
    : trans.__(
        'Kernel restarted. Live evidence was cleared. Run cells to check again.'
      );
}

function Notice(props: {
  icon: typeof infoIcon;
  children: React.ReactNode;
}): JSX.Element {
  return (
    <div className="jp-ModulescopePanel-notice">
      <props.icon.react tag="span" className="jp-ModulescopeIcon" />
      <div>{props.children}</div>
    </div>
  );
}

/** Says how long the kernel has been busy; short runs are not worth a word. */
function BusyNotice(props: {
  since: number;
  checked: Checked | null;
  context: IViewContext;
}): JSX.Element | null {
  const { since, checked, context } = props;
  const { trans, locale } = context;
  const [now, setNow] = React.useState(Date.now());
  React.useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [since]);
  if (now - since < QUIET_MS) {
    return null;
  }
  const duration = formatDuration(now - since, locale);
  return (
    <div className="jp-ModulescopePanel-notice">
      <span className="jp-ModulescopePanel-busy" aria-hidden="true" />
      <div>
        {checked
          ? trans.__(
              'Kernel busy for %1. Showing results from %2.',
              duration,
              checkedText(checked, context)
            )
          : trans.__('Kernel busy for %1.', duration)}
      </div>
    </div>
  );
}

function FailedNotice(props: {
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element {
  const { source, context } = props;
  const { trans } = context;
  // The sentence goes on behind it, also where the last one is a sentence of its own.
  const failed = source.failed
    .map(text => escapeText(text))
    .join(', ')
    .replace(/\.$/, '');
  return (
    <Notice icon={warningIcon}>
      <p className="jp-ModulescopePanel-text">
        {trans.__(
          'The last check failed: %1. Your code was not affected.',
          failed
        )}
      </p>
      <details>
        <summary>{trans.__('Details')}</summary>
        <pre className="jp-ModulescopePanel-report">{report(source)}</pre>
      </details>
      <button
        type="button"
        className="jp-ModulescopeButton"
        onClick={() => context.copy(report(source))}
      >
        {trans.__('Copy Report')}
      </button>
    </Notice>
  );
}

/** What a bug report needs: versions and the rules that failed; no code, no paths. */
function report(source: IFindingsModel): string {
  const { hello } = source.companion;
  return [
    `modulescope ${hello?.version ?? '?'}`,
    `Python ${hello?.python ?? '?'}`,
    `torch ${hello?.torch ?? '-'}`,
    ...source.failed.map(text => escapeText(text))
  ].join('\n');
}

const QUIET_MS = 3000;
