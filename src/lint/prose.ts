import { appendText, codeText } from './text';

/**
 * Draws the text of a rule's page: paragraphs, lists and code, as text nodes only.
 *
 * Code is what is fenced by three backticks or indented by four spaces; a list item
 * starts with a dash. Nothing else is markup.
 */
export function appendBlocks(parent: HTMLElement, text: string): void {
  for (const block of blocksOf(text)) {
    parent.append(drawBlock(block));
  }
}

/** A paragraph, an item of a list, or code. */
export interface IBlock {
  readonly kind: 'paragraph' | 'list' | 'code';
  readonly lines: readonly string[];
}

/** Splits a text into its blocks. */
export function blocksOf(text: string): IBlock[] {
  const blocks: { kind: IBlock['kind']; lines: string[] }[] = [];
  let isFenced = false;
  let isOpen = false;
  for (const line of text.split('\n')) {
    const last = blocks[blocks.length - 1];
    const isItem = /^\s{0,3}[-*] /.test(line);
    if (/^\s*```/.test(line)) {
      isFenced = !isFenced;
      if (isFenced) {
        blocks.push({ kind: 'code', lines: [] });
      }
      isOpen = false;
    } else if (isFenced) {
      last.lines.push(line);
    } else if (line.trim() === '') {
      isOpen = isOpen && last?.kind === 'code';
    } else if (/^ {4}/.test(line) && !(isOpen && last?.kind !== 'code')) {
      if (isOpen) {
        last.lines.push(line.slice(4));
      } else {
        blocks.push({ kind: 'code', lines: [line.slice(4)] });
      }
      isOpen = true;
    } else if (isItem) {
      if (last?.kind === 'list') {
        last.lines.push(line.replace(/^\s*[-*] /, ''));
      } else {
        blocks.push({ kind: 'list', lines: [line.replace(/^\s*[-*] /, '')] });
      }
      isOpen = true;
    } else if (isOpen && last && last.kind !== 'code') {
      last.lines[last.lines.length - 1] += ` ${line.trim()}`;
    } else {
      blocks.push({ kind: 'paragraph', lines: [line.trim()] });
      isOpen = true;
    }
  }
  return blocks;
}

function drawBlock({ kind, lines }: IBlock): HTMLElement {
  if (kind === 'code') {
    const pre = document.createElement('pre');
    pre.className = 'jp-ModulescopeRule-code';
    pre.textContent = codeText(lines.join('\n'));
    return pre;
  }
  const node = document.createElement(kind === 'list' ? 'ul' : 'p');
  for (const line of lines) {
    const parent =
      kind === 'list' ? node.appendChild(document.createElement('li')) : node;
    appendText(parent, line);
  }
  return node;
}
