import * as React from 'react';

import type { SnapshotDiff } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { diffLines, isValue } from './lines';
import { formatExact } from '../parts/format';
import { TensorLines } from './tensorlines';
import type { ITensorChoice } from './tensortools';
import { ALL_TENSORS, TensorTools } from './tensortools';

/** How much each tensor changed. */
export function Tensors(props: {
  diff: SnapshotDiff;
  context: IViewContext;
}): JSX.Element | null {
  const { diff, context } = props;
  const { trans, locale } = context;
  const [choice, setChoice] = React.useState(ALL_TENSORS);
  const values = diff.rows.filter(isValue);
  const lines = React.useMemo(
    () => diffLines(diff.rows, choice.filter, choice.text, choice.byChange),
    [diff, choice]
  );
  if (values.length === 0) {
    return null;
  }
  const changed = values.filter(({ kind }) => kind === 'changed').length;
  const counts = { changed, unchanged: values.length - changed };
  const choose = (change: Partial<ITensorChoice>): void =>
    setChoice(now => ({ ...now, ...change }));
  return (
    <section
      className="jp-ModulescopeCompare-tensors"
      aria-label={trans.__('Tensors')}
    >
      <h3 className="jp-ModulescopeCompare-title">
        {trans.__('Tensors')}
        <span className="jp-Modulescope-dim">
          {trans.__(
            '%1 changed · %2 unchanged',
            formatExact(counts.changed, locale),
            formatExact(counts.unchanged, locale)
          )}
        </span>
      </h3>
      <TensorTools
        counts={counts}
        choice={choice}
        choose={choose}
        context={context}
      />
      <TensorLines lines={lines} context={context} />
      <div className="jp-ModulescopeFoot">
        {trans._n(
          '%2 of %3 row shown, alike neighbours folded',
          '%2 of %3 rows shown, alike neighbours folded',
          values.length + diff.left_out,
          formatExact(lines.length, locale),
          formatExact(values.length + diff.left_out, locale)
        )}
      </div>
    </section>
  );
}
