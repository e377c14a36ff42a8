import * as React from 'react';

import { pencilIcon } from '../../icons';
import { closeIcon, pinIcon } from '../parts/icons';
import { escapeText } from '../../findings/escape';
import type { SnapshotRow } from '../../protocol/messages';
import type { CompareModel } from './model';
import type { IViewContext } from '../parts/context';
import { IconButton } from '../parts/controls';
import { formatBytes, formatTime } from '../parts/format';
import { Name, runNumber } from '../parts/text';

/** All snapshots, to pin, rename and drop. */
export function SnapshotList(props: {
  compare: CompareModel;
  context: IViewContext;
}): JSX.Element {
  const { compare, context } = props;
  const { trans } = context;
  const { snapshots } = compare;
  return (
    <details className="jp-ModulescopeMemory">
      <summary className="jp-ModulescopeMemory-title">
        {trans._n(
          '%2 of %1 snapshot',
          '%2 of %1 snapshots',
          MOST,
          snapshots.length
        )}
      </summary>
      <ul
        className="jp-ModulescopeSnapshots"
        aria-label={trans.__('Snapshots')}
      >
        {snapshots.map(row => (
          <Snapshot key={row.key} row={row} {...props} />
        ))}
      </ul>
    </details>
  );
}

function Snapshot(props: {
  row: SnapshotRow;
  compare: CompareModel;
  context: IViewContext;
}): JSX.Element {
  const { row, compare, context } = props;
  const { trans, locale } = context;
  const [isRenaming, setRenaming] = React.useState(false);
  const name = escapeText(row.name);
  return (
    <li className="jp-ModulescopeSnapshots-item">
      <IconButton
        icon={pinIcon}
        label={trans.__('Keep %1', name)}
        isPressed={row.pinned}
        onClick={() => void compare.change(row.key, { pinned: !row.pinned })}
      />
      {isRenaming ? (
        <NameField
          name={row.name}
          label={trans.__('Name of the snapshot')}
          done={text => {
            setRenaming(false);
            if (text !== '' && text !== row.name) {
              void compare.change(row.key, { name: text });
            }
          }}
        />
      ) : (
        <span className="jp-ModulescopeSnapshots-name">
          <Name text={row.name} />{' '}
          <span className="jp-Modulescope-dim">
            {escapeText(row.model)} · {escapeText(row.class_name)} ·{' '}
            {formatBytes(row.bytes, locale)}
          </span>
        </span>
      )}
      <span className="jp-Modulescope-dim">
        {row.cell && runNumber(row.cell)} {formatTime(row.time, locale)}
      </span>
      <IconButton
        icon={pencilIcon}
        label={trans.__('Rename %1', name)}
        onClick={() => setRenaming(true)}
      />
      <IconButton
        icon={closeIcon}
        label={trans.__('Drop %1', name)}
        onClick={() => void compare.change(row.key, { drop: true })}
      />
    </li>
  );
}

/** Enter takes the new name, Escape the old one. */
function NameField(props: {
  name: string;
  label: string;
  done: (text: string) => void;
}): JSX.Element {
  const [text, setText] = React.useState(props.name);
  const field = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => field.current?.select(), []);
  return (
    <input
      ref={field}
      className="jp-ModulescopeSnapshots-field"
      aria-label={props.label}
      maxLength={100}
      value={text}
      onChange={event => setText(event.target.value)}
      onBlur={() => props.done(text.trim())}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          props.done(text.trim());
        } else if (event.key === 'Escape') {
          props.done(props.name);
        }
      }}
    />
  );
}

/** The kernel drops the oldest that is not pinned beyond this. */
const MOST = 10;
