import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { Message } from '../../findings/messageview';
import type { IColumns } from './columns';
import { columnsFor } from './columns';
import type { IViewContext } from '../parts/context';
import { formatExact } from '../parts/format';
import type { IShownNotebook } from '../parts/shownnotebook';
import type { ChosenColumns } from './chosencolumns';
import type { FilterHistory } from './filterhistory';
import type { RowGradients } from './rowgradients';
import type { ModulesModel } from './model';
import { ModuleTree } from './list';
import { State, errorText } from '../parts/text';
import { TreeFoot, TreeNotes } from './notes';
import { TreeHead } from './head';
import { TreeTools } from './tools';
import { UseSignals } from '../parts/usesignals';

/** What the section is drawn from. */
export interface IModulesProps {
  readonly notebook: IShownNotebook;
  readonly modules: ModulesModel;
  readonly gradients: RowGradients;
  readonly filters: FilterHistory;
  readonly chosen: ChosenColumns;
  /** What stands above the rows, and is not about the tree. */
  readonly note: React.ReactNode;
  readonly context: IViewContext;
  readonly width: number;
}

/** The Modules section: the picker, the filter, and the tree or why there is none. */
export function ModulesView(props: IModulesProps): JSX.Element {
  const { notebook, modules, gradients, chosen } = props;
  return (
    <UseSignals
      of={[
        notebook.changed,
        modules.changed,
        modules.tree.changed,
        gradients.changed,
        chosen.changed
      ]}
    >
      {() => <Modules {...props} />}
    </UseSignals>
  );
}

function Modules(props: IModulesProps): JSX.Element {
  const { notebook, modules, gradients, filters, context, width } = props;
  const { tree } = modules;
  const filter = React.useRef<HTMLInputElement>(null);
  const hasRows = tree.lines.length > 0;
  const columns = columnsFor(width, props.chosen.value);
  const showsGradients = columns.shown.has('gradient');
  React.useEffect(() => {
    gradients.wanted = showsGradients;
    return () => {
      gradients.wanted = false;
    };
  }, [gradients, showsGradients]);
  return (
    <div className="jp-ModulescopeTree" style={gridStyle(columns)}>
      {modules.model !== null && (
        <TreeTools
          modules={modules}
          filters={filters}
          context={context}
          inputRef={filter}
        />
      )}
      {props.note}
      <TreeNotes modules={modules} context={context} />
      {hasRows && (
        <>
          <TreeHead
            modules={modules}
            columns={columns}
            width={width}
            context={context}
          />
          <ModuleTree
            notebook={notebook}
            modules={modules}
            gradients={gradients}
            context={context}
            columns={columns}
            focusFilter={() => filter.current?.focus()}
          />
        </>
      )}
      {!hasRows && (
        <Empty notebook={notebook} modules={modules} context={context} />
      )}
      <TreeFoot modules={modules} context={context} />
    </div>
  );
}

/** The tracks are the same for the titles and all rows. */
function gridStyle({ template }: IColumns): React.CSSProperties {
  const name = '--jp-private-modulescope-columns';
  return { [name]: template } as React.CSSProperties;
}

function Empty(props: {
  notebook: IShownNotebook;
  modules: ModulesModel;
  context: IViewContext;
}): JSX.Element | null {
  const { notebook, modules, context } = props;
  const { trans } = context;
  if (modules.tree.query !== '' && modules.tree.answer) {
    return (
      <State
        context={context}
        actions={[
          {
            label: trans.__('Clear Filter'),
            run: () => void modules.withTree(tree => tree.setQuery(''))
          }
        ]}
      >
        <p className="jp-ModulescopeState-text">
          {trans.__('No module matches.')}
        </p>
      </State>
    );
  }
  if (modules.isLoading) {
    return <Skeleton />;
  }
  if (modules.error) {
    return (
      <State
        context={context}
        actions={[
          { label: trans.__('Try Again'), run: () => void modules.refreshNow() }
        ]}
      >
        <p className="jp-ModulescopeState-text">
          {errorText(modules.error, context)}
        </p>
      </State>
    );
  }
  const state = notebook.current?.companion.state;
  if (state !== 'ready' && state !== 'waiting') {
    return null;
  }
  return (
    <State context={context}>
      <p className="jp-ModulescopeState-text">
        <Message
          text={trans.__(
            'No `nn.Module` in this kernel yet. Run the cell that builds your model. Models local to a function are not seen.'
          )}
        />
      </p>
    </State>
  );
}

function Skeleton(): JSX.Element {
  return (
    <div className="jp-ModulescopeTree-skeleton" aria-hidden="true">
      <div className="jp-ModulescopeTree-bone" />
      <div className="jp-ModulescopeTree-bone" />
      <div className="jp-ModulescopeTree-bone" />
    </div>
  );
}

/** The right end of the section's title: `423 modules in 10 rows`. */
export function ModulesCount(props: {
  modules: ModulesModel;
  context: IViewContext;
}): JSX.Element {
  const { modules, context } = props;
  return (
    <UseSignal signal={modules.tree.changed}>
      {() => <span>{countText(modules, context)}</span>}
    </UseSignal>
  );
}

function countText(
  modules: ModulesModel,
  { trans, locale }: IViewContext
): string {
  const { answer, lines } = modules.tree;
  if (!answer) {
    return '';
  }
  const all = formatExact(answer.totals.modules, locale);
  if (answer.matches !== null) {
    return trans._n(
      '%3 of %2 module',
      '%3 of %2 modules',
      answer.totals.modules,
      all,
      formatExact(answer.matches, locale)
    );
  }
  const rows = lines.filter(line => line.type === 'node').length;
  return trans._n(
    '%2 module in %3',
    '%2 modules in %3',
    answer.totals.modules,
    all,
    trans._n('%1 row', '%1 rows', rows)
  );
}
