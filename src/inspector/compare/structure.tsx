import type { LabIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import {
  compareIcon,
  lockIcon,
  minusIcon,
  movedIcon,
  plusIcon
} from '../parts/icons';
import { escapeText } from '../../findings/escape';
import type { DiffRow } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { Name } from '../parts/text';

/** What was added, removed, moved, or changed its type, shape or place. */
export function Structure(props: {
  rows: readonly DiffRow[];
  context: IViewContext;
}): JSX.Element | null {
  const { rows, context } = props;
  const { trans } = context;
  if (rows.length === 0) {
    return null;
  }
  return (
    <section aria-label={trans.__('Structure')}>
      <h3 className="jp-ModulescopeCompare-title">
        {trans.__('Structure')}
        <span className="jp-Modulescope-dim">{countText(rows, trans)}</span>
      </h3>
      <ul className="jp-ModulescopeCompare-list">
        {rows.map(row => (
          <li
            key={`${row.kind} ${row.fqn}`}
            className="jp-ModulescopeCompare-row"
          >
            <KindIcon kind={row.kind} />
            <span className="jp-ModulescopeCompare-kind">
              {kindText(row.kind, trans)}
            </span>
            <span className="jp-ModulescopeCompare-what">
              <Name text={row.fqn} />{' '}
              <span className="jp-Modulescope-dim">
                {[row.before, row.after]
                  .filter(text => text !== '')
                  .map(text => escapeText(text))
                  .join(' → ')}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `1 added · 2 retyped` */
function countText(rows: readonly DiffRow[], trans: TranslationBundle): string {
  const counts = new Map<DiffRow['kind'], number>();
  rows.forEach(({ kind }) => counts.set(kind, (counts.get(kind) ?? 0) + 1));
  return Array.from(
    counts,
    ([kind, count]) => `${count} ${kindText(kind, trans)}`
  ).join(' · ');
}

function KindIcon(props: { kind: DiffRow['kind'] }): JSX.Element {
  const icon = ICONS[props.kind];
  return icon ? (
    <icon.react tag="span" className="jp-ModulescopeIcon" />
  ) : (
    <span className="jp-ModulescopeCompare-sign" aria-hidden="true">
      ≠
    </span>
  );
}

function kindText(kind: DiffRow['kind'], trans: TranslationBundle): string {
  switch (kind) {
    case 'added':
      return trans.__('added');
    case 'removed':
      return trans.__('removed');
    case 'moved':
      return trans.__('moved');
    case 'retyped':
      return trans.__('retyped');
    case 'shape':
      return trans.__('shape');
    case 'dtype':
      return trans.__('dtype');
    case 'device':
      return trans.__('device');
    case 'frozen':
      return trans.__('frozen');
    case 'changed':
      return trans.__('changed');
    case 'unchanged':
      return trans.__('unchanged');
  }
}

const ICONS: Readonly<Partial<Record<DiffRow['kind'], LabIcon>>> = {
  added: plusIcon,
  removed: minusIcon,
  moved: movedIcon,
  retyped: compareIcon,
  frozen: lockIcon
};
