import type { Opened, Row } from '../../protocol/messages';
import type { ITreeState } from './memory';
import type { ITreeChoices } from './nodes';
import { keyFqn, rowKey } from './nodes';
import { leadTo } from './reveal';

/** Which rows the user has opened or closed, and which member of a fold is shown. */
export class OpenRows implements ITreeChoices {
  expanded = new Map<string, boolean>();
  members = new Map<string, number>();

  /** As much of it as outlives the page. */
  get state(): Pick<ITreeState, 'expanded' | 'members'> {
    return { expanded: [...this.expanded], members: [...this.members] };
  }

  restore({ expanded, members }: ITreeState): void {
    this.expanded = new Map(expanded);
    this.members = new Map(members);
  }

  clear(): void {
    this.expanded = new Map();
    this.members = new Map();
  }

  /** The rows to ask for before any was read; those in closed rows do no harm. */
  opened(): Opened[] {
    return [...this.expanded]
      .filter(([, isOpen]) => isOpen)
      .map(([key]) => ({
        fqn: keyFqn(key),
        member: this.members.get(key) ?? 0
      }))
      .filter(({ fqn }) => fqn !== '');
  }

  /** Opens the rows on the way to a module. */
  lead(rows: readonly Row[], target: string): void {
    for (const row of rows) {
      const lead = leadTo(row, target);
      if (lead && row.kind === 'fold') {
        this.members.set(rowKey(row), lead.member);
      }
      if (lead && !lead.isTarget) {
        this.expanded.set(rowKey(row), true);
      }
    }
  }
}
