import type { Extension, Range } from '@codemirror/state';
import type { DecorationSet, ViewUpdate, EditorView } from '@codemirror/view';
import { Decoration, ViewPlugin, WidgetType } from '@codemirror/view';

import { marksBetween, marksField } from './marks';
import { appendText, plainText } from '../findings/message';

/**
 * One dim line of text after the code that a live error is about.
 *
 * It is not part of the text: it cannot be selected or copied, takes no room, so that no
 * line wraps because of it, and is away while its line is edited.
 */
export function inlineMessages(): Extension {
  return ViewPlugin.fromClass(InlineMessages, {
    decorations: plugin => plugin.decorations
  });
}

class InlineMessages {
  constructor(view: EditorView) {
    this.decorations = decorate(view);
    fit(view);
  }

  decorations: DecorationSet;

  update(update: ViewUpdate): void {
    const isNews =
      update.docChanged ||
      update.selectionSet ||
      update.focusChanged ||
      update.startState.field(marksField) !== update.state.field(marksField);
    if (isNews) {
      this.decorations = decorate(update.view);
    }
    if (isNews || update.geometryChanged) {
      fit(update.view);
    }
  }
}

function decorate(view: EditorView): DecorationSet {
  const { doc, selection } = view.state;
  const edited = view.hasFocus ? doc.lineAt(selection.main.head).number : null;
  const byLine = new Map<number, Range<Decoration>>();
  const marks = marksBetween(view.state.field(marksField), 0, doc.length);
  for (const { from, value } of marks) {
    const { kind, isLive, isStale, note } = value.mark;
    const line = doc.lineAt(from);
    if (
      kind === 'finding' &&
      isLive &&
      !isStale &&
      note &&
      line.number !== edited &&
      !byLine.has(line.number)
    ) {
      const widget = Decoration.widget({ widget: new Message(note), side: 1 });
      byLine.set(line.number, widget.range(line.to));
    }
  }
  return Decoration.set([...byLine.values()], true);
}

/** Ends each message with an ellipsis at the edge of the editor. */
function fit(view: EditorView): void {
  view.requestMeasure({
    key: fit,
    read: () => {
      const { right } = view.scrollDOM.getBoundingClientRect();
      return messages(view).map(
        node => right - node.getBoundingClientRect().left - MARGIN
      );
    },
    write: widths => {
      messages(view).forEach((node, i) => {
        const text = node.firstElementChild as HTMLElement;
        text.style.maxWidth = `${widths[i]}px`;
        // A few letters and an ellipsis say nothing.
        text.hidden = widths[i] < NARROWEST;
      });
    }
  });
}

/** The places of the messages, which have no width of their own. */
function messages(view: EditorView): HTMLElement[] {
  return Array.from(
    view.contentDOM.querySelectorAll<HTMLElement>('.jp-Modulescope-inline')
  );
}

const MARGIN = 8;
const NARROWEST = 80;

class Message extends WidgetType {
  constructor(private readonly _text: string) {
    super();
  }

  eq(other: Message): boolean {
    return other._text === this._text;
  }

  toDOM(): HTMLElement {
    const node = document.createElement('span');
    node.className = 'jp-Modulescope-inline';
    // The card says the same and more, and is announced.
    node.setAttribute('aria-hidden', 'true');
    const text = document.createElement('span');
    text.className = 'jp-Modulescope-inline-text';
    text.title = plainText(this._text);
    text.append('← ');
    appendText(text, this._text);
    node.append(text);
    return node;
  }

  ignoreEvent(): boolean {
    return false;
  }
}
