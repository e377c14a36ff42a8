import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { caretDownIcon } from '../../icons';
import { moreIcon } from '../parts/icons';
import type { Column, IColumns } from './columns';
import { COLUMNS } from './columns';
import type { IViewContext } from '../parts/context';
import { IconButton } from '../parts/controls';
import type { ModulesModel } from './model';
import type { SortKey } from './nodes';

/** The titles of the columns; in a filtered tree they sort. */
export function TreeHead(props: {
  modules: ModulesModel;
  columns: IColumns;
  /** Of the section, in pixels. */
  width: number;
  context: IViewContext;
}): JSX.Element {
  const { columns, context } = props;
  const { trans } = context;
  return (
    <div
      className="jp-ModulescopeTree-head"
      role="group"
      aria-label={trans.__('Columns')}
    >
      <Title {...props} by="name" label={trans.__('Name')} />
      {COLUMNS.filter(column => columns.shown.has(column)).map(column => (
        <Title
          key={column}
          {...props}
          by={SORTS[column] ?? null}
          label={columnLabel(column, trans)}
          isNumber={NUMBERS.has(column)}
        />
      ))}
      <span className="jp-Modulescope-hidden">{trans.__('Health')}</span>
      <IconButton
        icon={moreIcon}
        label={trans.__('Choose columns')}
        hasMenu={true}
        onClick={event => {
          const box = event.currentTarget.getBoundingClientRect();
          context.openColumnMenu(props.width, box.left, box.bottom);
        }}
      />
    </div>
  );
}

/** A title, and a button where rows can be sorted by it. */
function Title(props: {
  modules: ModulesModel;
  context: IViewContext;
  by: SortKey | null;
  label: string;
  isNumber?: boolean;
}): JSX.Element {
  const { modules, context, by, label } = props;
  const { trans } = context;
  const { tree } = modules;
  const className = props.isNumber ? 'jp-ModulescopeTree-number' : undefined;
  if (tree.query === '' || by === null) {
    return <div className={className}>{label}</div>;
  }
  const sort = tree.sort?.by === by ? tree.sort : null;
  const state = !sort
    ? trans.__('not sorted')
    : sort.isDescending
      ? trans.__('sorted downwards')
      : trans.__('sorted upwards');
  return (
    <div className={className}>
      <button
        type="button"
        className="jp-ModulescopeTree-sort"
        aria-label={trans.__('%1, %2', label, state)}
        title={trans.__('Sort by %1', label)}
        onClick={() => void modules.withTree(model => model.sortBy(by))}
      >
        {label}
        {sort && (
          <caretDownIcon.react
            tag="span"
            className={`jp-ModulescopeIcon${sort.isDescending ? '' : ' jp-mod-up'}`}
          />
        )}
      </button>
    </div>
  );
}

/** The title of a column. */
export function columnLabel(column: Column, trans: TranslationBundle): string {
  switch (column) {
    case 'class':
      return trans.__('Class');
    case 'differs':
      return trans.__('Differs');
    case 'params':
      return trans.__('Params');
    case 'bytes':
      return trans.__('Bytes');
    case 'gradient':
      return trans.__('Gradient');
  }
}

const SORTS: Readonly<Partial<Record<Column, SortKey>>> = {
  class: 'class',
  params: 'params',
  bytes: 'bytes'
};
const NUMBERS: ReadonlySet<Column> = new Set(['params', 'bytes']);
