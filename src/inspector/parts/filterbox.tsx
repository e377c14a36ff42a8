import * as React from 'react';

import type { Span } from '../../protocol/messages';
import { filterIcon } from './icons';

/** A box that filters a list while the user types. */
export function FilterBox(props: IFilterBoxProps): JSX.Element {
  const own = React.useRef<HTMLInputElement>(null);
  const input = props.inputRef ?? own;
  return (
    <span className="jp-ModulescopeInput">
      <FilterSign
        isActive={props.isActive}
        recent={props.onOpenRecent}
        input={input}
      />
      <Field {...props} input={input} />
      {props.children}
      {props.shortcut && props.value === '' && (
        <kbd className="jp-ModulescopeInput-key" aria-hidden="true">
          {props.shortcut}
        </kbd>
      )}
    </span>
  );
}

interface IFilterBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
  readonly onBlur?: () => void;
  readonly inputRef?: React.RefObject<HTMLInputElement>;
  readonly isActive: boolean;
  readonly shortcut?: string;

  /** Terms to underline. */
  readonly bad?: readonly Span[];

  /** What the icon opens. */
  readonly onOpenRecent?: IRecent;
  readonly children?: React.ReactNode;
}

/** A menu of what was filtered before. */
interface IRecent {
  readonly label: string;
  readonly open: (element: HTMLElement) => void;
}

/** The icon before the field; a button where there is something to open. */
function FilterSign(props: {
  isActive: boolean;
  recent?: IRecent;
  input: React.RefObject<HTMLInputElement>;
}): JSX.Element {
  const { isActive, recent, input } = props;
  const icon = (
    <span
      className={`jp-ModulescopeInput-icon${isActive ? ' jp-mod-active' : ''}`}
      aria-hidden="true"
    >
      <filterIcon.react tag="span" className="jp-ModulescopeIcon" />
    </span>
  );
  return recent ? (
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
  );
}

/** The field itself, above the lines that underline what is wrong in it. */
function Field(
  props: IFilterBoxProps & { input: React.RefObject<HTMLInputElement> }
): JSX.Element {
  const { value, bad = [], input } = props;
  return (
    <span className="jp-ModulescopeInput-text">
      {bad.length > 0 && <Underlined text={value} bad={bad} input={input} />}
      <input
        ref={input}
        className="jp-ModulescopeInput-field"
        type="text"
        role="searchbox"
        spellCheck={false}
        aria-label={props.label}
        aria-invalid={bad.length > 0}
        placeholder={props.placeholder}
        value={value}
        onChange={event => props.onChange(event.target.value)}
        onKeyDown={props.onKeyDown}
        onBlur={props.onBlur}
      />
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
