import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Sign } from './signs';

/** An entry of the menu. */
export interface IEntry {
  readonly label: string;
  run(): void;
}

/** Properties of the menu. */
export interface IMenuProps {
  readonly entries: readonly IEntry[];
  readonly trans: TranslationBundle;
}

/** A button with a menu, by mouse and by keys, without an application around it. */
export function Menu({ entries, trans }: IMenuProps): JSX.Element {
  const [open, setOpen] = React.useState(false);
  const box = React.useRef<HTMLSpanElement>(null);
  const id = React.useId();

  React.useEffect(() => {
    if (!open) {
      return;
    }
    items(box.current)[0]?.focus();
    const onDown = (event: MouseEvent): void => {
      if (!box.current?.contains(event.target as Node)) {
        setOpen(false);
      }
    };
    document.addEventListener('mousedown', onDown, true);
    return () => document.removeEventListener('mousedown', onDown, true);
  }, [open]);

  const close = (): void => {
    setOpen(false);
    box.current?.querySelector('button')?.focus();
  };

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const all = items(box.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = new Map([
      ['ArrowDown', (at + 1) % all.length],
      ['ArrowUp', (at + all.length - 1) % all.length],
      ['Home', 0],
      ['End', all.length - 1]
    ]).get(event.key);
    if (open && next !== undefined) {
      all[next].focus();
    } else if (open && event.key === 'Escape') {
      close();
    } else if (open && event.key === 'Tab') {
      setOpen(false);
      return;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <span
      ref={box}
      className="jp-ModulescopeGradients-menu"
      data-lm-suppress-shortcuts="true"
      onKeyDown={onKeyDown}
    >
      <button
        className="jp-ModulescopeIconButton"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={trans.__('More')}
        title={trans.__('More')}
        onClick={() => setOpen(!open)}
      >
        <Sign name="more" />
      </button>
      {open && (
        <div id={id} role="menu" aria-label={trans.__('More')}>
          {entries.map(({ label, run }) => (
            <button
              key={label}
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                run();
              }}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </span>
  );
}

function items(box: HTMLElement | null): HTMLElement[] {
  return [...(box?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
}
