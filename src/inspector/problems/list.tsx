import * as React from 'react';

import { cellNumber } from '../../findings/look';
import { Message } from '../../findings/messageview';
import type { IFindingsModel, IShownFinding } from '../../tokens';
import type { IViewContext } from '../parts/context';
import { Select } from '../parts/controls';
import { FilterBox } from '../parts/filterbox';
import { KeptFocus } from '../parts/keptfocus';
import { findingsMarkdown } from './markdown';
import { Problem, show } from './item';
import type { IProblemGroup } from './grouping';
import { ALL } from './grouping';
import type { Grouping, ProblemsModel, SeverityFilter } from './model';
import { problemsState } from './state';
import type { IProblemsProps } from './states';
import { ProblemsStateView } from './states';
import { UseSignals } from '../parts/usesignals';

/** The Problems section: what was confirmed, the filter, and the list or its state. */
export function ProblemsView(props: IProblemsProps): JSX.Element {
  const { notebook, problems } = props;
  return (
    <UseSignals of={[notebook.changed, problems.changed]}>
      {() => <Problems {...props} />}
    </UseSignals>
  );
}

function Problems(props: IProblemsProps): JSX.Element {
  const { notebook, problems, context } = props;
  const source = notebook.current;
  const state = problemsState(source, {
    shown: problems.shown.length,
    total: problems.total
  });
  const hasList = source !== null && problems.total > 0;
  return (
    <KeptFocus className="jp-ModulescopeProblems" next={TAB_STOP}>
      {hasList && <Tools problems={problems} context={context} />}
      <ProblemsStateView {...props} state={state} />
      {hasList && problems.shown.length > 0 && (
        <List {...props} source={source} />
      )}
      {source?.confirmed.map(sentence => (
        <div
          key={sentence}
          className="jp-ModulescopeProblems-confirmed"
          role="status"
        >
          <Message text={sentence} />
        </div>
      ))}
    </KeptFocus>
  );
}

/** The one title of the list that Tab stops at. */
const TAB_STOP = '[data-finding][tabindex="0"]';

function Tools(props: {
  problems: ProblemsModel;
  context: IViewContext;
}): JSX.Element {
  const { problems } = props;
  const { trans } = props.context;
  return (
    <>
      <div className="jp-ModulescopeTools">
        <span className="jp-Modulescope-dim" aria-hidden="true">
          {trans.__('Group')}
        </span>
        <Select
          label={trans.__('Group problems by')}
          value={problems.grouping}
          options={[
            { value: 'cause', label: trans.__('Cause') },
            { value: 'cell', label: trans.__('Cell') }
          ]}
          onChange={value => (problems.grouping = value as Grouping)}
        />
        <FilterBox
          label={trans.__('Filter problems')}
          placeholder={trans.__('filter')}
          value={problems.text}
          isActive={problems.text !== ''}
          onChange={text => (problems.text = text)}
        />
        <Select
          label={trans.__('Severity')}
          value={problems.severity}
          options={[
            { value: 'all', label: trans.__('All') },
            { value: 'error', label: trans.__('Errors') },
            { value: 'warning', label: trans.__('Warnings') }
          ]}
          onChange={value => (problems.severity = value as SeverityFilter)}
        />
      </div>
      <ShownCount {...props} />
    </>
  );
}

/** `2 of 5 shown · Clear`, while a filter hides some. */
function ShownCount(props: {
  problems: ProblemsModel;
  context: IViewContext;
}): JSX.Element {
  const { problems } = props;
  const { trans } = props.context;
  return (
    <div role="status" className="jp-ModulescopeProblems-shown">
      {problems.isFiltered && (
        <>
          <span>
            {trans.__('%1 of %2 shown', problems.shown.length, problems.total)}
          </span>
          <span aria-hidden="true">·</span>
          <button
            type="button"
            className="jp-Modulescope-link"
            onClick={() => problems.clearFilter()}
          >
            {trans.__('Clear')}
          </button>
        </>
      )}
    </div>
  );
}

function List(props: IProblemsProps & { source: IFindingsModel }): JSX.Element {
  const { source, notebook, problems, context } = props;
  const first = problems.shown[0].id;
  const isListed = problems.shown.some(({ id }) => id === problems.selected);
  const focusable = isListed ? problems.selected : first;
  const copy = (finding: IShownFinding): void => {
    const name = notebook.about?.name ?? '';
    context.copy(findingsMarkdown([finding], source, name, context.trans));
  };
  return (
    <div
      className="jp-ModulescopeProblems-list"
      onKeyDown={event => pressProblemKey(event, source, problems)}
    >
      {problems.groups.map(group => (
        <React.Fragment key={group.key}>
          <GroupTitle group={group} source={source} context={context} />
          <ul
            className="jp-ModulescopeProblems-items"
            aria-label={context.trans.__('Problems')}
          >
            {group.findings.map(finding => (
              <Problem
                key={finding.id}
                finding={finding}
                source={source}
                problems={problems}
                context={context}
                isFocusable={finding.id === focusable}
                onCopy={copy}
              />
            ))}
          </ul>
        </React.Fragment>
      ))}
    </div>
  );
}

function GroupTitle(props: {
  group: IProblemGroup;
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element | null {
  const { group, source, context } = props;
  const { trans } = context;
  if (group.key === ALL) {
    return null;
  }
  return (
    <h3 className="jp-ModulescopeProblems-group">
      {group.cell?.cell_id
        ? trans.__('Cell %1', cellNumber(source, group.cell))
        : trans.__('No cell')}
      <span className="jp-Modulescope-dim">
        {trans._n('%1 problem', '%1 problems', group.findings.length)}
      </span>
    </h3>
  );
}

/** Up, Down, Home and End move; Enter goes to the editor; Space opens and closes. */
function pressProblemKey(
  event: React.KeyboardEvent<HTMLElement>,
  source: IFindingsModel,
  problems: ProblemsModel
): void {
  const target = event.target as HTMLElement;
  const id = target.dataset.finding;
  const finding = problems.shown.find(other => other.id === id);
  if (!finding) {
    return;
  }
  const list = event.currentTarget;
  const step = STEPS.get(event.key);
  if (step !== undefined) {
    focusFinding(list, problems.move(step));
  } else if (event.key === 'Enter') {
    show({ finding, source, problems }, true);
  } else if (event.key === ' ') {
    problems.expand(finding.id, !problems.isExpanded(finding.id));
  } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
    problems.expand(finding.id, event.key === 'ArrowRight');
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function focusFinding(list: HTMLElement, id: string | null): void {
  const titles = Array.from(
    list.querySelectorAll<HTMLElement>('[data-finding]')
  );
  titles.find(title => title.dataset.finding === id)?.focus();
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
  ['Home', -Infinity],
  ['End', Infinity]
]);
