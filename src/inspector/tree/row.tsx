import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { escapeText } from '../../findings/escape';
import { caretDownIcon } from '../../icons';
import {
  caretRightIcon,
  ghostIcon,
  hookIcon,
  linkIcon,
  lockHalfIcon,
  lockIcon
} from '../parts/icons';
import type { Chip, Row } from '../../protocol/messages';
import type { IShownFinding } from '../../tokens';
import type { Column, IColumns } from './columns';
import type { IViewContext } from '../parts/context';
import { formatBytes, formatCount } from '../parts/format';
import type { IRowGradient } from './gradientfacts';
import { gradientText } from './gradientfacts';
import { Mark } from '../../findings/mark';
import { chipLabel, findingsLabel, pathOf, rowLabel } from './rowtext';
import { Sparkline } from './sparkline';
import type { INode } from '../parts/node';

/** What a row needs beyond its node. */
export interface ITreeRowProps {
  readonly node: INode;
  readonly position: number;
  readonly setSize: number;
  readonly isFlat: boolean;
  readonly columns: IColumns;
  readonly isSelected: boolean;
  readonly isFocusable: boolean;
  readonly findings: readonly IShownFinding[];
  /** Whether live objects were looked at since the kernel started. */
  readonly isChecked: boolean;
  /** What was last recorded of its gradients; null if nothing was. */
  readonly gradient: IRowGradient | null;
  readonly context: IViewContext;
  readonly style: React.CSSProperties;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
}

/** One module of the tree. */
export function TreeRow(props: ITreeRowProps): JSX.Element {
  const { node, columns, context, findings, isFlat } = props;
  const { row } = node;
  const { trans, locale } = context;
  const isOpenable = row.num_children > 0 && !isFlat;
  const has = (column: Column): boolean => columns.shown.has(column);
  return (
    <div
      className={rowClass(props)}
      style={props.style}
      role="treeitem"
      aria-level={isFlat ? 1 : node.level + 1}
      aria-posinset={props.position}
      aria-setsize={props.setSize}
      aria-expanded={isOpenable ? node.expanded : undefined}
      aria-selected={props.isSelected}
      aria-label={rowLabel(row, findings, trans, locale, isFlat)}
      aria-description={healthText(props)}
      tabIndex={props.isFocusable ? 0 : -1}
      data-key={node.key}
      onClick={props.onSelect}
      onDoubleClick={props.onToggle}
    >
      <RowName {...props} />
      {has('class') && (
        <div className="jp-ModulescopeTree-class">
          <RowClass row={row} hasShape={columns.hasShapes} />
          {!has('differs') && <Chips row={row} isShort={true} {...props} />}
        </div>
      )}
      {has('differs') && (
        <div className="jp-ModulescopeTree-chips">
          <Chips row={row} isShort={false} {...props} />
        </div>
      )}
      {has('params') && (
        <div className="jp-ModulescopeTree-number">
          {formatCount(row.numel, locale)}
        </div>
      )}
      {has('bytes') && (
        <div className="jp-ModulescopeTree-number">
          {formatBytes(row.bytes, locale)}
        </div>
      )}
      {has('gradient') && (
        <div className="jp-ModulescopeTree-gradient">
          <Sparkline gradient={props.gradient} context={context} />
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
    row.kind === 'none' ? 'jp-mod-none' : '',
    row.matched ? '' : 'jp-mod-dimmed'
  ]
    .filter(name => name !== '')
    .join(' ');
}

function RowName(props: ITreeRowProps): JSX.Element {
  const { node, isFlat } = props;
  const isOpenable = node.row.num_children > 0 && !isFlat;
  const level = isFlat ? 0 : node.level;
  const Caret = node.expanded ? caretDownIcon : caretRightIcon;
  // The click area reaches over the indent, so that it is large enough.
  const indent = {
    paddingInlineStart: `calc(${level} * var(--jp-private-modulescope-indent))`
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
        {escapeText(isFlat ? pathOf(node.row) : node.row.name)}
      </bdi>
    </div>
  );
}

function RowClass(props: { row: Row; hasShape: boolean }): JSX.Element {
  const { row, hasShape } = props;
  const shape = hasShape ? escapeText(row.shape) : '';
  const full = escapeText(row.class_name);
  // In a narrow row `list of 32 Linear` is `32 Linear`: what it holds says more.
  const name =
    row.kind === 'ghost' && !hasShape ? full.replace(CONTAINER, '') : full;
  return (
    <span
      className="jp-ModulescopeTree-text"
      title={[full, escapeText(row.shape), escapeText(row.note)]
        .filter(part => part !== '')
        .join(' · ')}
    >
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
  columns: IColumns;
  context: IViewContext;
}): JSX.Element {
  const { row, isShort, columns, context } = props;
  return (
    <>
      {row.note !== '' && !(isShort && row.chips.length > 0) && (
        <span className="jp-ModulescopeTree-note">{escapeText(row.note)}</span>
      )}
      {row.chips.map((chip, index) => {
        const text = chipText(chip, isShort, columns.isTight, context);
        const isFirm = text.length <= FIRM_LENGTH;
        return (
          <span
            key={index}
            className={`jp-ModulescopeChip jp-mod-${isFirm ? 'firm' : 'soft'} jp-mod-${chip.kind}`}
            title={chipLabel(chip, context.trans)}
          >
            <ChipIcon kind={chip.kind} />
            <ChipText text={text} />
          </span>
        );
      })}
    </>
  );
}

function ChipText({ text }: { text: string }): JSX.Element | null {
  return text === '' ? null : (
    <span className="jp-ModulescopeTree-chip">{text}</span>
  );
}

function ChipIcon(props: { kind: Chip['kind'] }): JSX.Element | null {
  const icon = CHIP_ICONS[props.kind];
  return icon ? <icon.react tag="span" className="jp-ModulescopeIcon" /> : null;
}

/** `3/8` for `3/8 frozen`, `2` for `hook 2`: the icon says the rest. */
function chipText(
  chip: Chip,
  isShort: boolean,
  isTight: boolean,
  { trans }: IViewContext
): string {
  const text = escapeText(chip.text);
  if (chip.kind === 'dtype') {
    return SHORT_TYPES.get(text) ?? text;
  }
  if (!isShort) {
    return text;
  }
  switch (chip.kind) {
    case 'half_frozen':
    case 'hooks':
      return /\d+(\/\d+)?/.exec(text)?.[0] ?? text;
    case 'frozen':
      return isTight ? '' : text;
    case 'shared':
      return isTight ? '' : trans.__('shared');
    default:
      return text;
  }
}

/** A finding in its colour; without one, how the module fares as far as it was seen. */
function HealthMark(props: ITreeRowProps): JSX.Element {
  const { findings, context } = props;
  const { trans } = context;
  if (findings.length > 0) {
    const [worst] = findings;
    return (
      <div className="jp-ModulescopeTree-health" title={healthText(props)}>
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
  return (
    <div className="jp-ModulescopeTree-health" title={healthText(props)}>
      <span className={`jp-ModulescopeTree-dot jp-mod-${quietHealth(props)}`} />
    </div>
  );
}

/** The health of a row in words: what is found, or how much is known. */
function healthText(props: ITreeRowProps): string {
  const { findings, node, context } = props;
  const text =
    findings.length > 0
      ? escapeText(findings[0].message)
      : quietText(quietHealth(props), props);
  return healthTitle(node.row, text, context);
}

/** Without a finding: unknown, normal, or worth a look. */
function quietHealth({
  node,
  isChecked,
  gradient
}: ITreeRowProps): 'unknown' | 'normal' | 'look' {
  if (node.row.health === 'look' || gradient?.isLow || gradient?.isBad) {
    return 'look';
  }
  const isKnown = isChecked && node.row.kind !== 'ghost';
  return isKnown || node.row.health === 'normal' ? 'normal' : 'unknown';
}

function quietText(
  health: 'unknown' | 'normal' | 'look',
  { node, gradient, context }: ITreeRowProps
): string {
  const { trans } = context;
  if (node.row.health_text !== '') {
    return escapeText(node.row.health_text);
  }
  if (gradient) {
    return gradientText(gradient, context);
  }
  if (health === 'normal') {
    return node.row.health === 'normal'
      ? trans.__('No finding')
      : trans.__('No finding. No gradients were recorded.');
  }
  return node.row.kind === 'ghost'
    ? trans.__('Health unknown: torch does not see what is not registered')
    : trans.__(
        'Health unknown: nothing was recorded of this module yet. Run a cell, or choose Watch Gradients in the menu of the row.'
      );
}

/** Of a fold also how many of its blocks fare like that: `3 of 32`. */
function healthTitle(
  { kind, count, health_count: like }: Row,
  text: string,
  { trans }: IViewContext
): string {
  return kind === 'fold' && like > 0 && like < count
    ? trans.__('%1 of %2: %3', like, count, text)
    : text;
}

/** A chip of so few letters says nothing when it is cut. */
const FIRM_LENGTH = 6;
const CONTAINER = /^\S+ of (?=\d)/;

const SHORT_TYPES: ReadonlyMap<string, string> = new Map([
  ['float64', 'f64'],
  ['float32', 'f32'],
  ['float16', 'f16'],
  ['bfloat16', 'bf16'],
  ['complex64', 'c64'],
  ['int64', 'i64'],
  ['int32', 'i32'],
  ['int8', 'i8'],
  ['uint8', 'u8']
]);

const CHIP_ICONS: Readonly<Partial<Record<Chip['kind'], LabIcon>>> = {
  frozen: lockIcon,
  half_frozen: lockHalfIcon,
  hooks: hookIcon,
  shared: linkIcon
};
