import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IFindingsModel, IShownFinding } from '../../tokens';
import { matchFinding } from './filter';
import type { IProblemGroup } from './grouping';
import { byCell, undivided } from './grouping';

/** How the list of problems is divided. */
export type Grouping = 'cause' | 'cell';

/** Which severities are listed. */
export type SeverityFilter = 'all' | 'error' | 'warning';

/** Groups, filters and selects the findings of one notebook. */
export class ProblemsModel implements IDisposable {
  constructor(options: ProblemsModel.IOptions) {
    this._cellOrder = options.cellOrder;
  }

  /** Emitted after anything the list shows has changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The findings that are listed; null without a notebook. */
  get source(): IFindingsModel | null {
    return this._source;
  }

  set source(source: IFindingsModel | null) {
    if (source === this._source) {
      return;
    }
    this._release();
    this._source = source;
    this._selected = null;
    this._expanded.clear();
    source?.changed.connect(this._refresh, this);
    this._refresh();
  }

  get groups(): readonly IProblemGroup[] {
    return this._groups;
  }

  /** The listed findings in the order of the list, which is that of F8. */
  get shown(): readonly IShownFinding[] {
    return this._groups.flatMap(group => group.findings);
  }

  get total(): number {
    return this._candidates.length;
  }

  get isFiltered(): boolean {
    return this._text.trim() !== '' || this._severity !== 'all';
  }

  get grouping(): Grouping {
    return this._grouping;
  }

  set grouping(grouping: Grouping) {
    this._grouping = grouping;
    this._refresh();
  }

  get severity(): SeverityFilter {
    return this._severity;
  }

  set severity(severity: SeverityFilter) {
    this._severity = severity;
    this._refresh();
  }

  get text(): string {
    return this._text;
  }

  set text(text: string) {
    this._text = text;
    this._refresh();
  }

  /** Whether muted findings are listed, too. */
  get showsMuted(): boolean {
    return this._showsMuted;
  }

  set showsMuted(showsMuted: boolean) {
    this._showsMuted = showsMuted;
    this._refresh();
  }

  /** While the list is in view, F8 follows it. */
  get active(): boolean {
    return this._active;
  }

  set active(active: boolean) {
    this._active = active;
    this._source?.setOrder(active ? this.shown.map(({ id }) => id) : null);
  }

  /** The id of the selected finding. */
  get selected(): string | null {
    return this._selected;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  isExpanded(id: string): boolean {
    return this._expanded.has(id);
  }

  select(id: string): void {
    this._selected = id;
    this._changed.emit();
  }

  /** Selects the finding that lies `step` rows away, and returns its id. */
  move(step: number): string | null {
    const ids = this.shown.map(({ id }) => id);
    if (ids.length === 0) {
      return null;
    }
    const from = this._selected === null ? -1 : ids.indexOf(this._selected);
    const index = from < 0 ? 0 : from + step;
    const id = ids[Math.min(Math.max(index, 0), ids.length - 1)];
    this.select(id);
    return id;
  }

  expand(id: string, expanded = true): void {
    if (expanded) {
      this._expanded.add(id);
    } else {
      this._expanded.delete(id);
    }
    this._changed.emit();
  }

  expandAll(expanded: boolean): void {
    this._expanded = new Set(expanded ? this.shown.map(({ id }) => id) : []);
    this._changed.emit();
  }

  clearFilter(): void {
    this._text = '';
    this._severity = 'all';
    this._refresh();
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._release();
      Signal.clearData(this);
    }
  }

  private _release(): void {
    this._source?.changed.disconnect(this._refresh, this);
    if (this._active && !this._source?.isDisposed) {
      this._source?.setOrder(null);
    }
  }

  private _refresh(): void {
    this._groups = this._group(this._filtered());
    if (this._active) {
      this._source?.setOrder(this.shown.map(({ id }) => id));
    }
    this._changed.emit();
  }

  private _filtered(): readonly IShownFinding[] {
    const source = this._source;
    return this._candidates.filter(
      finding =>
        source !== null &&
        (this._severity === 'all' || finding.severity === this._severity) &&
        matchFinding(finding, this._text, source)
    );
  }

  /** What can be listed: muted findings come last. */
  private get _candidates(): readonly IShownFinding[] {
    const { findings = [], muted = [] } = this._source ?? {};
    return this._showsMuted ? [...findings, ...muted] : findings;
  }

  private _group(findings: readonly IShownFinding[]): readonly IProblemGroup[] {
    return this._grouping === 'cause' || !this._source
      ? undivided(findings)
      : byCell(findings, this._cellOrder(this._source));
  }

  private readonly _cellOrder: ProblemsModel.IOptions['cellOrder'];
  private readonly _changed = new Signal<this, void>(this);
  private _source: IFindingsModel | null = null;
  private _groups: readonly IProblemGroup[] = [];
  private _grouping: Grouping = 'cause';
  private _severity: SeverityFilter = 'all';
  private _text = '';
  private _active = false;
  private _showsMuted = false;
  private _selected: string | null = null;
  private _expanded = new Set<string>();
  private _isDisposed = false;
}

export namespace ProblemsModel {
  export interface IOptions {
    /** The ids of a notebook's cells, from top to bottom. */
    readonly cellOrder: (source: IFindingsModel) => readonly string[];
  }
}
