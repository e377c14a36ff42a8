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

  useFocusInside(box, open, () => setOpen(false));

  const close = (): void => {
    setOpen(false);
    box.current?.querySelector('button')?.focus();
  };

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const next = neighbour(items(box.current), event.key);
    if (!open) {
      return;
    }
    if (event.key === 'Tab') {
      setOpen(false);
      return;
    }
    if (next) {
      next.focus();
    } else if (event.key === 'Escape') {
      close();
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
      {open && <Items id={id} entries={entries} trans={trans} close={close} />}
    </span>
  );
}

interface IItemsProps extends IMenuProps {
  readonly id: string;
  readonly close: () => void;
}

function Items({ id, entries, trans, close }: IItemsProps): JSX.Element {
  return (
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
  );
}

/** Focuses the first item of an open menu, and closes it by a click elsewhere. */
function useFocusInside(
  box: React.RefObject<HTMLElement>,
  open: boolean,
  close: () => void
): void {
  React.useEffect(() => {
    if (!open) {
      return;
    }
    items(box.current)[0]?.focus();
    const onDown = (event: MouseEvent): void => {
      if (!box.current?.contains(event.target as Node)) {
        close();
      }
    };
    document.addEventListener('mousedown', onDown, true);
    return () => document.removeEventListener('mousedown', onDown, true);
  }, [open]);
}

/** The item that a key goes to from the focused one. */
function neighbour(
  all: readonly HTMLElement[],
  key: string
): HTMLElement | undefined {
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = new Map([
    ['ArrowDown', (at + 1) % all.length],
    ['ArrowUp', (at + all.length - 1) % all.length],
    ['Home', 0],
    ['End', all.length - 1]
  ]).get(key);
  return next === undefined ? undefined : all[next];
}

function items(box: HTMLElement | null): HTMLElement[] {
  return [...(box?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
}
