import * as React from 'react';

/** The drawings of the buttons, as paths of 16 × 16 pixels. */
const PATHS = {
  pause: 'M4.4 3h2.4v10H4.4ZM9.2 3h2.4v10H9.2Z',
  play: 'M4.5 2.8v10.4l8.2-5.2Z',
  more: 'M3 6.7a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6Zm5 0a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6Zm5 0a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6Z',
  close:
    'M4.4 3.4 8 7l3.6-3.6 1 1L9 8l3.6 3.6-1 1L8 9l-3.6 3.6-1-1L7 8 3.4 4.4Z',
  filter: 'M2 3.4h12v1.5H2ZM4.4 7.25h7.2v1.5H4.4ZM6.6 11.1h2.8v1.5H6.6Z',
  pin: 'M6 2h4v1.2l-.6.5v3.2l1.8 1.6v1.2H8.6V14H7.4V9.7H4.8V8.5l1.8-1.6V3.7L6 3.2Z',
  warning:
    'M8 1.6c.5 0 .9.25 1.15.68l5.6 10c.5.9-.13 2-1.15 2H2.4c-1.02 0-1.65-1.1-1.15-2l5.6-10C7.1 1.85 7.5 1.6 8 1.6ZM7.2 5.4v4.4h1.6V5.4ZM7.1 11a.9.9 0 1 0 1.8 0a.9.9 0 0 0-1.8 0Z'
};

/** A sign that needs nothing of the application: the drawing is used without it, too. */
export function Sign({
  name
}: {
  readonly name: keyof typeof PATHS;
}): JSX.Element {
  return (
    <svg
      className="jp-ModulescopeGradients-icon"
      aria-hidden="true"
      width="16"
      height="16"
      viewBox="0 0 16 16"
    >
      <path fillRule="evenodd" d={PATHS[name]} />
    </svg>
  );
}

/** The sign for a warning, with its name. */
export function Warning({ label }: { readonly label: string }): JSX.Element {
  return (
    <span
      className="jp-ModulescopeGradients-warning"
      role="img"
      aria-label={label}
    >
      <Sign name="warning" />
    </span>
  );
}
