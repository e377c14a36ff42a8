import * as React from 'react';

import type { Span } from '../../protocol/messages';
import { filterIcon } from './icons';

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
