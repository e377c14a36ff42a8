import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { caretDownIcon } from '../../icons';

/** A button of 24 px that is only an icon; its label is read and shown as a tooltip. */
export function IconButton(props: {
  icon: LabIcon;
  label: string;
  onClick: (event: React.MouseEvent<HTMLButtonElement>) => void;
  isPressed?: boolean;
  hasMenu?: boolean;
  isDisabled?: boolean;
}): JSX.Element {
  const { icon, label, isPressed } = props;
  return (
    <button
      type="button"
      className={`jp-ModulescopeIconButton${isPressed ? ' jp-mod-on' : ''}`}
      aria-label={label}
      aria-pressed={isPressed}
      aria-haspopup={props.hasMenu ? 'menu' : undefined}
      title={label}
      disabled={props.isDisabled}
      onClick={props.onClick}
    >
      <icon.react tag="span" className="jp-ModulescopeIcon" />
    </button>
  );
}

/** One choice of a `Select`. */
export interface IOption {
  readonly value: string;
  readonly label: string;
}

/**
 * A native select that looks like a button with a caret.
 *
 * The select itself lies over the drawing, invisible, so that keyboard, screen reader
 * and touch get the browser's own control.
 */
export function Select(props: {
  label: string;
  value: string;
  options: readonly IOption[];
  onChange: (value: string) => void;
  /** A group behind the others. */
  more?: { label: string; options: readonly IOption[] };
  children?: React.ReactNode;
}): JSX.Element {
  const { label, value, options, more } = props;
  const current = options.find(option => option.value === value);
  return (
    <span className="jp-ModulescopeSelect jp-ModulescopeButton">
      <span className="jp-ModulescopeSelect-value" aria-hidden="true">
        {props.children ?? current?.label ?? ''}
      </span>
      <caretDownIcon.react
        tag="span"
        className="jp-ModulescopeIcon"
        aria-hidden="true"
      />
      <select
        className="jp-ModulescopeSelect-control"
        aria-label={label}
        title={label}
        value={value}
        onChange={event => props.onChange(event.target.value)}
      >
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
        {more && (
          <optgroup label={more.label}>
            {more.options.map(option => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </span>
  );
}
