import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { caretDownIcon, filterIcon } from '../icons';

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
  children?: React.ReactNode;
}): JSX.Element {
  const { label, value, options } = props;
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
      </select>
    </span>
  );
}

/** A box that filters a list while the user types. */
export function FilterBox(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
  onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
  inputRef?: React.RefObject<HTMLInputElement>;
  isActive: boolean;
  shortcut?: string;
  isInvalid?: boolean;
}): JSX.Element {
  return (
    <span className="jp-ModulescopeInput">
      <span
        className={`jp-ModulescopeInput-icon${props.isActive ? ' jp-mod-active' : ''}`}
        aria-hidden="true"
      >
        <filterIcon.react tag="span" className="jp-ModulescopeIcon" />
      </span>
      <input
        ref={props.inputRef}
        className="jp-ModulescopeInput-field"
        type="text"
        role="searchbox"
        spellCheck={false}
        aria-label={props.label}
        aria-invalid={props.isInvalid}
        placeholder={props.placeholder}
        value={props.value}
        onChange={event => props.onChange(event.target.value)}
        onKeyDown={props.onKeyDown}
      />
      {props.shortcut && props.value === '' && (
        <kbd className="jp-ModulescopeInput-key" aria-hidden="true">
          {props.shortcut}
        </kbd>
      )}
    </span>
  );
}
