import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ModelGradients } from '../protocol/messages';
import type { GradientsModel } from './model';
import { tableOf } from './text';

/** Properties of the table. */
export interface ITableProps {
  readonly model: GradientsModel;
  readonly trans: TranslationBundle;
  readonly data: ModelGradients;
}

/** The same in words and numbers. */
export function Table({ model, trans, data }: ITableProps): JSX.Element {
  const [head, ...lines] = tableOf(model, data, trans);
  return (
    <div
      className="jp-ModulescopeGradients-scroller jp-mod-table"
      // A region that scrolls has to be reachable by keys.
      tabIndex={0}
      role="group"
      aria-label={trans.__('Gradients as a table')}
    >
      <table className="jp-ModulescopeGradients-table">
        <thead>
          <tr>
            {head.map((title, index) => (
              <th key={index} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(([name, ...cells], index) => (
            <tr key={model.rows[index].row.name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              {cells.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
