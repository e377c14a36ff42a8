import { appendText, codeText } from '../findings/message';

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
  // The odd parts are what stood between fences.
  const parts = text.split(/^[ \t]*```.*\n([\s\S]*?)^[ \t]*```.*$/m);
  return parts.flatMap((part, index) =>
    index % 2 === 1
      ? [{ kind: 'code' as const, lines: part.replace(/\n$/, '').split('\n') }]
      : proseBlocks(part)
  );
}

function proseBlocks(text: string): IBlock[] {
  const blocks: IBlock[] = [];
  for (const group of text.split(/\n[ \t]*(?:\n[ \t]*)*\n|^\s*\n/)) {
    const lines = group.split('\n').filter(line => line.trim() !== '');
    const last = blocks[blocks.length - 1];
    if (lines.length === 0) {
      continue;
    }
    if (lines.every(line => line.startsWith('    '))) {
      const code = lines.map(line => line.slice(4));
      if (last?.kind === 'code') {
        blocks[blocks.length - 1] = {
          kind: 'code',
          lines: [...last.lines, '', ...code]
        };
      } else {
        blocks.push({ kind: 'code', lines: code });
      }
    } else {
      blocks.push(...paragraphs(lines));
    }
  }
  return blocks;
}

/** A paragraph, and the list that may follow it without a blank line. */
function paragraphs(lines: readonly string[]): IBlock[] {
  const first = lines.findIndex(line => ITEM.test(line));
  const prose = first < 0 ? lines : lines.slice(0, first);
  const items: string[] = [];
  for (const line of first < 0 ? [] : lines.slice(first)) {
    if (ITEM.test(line)) {
      items.push(line.replace(ITEM, ''));
    } else {
      items.push(`${items.pop() ?? ''} ${line.trim()}`);
    }
  }
  const joined = prose.map(line => line.trim()).join(' ');
  return [
    ...(joined ? [{ kind: 'paragraph' as const, lines: [joined] }] : []),
    ...(items.length > 0 ? [{ kind: 'list' as const, lines: items }] : [])
  ];
}

const ITEM = /^\s{0,3}[-*] /;

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
