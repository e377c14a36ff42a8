import type { TranslationBundle } from '@jupyterlab/translation';

import type { IFindingsModel, IShownFinding } from '../../tokens';
import { severityWord } from '../../findings/look';

/** Writes findings as Markdown for an issue or a chat; file names stand without folders. */
export function findingsMarkdown(
  findings: readonly IShownFinding[],
  source: IFindingsModel,
  notebook: string,
  trans: TranslationBundle
): string {
  const hello = source.companion.hello;
  const versions = [
    hello ? `modulescope ${hello.version}` : '',
    hello ? `Python ${hello.python}` : '',
    hello?.torch ? `torch ${hello.torch}` : ''
  ].filter(version => version !== '');
  const heading = `## ${trans.__('Problems in %1', inline(notebook))}`;
  const parts = findings.map(finding => section(finding, source, trans));
  return [heading, versions.join(', '), ...parts]
    .filter(part => part !== '')
    .join('\n\n')
    .concat('\n');
}

function section(
  finding: IShownFinding,
  source: IFindingsModel,
  trans: TranslationBundle
): string {
  const status = finding.status.toUpperCase();
  const severity = severityWord(finding.severity, trans);
  const count = finding.cell?.cell_id
    ? source.executionCount(finding.cell.cell_id)
    : null;
  const cell = count === null ? '' : ` · ${trans.__('cell [%1]', count)}`;
  const line = source.sourceLine(finding);
  const evidence = finding.evidence.map(text => `- ${inline(text)}`).join('\n');
  return [
    `### ${finding.code} ${inline(finding.message)}`,
    `${severity} · ${status} · ${finding.name}${cell}`,
    evidence,
    line === '' ? '' : fence(line)
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

/** Keeps a text from the kernel in one line, without HTML. */
function inline(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[<>&]/g, c => `\\${c}`);
}

/** A fence that is longer than any run of backticks in the code. */
function fence(code: string): string {
  const runs = code.match(/`+/g) ?? [];
  const length = Math.max(3, ...runs.map(run => run.length + 1));
  const ticks = '`'.repeat(length);
  return `${ticks}python\n${code}\n${ticks}`;
}
