import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { caretDownIcon } from '../../icons';
import { filterIcon } from './icons';
import type { Span } from '../../protocol/messages';

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

/** A box that filters a list while the user types. */
export function FilterBox(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
  onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
  onBlur?: () => void;
  inputRef?: React.RefObject<HTMLInputElement>;
  isActive: boolean;
  shortcut?: string;
  /** Terms to underline. */
  bad?: readonly Span[];
  /** What the icon opens. */
  onOpenRecent?: { label: string; open: (element: HTMLElement) => void };
  children?: React.ReactNode;
}): JSX.Element {
  const { bad = [], onOpenRecent: recent } = props;
  const own = React.useRef<HTMLInputElement>(null);
  const input = props.inputRef ?? own;
  const icon = (
    <span
      className={`jp-ModulescopeInput-icon${props.isActive ? ' jp-mod-active' : ''}`}
      aria-hidden="true"
    >
      <filterIcon.react tag="span" className="jp-ModulescopeIcon" />
    </span>
  );
  return (
    <span className="jp-ModulescopeInput">
      {recent ? (
        <button
          type="button"
          className="jp-ModulescopeInput-recent"
          aria-label={recent.label}
          aria-haspopup="menu"
          title={recent.label}
          onClick={() => input.current && recent.open(input.current)}
        >
          {icon}
        </button>
      ) : (
        icon
      )}
      <span className="jp-ModulescopeInput-text">
        {bad.length > 0 && (
          <Underlined text={props.value} bad={bad} input={input} />
        )}
        <input
          ref={input}
          className="jp-ModulescopeInput-field"
          type="text"
          role="searchbox"
          spellCheck={false}
          aria-label={props.label}
          aria-invalid={bad.length > 0}
          placeholder={props.placeholder}
          value={props.value}
          onChange={event => props.onChange(event.target.value)}
          onKeyDown={props.onKeyDown}
          onBlur={props.onBlur}
        />
      </span>
      {props.children}
      {props.shortcut && props.value === '' && (
        <kbd className="jp-ModulescopeInput-key" aria-hidden="true">
          {props.shortcut}
        </kbd>
      )}
    </span>
  );
}

/** Lies behind a field, with the same text unseen: a field cannot underline a part. */
function Underlined(props: {
  text: string;
  bad: readonly Span[];
  input: React.RefObject<HTMLInputElement>;
}): JSX.Element {
  const { text, bad, input } = props;
  const drawing = React.useRef<HTMLSpanElement>(null);
  React.useEffect(() => {
    const field = input.current;
    const follow = (): void => {
      if (drawing.current && field) {
        drawing.current.scrollLeft = field.scrollLeft;
      }
    };
    follow();
    field?.addEventListener('scroll', follow);
    return () => field?.removeEventListener('scroll', follow);
  });
  const parts = bad.map((term, index) => {
    const before = bad[index - 1]?.end ?? 0;
    return (
      <React.Fragment key={term.start}>
        {text.slice(before, term.start)}
        <span className="jp-ModulescopeInput-bad">
          {text.slice(term.start, term.end)}
        </span>
      </React.Fragment>
    );
  });
  return (
    <span
      ref={drawing}
      className="jp-ModulescopeInput-mirror"
      aria-hidden="true"
    >
      {parts}
    </span>
  );
}
