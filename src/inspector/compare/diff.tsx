import * as React from 'react';

import { infoIcon } from '../../icons';
import { checkIcon, copyIcon } from '../parts/icons';
import { escapeText } from '../../findings/escape';
import { Message } from '../../findings/messageview';
import type { SnapshotDiff } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { isValue } from './lines';
import { diffMarkdown } from './markdown';
import { Structure } from './structure';
import { Tensors } from './tensors';

/** What differs between the two states, in a sentence and in parts. */
export function Diff(props: {
  diff: SnapshotDiff;
  context: IViewContext;
}): JSX.Element {
  const { diff, context } = props;
  const { trans } = context;
  const isEqual = diff.rows.every(({ kind }) => kind === 'unchanged');
  const Icon = isEqual ? checkIcon : infoIcon;
  const structure = diff.rows.filter(row => !isValue(row));
  return (
    <>
      <div className="jp-ModulescopeCompare-summary">
        <Icon.react tag="span" className="jp-ModulescopeIcon" />
        <div>
          <Message text={diff.summary} />
          {diff.a && (
            <div className="jp-Modulescope-dim">
              {[
                escapeText(diff.a.model),
                escapeText(diff.a.class_name),
                trans.__('compared by fingerprint, no weights are stored')
              ].join(' · ')}
            </div>
          )}
          {diff.notes.map(note => (
            <div key={note} className="jp-Modulescope-dim">
              <Message text={note} />
            </div>
          ))}
        </div>
      </div>
      <Structure rows={structure} context={context} />
      <Tensors diff={diff} context={context} />
      <div className="jp-ModulescopeFoot">
        <span />
        <button
          type="button"
          className="jp-Modulescope-link"
          onClick={() => context.copy(diffMarkdown(diff, trans))}
        >
          <copyIcon.react tag="span" className="jp-ModulescopeIcon" />{' '}
          {trans.__('Copy as Markdown')}
        </button>
      </div>
    </>
  );
}
