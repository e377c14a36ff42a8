import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { IColumns } from './columns';
import { columnsFor } from './columns';
import type { IViewContext } from '../parts/context';
import { formatExact } from '../parts/format';
import type { InspectorModel } from '../frame/model';
import type { ModulesModel } from './model';
import { ModuleTree } from './list';
import { Message, State, errorText } from '../parts/text';
import { TreeFoot, TreeNotes } from './notes';
import { TreeHead } from './head';
import { TreeTools } from './tools';
import { UseSignals } from '../parts/usesignals';
import { WatchNote } from '../details/watchnote';

/** The Modules section: the picker, the filter, and the tree or why there is none. */
export function ModulesView(props: {
  model: InspectorModel;
  context: IViewContext;
  width: number;
}): JSX.Element {
  const { model } = props;
  return (
    <UseSignals
      of={[
        model.changed,
        model.modules.changed,
        model.modules.tree.changed,
        model.gradients.changed,
        model.watch.changed
      ]}
    >
      {() => <Modules {...props} />}
    </UseSignals>
  );
}

function Modules(props: {
  model: InspectorModel;
  context: IViewContext;
  width: number;
}): JSX.Element {
  const { model, context, width } = props;
  const { modules } = model;
  const { tree } = modules;
  const filter = React.useRef<HTMLInputElement>(null);
  const hasRows = tree.lines.length > 0;
  const columns = columnsFor(width, model.columns);
  const showsGradients = columns.shown.has('gradient');
  React.useEffect(() => {
    model.gradients.wanted = showsGradients;
    return () => {
      model.gradients.wanted = false;
    };
  }, [model, showsGradients]);
  return (
    <div className="jp-ModulescopeTree" style={gridStyle(columns)}>
      {modules.model !== null && (
        <TreeTools model={model} context={context} inputRef={filter} />
      )}
      <WatchNote watch={model.watch} context={context} />
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
            model={model}
            context={context}
            columns={columns}
            focusFilter={() => filter.current?.focus()}
          />
        </>
      )}
      {!hasRows && <Empty model={model} context={context} />}
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
  model: InspectorModel;
  context: IViewContext;
}): JSX.Element | null {
  const { model, context } = props;
  const { modules } = model;
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
    return (
      <div className="jp-ModulescopeTree-skeleton" aria-hidden="true">
        <div className="jp-ModulescopeTree-bone" />
        <div className="jp-ModulescopeTree-bone" />
        <div className="jp-ModulescopeTree-bone" />
      </div>
    );
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
  const state = model.current?.companion.state;
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

/** The right end of the section's title: `423 modules in 10 rows`. */
export function ModulesCount(props: {
  model: InspectorModel;
  context: IViewContext;
}): JSX.Element {
  const { model, context } = props;
  const { tree } = model.modules;
  return (
    <UseSignal signal={tree.changed}>
      {() => <span>{countText(model.modules, context)}</span>}
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
    return trans.__(
      '%1 of %2 modules',
      formatExact(answer.matches, locale),
      all
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
