import type { Status } from '../../protocol/messages';
import type { IFindingsModel, IShownFinding } from '../../tokens';

/**
 * Tells whether a finding matches the text of the filter box.
 *
 * All terms must hold: `live:`, `static:`, `stale:` and `muted:` ask for the status, `rule:` for
 * the code or name, `cell:` for the number of the cell; any other term is looked for in
 * what the row shows.
 */
export function matchFinding(
  finding: IShownFinding,
  text: string,
  source: IFindingsModel
): boolean {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter(term => term !== '')
    .every(term => matchTerm(finding, term, source));
}

function matchTerm(
  finding: IShownFinding,
  term: string,
  source: IFindingsModel
): boolean {
  const status = term.replace(/:$/, '');
  if (term === 'muted:') {
    return finding.muted !== null;
  }
  if (term.endsWith(':') && STATUSES.has(status)) {
    return finding.status === status;
  }
  if (term.startsWith('rule:')) {
    return matchesRule(finding, term.slice('rule:'.length));
  }
  if (term.startsWith('cell:')) {
    const number = term.slice('cell:'.length).replace(/[[\]]/g, '');
    return number === '' || cellNumber(finding, source) === number;
  }
  return [finding.message, finding.code, finding.name, finding.object ?? '']
    .concat(source.sourceLine(finding))
    .some(part => part.toLowerCase().includes(term));
}

function matchesRule(finding: IShownFinding, rule: string): boolean {
  return (
    finding.code.toLowerCase().startsWith(rule) || finding.name.includes(rule)
  );
}

function cellNumber(finding: IShownFinding, source: IFindingsModel): string {
  const id = finding.cell?.cell_id;
  const count = id ? source.executionCount(id) : null;
  return String(count ?? finding.cell?.execution_count ?? '');
}

const STATUSES: ReadonlySet<string> = new Set<Status>([
  'live',
  'static',
  'stale'
]);
