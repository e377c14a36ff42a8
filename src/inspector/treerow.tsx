import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { escapeText } from '../protocol/escape';
import {
  caretDownIcon,
  caretRightIcon,
  ghostIcon,
  hookIcon,
  linkIcon,
  lockHalfIcon,
  lockIcon
} from '../icons';
import type { Chip, Row } from '../protocol/messages';
import type { IShownFinding } from '../tokens';
import type { IViewContext } from './context';
import { formatBytes, formatCount } from './format';
import { Mark } from './mark';
import { chipLabel, findingsLabel, rowLabel } from './rowtext';
import type { INode } from './tree';

/** The columns that fit: more of them the wider the section. */
export type TreeWidth = 'narrow' | 'medium' | 'wide' | 'widest';

/** The bounds of the widths, in pixels. */
export function treeWidth(pixels: number): TreeWidth {
  if (pixels >= 640) {
    return 'widest';
  }
  if (pixels >= 480) {
    return 'wide';
  }
  return pixels >= 400 ? 'medium' : 'narrow';
}

/** What a row needs beyond its node. */
export interface ITreeRowProps {
  readonly node: INode;
  readonly position: number;
  readonly setSize: number;
  readonly width: TreeWidth;
  readonly isSelected: boolean;
  readonly isFocusable: boolean;
  readonly findings: readonly IShownFinding[];
  /** Whether live objects were looked at since the kernel started. */
  readonly isChecked: boolean;
  readonly context: IViewContext;
  readonly style: React.CSSProperties;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
}

/** One module of the tree. */
export function TreeRow(props: ITreeRowProps): JSX.Element {
  const { node, width, context, findings } = props;
  const { row } = node;
  const { trans, locale } = context;
  const isOpenable = row.num_children > 0;
  return (
    <div
      className={rowClass(props)}
      style={props.style}
      role="treeitem"
      aria-level={node.level + 1}
      aria-posinset={props.position}
      aria-setsize={props.setSize}
      aria-expanded={isOpenable ? node.expanded : undefined}
      aria-selected={props.isSelected}
      aria-label={rowLabel(row, findings, trans, locale)}
      tabIndex={props.isFocusable ? 0 : -1}
      data-key={node.key}
      onClick={props.onSelect}
      onDoubleClick={props.onToggle}
    >
      <RowName {...props} />
      <div className="jp-ModulescopeTree-class">
        <RowClass row={row} width={width} />
        {(width === 'narrow' || width === 'medium') && (
          <Chips row={row} isShort={true} context={context} />
        )}
      </div>
      {(width === 'wide' || width === 'widest') && (
        <div className="jp-ModulescopeTree-chips">
          <Chips row={row} isShort={false} context={context} />
        </div>
      )}
      <div className="jp-ModulescopeTree-number">
        {formatCount(row.numel, locale)}
      </div>
      {width === 'widest' && (
        <div className="jp-ModulescopeTree-number">
          {formatBytes(row.bytes, locale)}
        </div>
      )}
      <HealthMark {...props} />
    </div>
  );
}

function rowClass(props: ITreeRowProps): string {
  const { row } = props.node;
  return [
    'jp-ModulescopeTree-row',
    props.isSelected ? 'jp-mod-selected' : '',
    row.kind === 'ghost' ? 'jp-mod-ghost' : '',
    row.matched ? '' : 'jp-mod-dimmed'
  ]
    .filter(name => name !== '')
    .join(' ');
}

function RowName(props: ITreeRowProps): JSX.Element {
  const { node } = props;
  const isOpenable = node.row.num_children > 0;
  const Caret = node.expanded ? caretDownIcon : caretRightIcon;
  // The click area reaches over the indent, so that it is large enough.
  const indent = {
    paddingInlineStart: `calc(${node.level} * var(--jp-private-modulescope-indent))`
  };
  return (
    <div className="jp-ModulescopeTree-name">
      <span
        className="jp-ModulescopeTree-caret"
        style={indent}
        onClick={event => {
          if (isOpenable) {
            event.stopPropagation();
            props.onToggle();
          }
        }}
        onDoubleClick={event => event.stopPropagation()}
      >
        {isOpenable ? (
          <Caret.react tag="span" className="jp-ModulescopeIcon" />
        ) : (
          node.row.kind === 'ghost' && (
            <ghostIcon.react tag="span" className="jp-ModulescopeIcon" />
          )
        )}
      </span>
      {isOpenable && node.row.kind === 'ghost' && (
        <ghostIcon.react tag="span" className="jp-ModulescopeIcon" />
      )}
      <bdi
        className="jp-ModulescopeTree-label"
        title={escapeText(node.row.fqn)}
      >
        {escapeText(node.row.name)}
      </bdi>
    </div>
  );
}

function RowClass(props: { row: Row; width: TreeWidth }): JSX.Element {
  const { row, width } = props;
  const shape = width === 'narrow' ? '' : escapeText(row.shape);
  const name = escapeText(row.class_name);
  return (
    <span className="jp-ModulescopeTree-text" title={`${name} ${shape}`.trim()}>
      {row.kind === 'fold' && (
        <b className="jp-ModulescopeTree-fold">×{row.count} </b>
      )}
      <bdi>{name}</bdi> {shape}
    </span>
  );
}

/** Deviations only: what every module of the model shares is not said. */
function Chips(props: {
  row: Row;
  isShort: boolean;
  context: IViewContext;
}): JSX.Element {
  const { row, isShort, context } = props;
  return (
    <>
      {row.note !== '' && !(isShort && row.chips.length > 0) && (
        <span className="jp-ModulescopeTree-note">{escapeText(row.note)}</span>
      )}
      {row.chips.map((chip, index) => (
        <span
          key={index}
          className="jp-ModulescopeChip"
          title={chipLabel(chip, context.trans)}
        >
          <ChipIcon kind={chip.kind} />
          <span className="jp-ModulescopeTree-chip">
            {isShort ? shortText(chip, context) : escapeText(chip.text)}
          </span>
        </span>
      ))}
    </>
  );
}

function ChipIcon(props: { kind: Chip['kind'] }): JSX.Element | null {
  const icon = CHIP_ICONS[props.kind];
  return icon ? <icon.react tag="span" className="jp-ModulescopeIcon" /> : null;
}

/** `3/8` for `3/8 frozen`, `2` for `hook 2`: the icon says the rest. */
function shortText(chip: Chip, { trans }: IViewContext): string {
  const text = escapeText(chip.text);
  switch (chip.kind) {
    case 'half_frozen':
    case 'hooks':
      return /\d+(\/\d+)?/.exec(text)?.[0] ?? text;
    case 'shared':
      return trans.__('shared');
    default:
      return text;
  }
}

/** A finding in its colour; without one, whether anything was looked at at all. */
function HealthMark(props: ITreeRowProps): JSX.Element {
  const { findings, isChecked, context, node } = props;
  const { trans } = context;
  if (findings.length > 0) {
    const [worst] = findings;
    return (
      <div
        className="jp-ModulescopeTree-health"
        title={escapeText(worst.message)}
      >
        <Mark
          severity={worst.severity}
          isStale={worst.status === 'stale'}
          trans={trans}
        />
        <span className="jp-Modulescope-hidden">
          {findingsLabel(findings, trans)}
        </span>
      </div>
    );
  }
  const isKnown = isChecked && node.row.kind !== 'ghost';
  return (
    <div
      className="jp-ModulescopeTree-health"
      title={isKnown ? trans.__('No finding') : trans.__('Not checked')}
    >
      <span
        className={`jp-ModulescopeTree-dot${isKnown ? '' : ' jp-mod-unknown'}`}
      />
    </div>
  );
}

const CHIP_ICONS: Readonly<Partial<Record<Chip['kind'], LabIcon>>> = {
  frozen: lockIcon,
  half_frozen: lockHalfIcon,
  hooks: hookIcon,
  shared: linkIcon
};
