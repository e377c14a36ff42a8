import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { IModelGradients, IRow } from './document';
import { formatLast, formatNote, visible } from './format';
import type { GradientsModel } from './model';

/** Properties of the table. */
export interface ITableProps {
  readonly model: GradientsModel;
  readonly trans: TranslationBundle;
  readonly data: IModelGradients;
}

/** The same in words and numbers. */
export function Table({ model, trans, data }: ITableProps): JSX.Element {
  const last = data.last_steps[data.last_steps.length - 1].toLocaleString();
  return (
    <div className="jp-ModulescopeGradients-scroller jp-mod-table">
      <table className="jp-ModulescopeGradients-table">
        <thead>
          <tr>
            <th scope="col">{trans.__('Parameter')}</th>
            <th scope="col">{trans.__('RMS at step %1', last)}</th>
            <th scope="col">{trans.__('Mean')}</th>
            <th scope="col">{trans.__('Std')}</th>
            <th scope="col">{trans.__('Least')}</th>
            <th scope="col">{trans.__('Greatest')}</th>
            <th scope="col">{trans.__('Zeros')}</th>
            <th scope="col">{trans.__('Note')}</th>
          </tr>
        </thead>
        <tbody>
          {model.rows.map(({ row }) => (
            <tr key={row.name}>
              <th scope="row">
                <code>{visible(row.name)}</code>
              </th>
              <td>{formatLast(row, trans)}</td>
              <td>{optional(row.last.mean)}</td>
              <td>{optional(row.last.std)}</td>
              <td>{optional(row.last.min)}</td>
              <td>{optional(row.last.max)}</td>
              <td>{percent(row)}</td>
              <td>{formatNote(data, row, trans)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function optional(value: number | null): string {
  return value === null ? '' : value === 0 ? '0' : value.toExponential(1);
}

function percent(row: IRow): string {
  return row.last.zero === null ? '' : `${Math.round(100 * row.last.zero)} %`;
}
