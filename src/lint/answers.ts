import type { Finding, Range } from '../protocol/messages';
import type { IShownFinding } from '../tokens';
import type { INotebookCode } from './notebook';
import type { ILintSettings } from './settings';
import { SEVERITIES } from './settings';
import type { CheckedTexts } from './checker';

/** A finding before it is known whether a mute hides it. */
export type HeldFinding = Omit<IShownFinding, 'muted'>;

/** What an answer meets: the notebook as it is now, and what was held of it. */
export interface ISituation {
  readonly code: Pick<INotebookCode, 'cell'>;
  readonly held: readonly HeldFinding[];
  readonly settings: ILintSettings;
  /** The texts that the answer is about. */
  readonly texts: CheckedTexts;
  readonly isLive: boolean;
  /** Where a held finding is now, after the edits of the user. */
  range(finding: Finding): Range | null;
}

/** The findings of an answer that the user wants, and those that outlive it. */
export function joinAnswer(
  findings: readonly Finding[],
  situation: ISituation
): HeldFinding[] {
  const { code, held, isLive, settings, texts } = situation;
  const isOld = (cellId: string) =>
    code.cell(cellId)?.source !== texts.get(cellId);
  const found = findings
    .filter(({ cell }) => !(cell?.cell_id && isOld(cell.cell_id)))
    .map(finding => withSeverity(finding, settings))
    .filter(finding => isWanted(finding, settings));
  const kept = held
    .filter(
      finding =>
        !findings.some(({ id }) => id === finding.id) &&
        outlives(finding, situation, isOld)
    )
    .map(finding => ({ ...finding, range: situation.range(finding) }));
  const isFixed = (id: string) =>
    !isLive && held.some(finding => finding.id === id && finding.fixed);
  return [
    ...kept,
    ...found.map(finding => ({ ...finding, fixed: isFixed(finding.id) }))
  ];
}

/** Worst first, then in the order of the notebook. */
export function sorted<T extends Finding>(
  findings: readonly T[],
  cellIds: readonly string[]
): T[] {
  const rows = new Map(cellIds.map((id, row) => [id, row]));
  const row = ({ cell }: Finding) => rows.get(cell?.cell_id ?? '') ?? Infinity;
  return [...findings].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      (row(a) === row(b) ? 0 : row(a) - row(b)) ||
      (a.range?.start.line ?? 0) - (b.range?.start.line ?? 0)
  );
}

/** The severity that the user chose for a rule comes before the catalogue's. */
function withSeverity(
  finding: Finding,
  { severities }: ILintSettings
): Finding {
  const severity = severities.get(finding.code);
  return severity ? { ...finding, severity } : finding;
}

function isWanted(
  { severity, status }: Finding,
  settings: ILintSettings
): boolean {
  return (
    SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(settings.minSeverity) &&
    (status !== 'static' || settings.static)
  );
}

/** Whether a finding stays although an answer does not name it. */
function outlives(
  finding: HeldFinding,
  { code, isLive }: ISituation,
  isOld: (cellId: string) => boolean
): boolean {
  const cellId = finding.cell?.cell_id;
  if (!cellId || !code.cell(cellId)) {
    return false;
  }
  // An answer about an older text says nothing of a cell; and what an edit cured was
  // proved by live objects, so only live objects can tell that it is gone.
  return (
    isOld(cellId) || (finding.fixed && finding.status === 'stale' && !isLive)
  );
}
