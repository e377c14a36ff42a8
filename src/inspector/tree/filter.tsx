import * as React from 'react';

import { closeIcon } from '../parts/icons';
import type { IViewContext } from '../parts/context';
import { IconButton } from '../parts/controls';
import { FilterBox } from '../parts/filterbox';
import type { FilterHistory } from './filterhistory';
import type { ModulesModel } from './model';
import { stepMatch } from './keys';

/** The filter box; the text goes to the kernel, which knows the language. */
export function TreeFilter(props: ITreeFilterProps): JSX.Element {
  const { modules, filters, context, inputRef } = props;
  const { trans } = context;
  const [text, setText] = useQuery(modules);
  const { query, answer } = modules.tree;
  return (
    <FilterBox
      label={trans.__('Filter modules by type, path or term')}
      placeholder={trans.__('type, path or filter')}
      value={text}
      isActive={query !== ''}
      // What is being typed has not been judged yet.
      bad={text === query ? (answer?.bad_terms ?? []) : []}
      shortcut="/"
      inputRef={inputRef}
      onChange={setText}
      onKeyDown={event => pressKey(event, text, setText, props)}
      onBlur={() => filters.add(text)}
      onOpenRecent={
        filters.items.length > 0
          ? {
              label: trans.__('Recent filters'),
              open: element => context.openFilterMenu(element, setText)
            }
          : undefined
      }
    >
      {text !== '' && (
        <IconButton
          icon={closeIcon}
          label={trans.__('Clear filter')}
          onClick={() => {
            setText('');
            inputRef.current?.focus();
          }}
        />
      )}
    </FilterBox>
  );
}

interface ITreeFilterProps {
  readonly modules: ModulesModel;
  readonly filters: FilterHistory;
  readonly context: IViewContext;
  readonly inputRef: React.RefObject<HTMLInputElement>;
}

/** Enter steps through the matches, Escape clears, arrows lead to rows and old filters. */
function pressKey(
  event: React.KeyboardEvent<HTMLInputElement>,
  text: string,
  setText: (text: string) => void,
  { modules, filters, context }: ITreeFilterProps
): void {
  const opensRecent =
    event.key === 'ArrowDown' && event.altKey && filters.items.length > 0;
  if (event.key === 'Enter') {
    filters.add(text);
    stepMatch(modules.tree, event.shiftKey ? -1 : 1);
  } else if (event.key === 'Escape' && text !== '') {
    setText('');
  } else if (opensRecent) {
    context.openFilterMenu(event.currentTarget, setText);
  } else if (event.key === 'Escape' || event.key === 'ArrowDown') {
    focusTree(event.currentTarget);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/** The text that is typed; the kernel is asked once typing pauses. */
function useQuery(modules: ModulesModel): [string, (text: string) => void] {
  const { query } = modules.tree;
  const [text, setText] = React.useState(query);
  const last = React.useRef({ text: query, time: 0 });
  React.useEffect(() => {
    // The answer to what was typed must not take back what is typed since.
    if (query !== last.current.text) {
      last.current.text = query;
      setText(query);
    }
  }, [query]);
  React.useEffect(() => {
    if (text === modules.tree.query) {
      return;
    }
    // The first key after a pause is answered at once, a series a few times a second.
    const since = Date.now() - last.current.time;
    const timer = setTimeout(
      () => {
        last.current = { text, time: Date.now() };
        void modules.withTree(tree => tree.setQuery(text));
      },
      Math.max(TYPING_MS, EVERY_MS - since)
    );
    return () => clearTimeout(timer);
  }, [text, modules]);
  return [text, setText];
}

function focusTree(within: HTMLElement): void {
  within
    .closest('.jp-ModulescopeTree')
    ?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')
    ?.focus();
}

const TYPING_MS = 20;
/** The channel lets four requests through each second. */
const EVERY_MS = 260;
