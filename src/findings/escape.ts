/**
 * Makes a text from the kernel safe to read: control, bidi, zero-width and unpaired
 * characters are shown as escapes, so that a name cannot pose as another one.
 *
 * @param options.multiline - Keep line breaks and tabs, as in source code.
 */
export function escapeText(
  text: string,
  options: { multiline?: boolean } = {}
): string {
  return text.replace(DECEPTIVE, character =>
    options.multiline && (character === '\n' || character === '\t')
      ? character
      : escapeCharacter(character)
  );
}

/** A part of a message; names of the user's objects stand in backticks. */
export interface ITextPart {
  readonly text: string;
  readonly isCode: boolean;
}

/** Splits a message at its backticks; an unpaired backtick stays as it is. */
export function splitCode(message: string): ITextPart[] {
  return message
    .split(/`([^`]*)`/)
    .map((text, index) => ({ text: escapeText(text), isCode: index % 2 === 1 }))
    .filter(part => part.text !== '');
}

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined) {
    return short;
  }
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code > 0xffff) {
    return `\\U${digits.padStart(8, '0')}`;
  }
  return code > 0xff
    ? `\\u${digits.padStart(4, '0')}`
    : `\\x${digits.padStart(2, '0')}`;
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t']
]);

// C0 and C1 controls, format and bidi controls, zero-width and line separators, tag
// characters, and surrogates without their other half.
const DECEPTIVE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\p{Surrogate}\u{e0000}-\u{e0fff}]/gu;
