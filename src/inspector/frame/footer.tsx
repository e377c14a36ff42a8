import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { errorIcon, warningIcon } from '../../icons';
import { moreIcon } from '../parts/icons';
import type { IViewContext } from '../parts/context';
import { IconButton } from '../parts/controls';
import { formatDuration } from '../parts/format';
import type { ProblemsModel } from '../problems/model';
import type { IShownNotebook } from '../parts/shownnotebook';
import { notAnswering } from '../parts/text';

/** The right end of the Problems title: `✖ 2 ▲ 1  1 muted …`, or `none`. */
export function ProblemCounts(props: {
  notebook: IShownNotebook;
  problems: ProblemsModel;
  context: IViewContext;
}): JSX.Element {
  const { notebook, problems, context } = props;
  return (
    <UseSignal signal={notebook.changed}>
      {() => (
        // A click on what can be done does not close the section.
        <span
          className="jp-ModulescopeCounts"
          onClick={event => event.stopPropagation()}
        >
          <Counts notebook={notebook} context={context} />
          <Muted notebook={notebook} problems={problems} context={context} />
          <IconButton
            icon={moreIcon}
            label={context.trans.__('Problem actions')}
            hasMenu={true}
            isDisabled={!notebook.current}
            onClick={event => {
              const box = event.currentTarget.getBoundingClientRect();
              context.openProblemsMenu(box.left, box.bottom);
            }}
          />
        </span>
      )}
    </UseSignal>
  );
}

/** `2 muted`: the list shows them, too, once it is pressed. */
function Muted(props: {
  notebook: IShownNotebook;
  problems: ProblemsModel;
  context: IViewContext;
}): JSX.Element | null {
  const { problems } = props;
  const { current } = props.notebook;
  const { trans } = props.context;
  const count = current?.muted.length ?? 0;
  if (count === 0) {
    return null;
  }
  return (
    <UseSignal signal={problems.changed}>
      {() => (
        <button
          type="button"
          className="jp-ModulescopeCounts-muted"
          aria-pressed={problems.showsMuted}
          title={
            problems.showsMuted
              ? trans.__('Hide muted problems')
              : trans.__('Show muted problems')
          }
          onClick={() => {
            problems.showsMuted = !problems.showsMuted;
          }}
        >
          {trans._n('%1 muted', '%1 muted', count)}
        </button>
      )}
    </UseSignal>
  );
}

function Counts(props: {
  notebook: IShownNotebook;
  context: IViewContext;
}): JSX.Element | null {
  const { current } = props.notebook;
  const { trans } = props.context;
  if (!current) {
    return null;
  }
  const { error, warning } = current.counts;
  if (error + warning === 0) {
    const isClean =
      (current.checked !== null || current.codeTime !== null) &&
      current.findings.length + current.muted.length === 0;
    return isClean ? <span>{trans.__('none')}</span> : null;
  }
  return (
    <>
      {error > 0 && (
        <span
          className="jp-ModulescopeCounts-count"
          title={trans._n('%1 error', '%1 errors', error)}
        >
          <errorIcon.react tag="span" className="jp-ModulescopeIcon" />
          {error}
          <span className="jp-Modulescope-hidden">
            {trans._n('error', 'errors', error)}
          </span>
        </span>
      )}
      {warning > 0 && (
        <span
          className="jp-ModulescopeCounts-count"
          title={trans._n('%1 warning', '%1 warnings', warning)}
        >
          <warningIcon.react tag="span" className="jp-ModulescopeIcon" />
          {warning}
          <span className="jp-Modulescope-hidden">
            {trans._n('warning', 'warnings', warning)}
          </span>
        </span>
      )}
    </>
  );
}

/** The bottom of the panel: what holds the checks up. */
export function FooterView(props: {
  notebook: IShownNotebook;
  context: IViewContext;
}): JSX.Element {
  const { notebook, context } = props;
  return (
    <UseSignal signal={notebook.changed}>
      {() => {
        const text = footText(notebook, context);
        return text === '' ? (
          <></>
        ) : (
          <div className="jp-ModulescopeFoot">{text}</div>
        );
      }}
    </UseSignal>
  );
}

function footText({ current }: IShownNotebook, context: IViewContext): string {
  const { trans, locale } = context;
  if (!current) {
    return '';
  }
  const { companion, slowed, liveMs } = current;
  if (companion.state === 'waiting') {
    return trans.__('Waiting for the kernel');
  }
  if (companion.isLate(CHECK)) {
    return notAnswering(context);
  }
  const took = companion.answerMs(CHECK) ?? 0;
  if (took > SLOW_MS) {
    return trans.__('Checks take %1 here', formatDuration(took, locale));
  }
  return slowed && liveMs >= 1
    ? trans.__(
        'Live checks took %1 ms and were slowed down',
        Math.round(liveMs)
      )
    : '';
}

/** What a check is called on its way to the kernel. */
const CHECK = 'notebook.check';

/** Nobody wonders about a check that takes less. */
const SLOW_MS = 2000;
