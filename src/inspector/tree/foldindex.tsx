import * as React from 'react';

import { caretRightIcon } from '../parts/icons';
import { escapeText } from '../../findings/escape';
import type { IViewContext } from '../parts/context';
import { formatExact } from '../parts/format';
import type { ModulesModel } from './model';
import type { INode } from '../parts/node';

/** `block 0 of 32 ◂ ▸`: chooses which member of a fold is shown below it. */
export function FoldIndex(props: {
  node: INode;
  modules: ModulesModel;
  context: IViewContext;
  style: React.CSSProperties;
}): JSX.Element {
  const { node, modules, context } = props;
  const { trans, locale } = context;
  const last = node.row.count - 1;
  const go = (member: number): void =>
    void modules.withTree(tree => tree.setMember(node, member));
  const indent = {
    paddingInlineStart: `calc(${node.level + 1} * var(--jp-private-modulescope-indent) + 18px)`
  };
  return (
    <div
      className="jp-ModulescopeTree-index"
      style={{ ...props.style, ...indent }}
      role="group"
      aria-label={trans.__('Block of %1', escapeText(node.row.name))}
    >
      <span aria-hidden="true">{trans.__('block')}</span>
      <input
        type="number"
        className="jp-ModulescopeTree-block"
        aria-label={trans.__('Block')}
        min={0}
        max={last}
        value={node.member}
        onChange={event => go(event.target.valueAsNumber)}
      />
      <span>{trans.__('of %1', formatExact(node.row.count, locale))}</span>
      <Step
        label={trans.__('Previous block')}
        isBack={true}
        isDisabled={node.member === 0}
        onClick={() => go(node.member - 1)}
      />
      <Step
        label={trans.__('Next block')}
        isBack={false}
        isDisabled={node.member === last}
        onClick={() => go(node.member + 1)}
      />
    </div>
  );
}

function Step(props: {
  label: string;
  isBack: boolean;
  isDisabled: boolean;
  onClick: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      className={`jp-ModulescopeIconButton${props.isBack ? ' jp-mod-back' : ''}`}
      aria-label={props.label}
      title={props.label}
      disabled={props.isDisabled}
      onClick={props.onClick}
    >
      <caretRightIcon.react tag="span" className="jp-ModulescopeIcon" />
    </button>
  );
}
