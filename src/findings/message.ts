import { escapeText, splitCode } from './escape';
import type { Finding } from '../protocol/messages';

/** Appends a text to an element, with `code` elements for what stood in backticks. */
export function appendText(parent: HTMLElement, text: string): void {
  for (const part of splitCode(text)) {
    if (part.isCode) {
      const code = document.createElement('code');
      const name = document.createElement('bdi');
      name.textContent = part.text;
      code.append(name);
      parent.append(code);
    } else {
      parent.append(part.text);
    }
  }
}

/** A text without its backticks, for places that hold plain text. */
export function plainText(text: string): string {
  return splitCode(text)
    .map(part => part.text)
    .join('');
}

/** Source code, made safe to read; its line breaks and tabs stay. */
export function codeText(text: string): string {
  return escapeText(text, { multiline: true });
}

/** The fact in one sentence: the first evidence if it is about the object, else the title. */
export function factOf({
  evidence,
  message,
  object
}: Pick<Finding, 'evidence' | 'message' | 'object'>): string {
  const [first = ''] = evidence;
  return first.startsWith(`\`${object}\` `) ? first : message;
}
