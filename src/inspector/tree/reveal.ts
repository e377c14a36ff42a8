import type { Row } from '../../protocol/messages';

/** The names of all modules on the way to one, from the top down. */
export function ancestors(fqn: string): string[] {
  const parts = fqn.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

/** How a row leads to a module. */
export interface ILead {
  /** The member of a fold that it is, or is in. */
  readonly member: number;
  /** Whether the row itself is the module. */
  readonly isTarget: boolean;
}

/** How a row leads to the module of a name; null if it does not. */
export function leadTo(row: Row, fqn: string): ILead | null {
  if (row.kind !== 'fold') {
    const isTarget = row.fqn === fqn;
    const isAbove = row.fqn === '' || fqn.startsWith(`${row.fqn}.`);
    return isTarget || isAbove ? { member: 0, isTarget } : null;
  }
  // `layers.0–31` stands for modules whose names end in numbers in a row.
  const dot = row.fqn.lastIndexOf('.') + 1;
  const [number] = fqn.slice(dot).split('.');
  const member = Number(number) - Number(row.fqn.slice(dot));
  const isInside =
    fqn.startsWith(row.fqn.slice(0, dot)) &&
    /^\d+$/.test(number) &&
    member >= 0 &&
    member < row.count;
  return isInside
    ? { member, isTarget: fqn.length === dot + number.length }
    : null;
}
