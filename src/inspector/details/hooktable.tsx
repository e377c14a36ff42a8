import * as React from 'react';

import { HookLine } from './hookline';
import { RemoveCopies } from './hookremoval';
import type { IHookTableProps } from './hooktext';
import { footText } from './hooktext';

/** All hooks of a subtree, in the order in which they run. */
export function HookTable(props: IHookTableProps): JSX.Element {
  const { answer, context } = props;
  const { trans } = context;
  const { hooks } = answer;
  return (
    <>
      <table className="jp-ModulescopeTable">
        <thead>
          <tr>
            <th className="jp-ModulescopeTable-title" scope="col">
              <span className="jp-Modulescope-hidden">{trans.__('Mark')}</span>
            </th>
            <th className="jp-ModulescopeTable-title" scope="col">
              {trans.__('Function')}
            </th>
            <th className="jp-ModulescopeTable-title" scope="col">
              {trans.__('Kind')}
            </th>
            <th className="jp-ModulescopeTable-title jp-mod-number" scope="col">
              {trans.__('Holds')}
            </th>
            <th className="jp-ModulescopeTable-title" scope="col">
              <span className="jp-Modulescope-hidden">
                {trans.__('Action')}
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {hooks.map((hook, index) => (
            <HookLine key={hook.hook || index} hook={hook} {...props} />
          ))}
        </tbody>
      </table>
      <div className="jp-ModulescopeFoot jp-mod-actions">
        <RemoveCopies {...props} />
        <span>{footText(answer, context)}</span>
      </div>
    </>
  );
}
