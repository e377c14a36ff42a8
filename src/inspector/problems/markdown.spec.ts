import { nullTranslator } from '@jupyterlab/translation';

import { FakeFindings, finding } from '../../testing/fakefindings';
import type { IShownFinding } from '../../tokens';
import { findingsMarkdown } from './markdown';

const trans = nullTranslator.load('modulescope');

/** What is written of a finding, paragraph by paragraph. */
function written(
  changes: Partial<IShownFinding>,
  prepare: (source: FakeFindings) => void = () => undefined
): string[] {
  const source = new FakeFindings();
  prepare(source);
  const text = findingsMarkdown(
    [finding('a', changes)],
    source,
    'a.ipynb',
    trans
  );
  expect(text.endsWith('\n')).toBe(true);
  return text.trimEnd().split('\n\n');
}

describe('findingsMarkdown', () => {
  it('says what was found, where, by which versions', () => {
    expect(written({})).toEqual([
      '## Problems in a.ipynb',
      'modulescope 0.1.0, Python 3.11.7, torch 2.13.0',
      '### NN102 `model.blocks` is a Python list',
      'error · LIVE · modules-in-plain-container · cell [5]',
      '- `model.blocks` holds 8 modules',
      '```python\nline of a\n```'
    ]);
  });

  it('leaves out what is not known', () => {
    const paragraphs = written(
      { cell: null, range: null, evidence: [] },
      source => (source.companion.hello = null)
    );
    expect(paragraphs).toEqual([
      '## Problems in a.ipynb',
      '### NN102 `model.blocks` is a Python list',
      'error · LIVE · modules-in-plain-container'
    ]);
  });

  it('makes neither markup nor further lines of what the kernel says', () => {
    const evil = 'a\n\n# b <img src=x> & c';
    const text = written({ message: evil, evidence: [evil] });
    const tame = 'a # b \\<img src=x\\> \\& c';
    expect(text[2]).toBe(`### NN102 ${tame}`);
    expect(text[4]).toBe(`- ${tame}`);
  });

  it('fences code that holds a fence itself', () => {
    const code = 'x = "````"';
    const text = written({}, source => (source.sourceLine = () => code));
    expect(text.at(-1)).toBe(`\`\`\`\`\`python\n${code}\n\`\`\`\`\``);
  });
});
