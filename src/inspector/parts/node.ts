import type { Row } from '../../protocol/messages';
import type { IShownFinding } from '../../tokens';

/** A row of the tree together with what the view knows about it. */
export interface INode {
  /** Tells rows apart across refreshes. */
  readonly key: string;
  readonly row: Row;
  /** Zero for the model itself. */
  readonly level: number;
  readonly parent: INode | null;
  /** Null: the kernel has not been asked yet. */
  children: INode[] | null;
  expanded: boolean;
  /** Which member of a fold is open. */
  member: number;
  /** Rows that the kernel left out at the end of `children`. */
  leftOut: number;
}

/** The name of the module a row stands for; of a fold, its open member. */
export function nodeFqn(node: INode): string {
  const { fqn, kind } = node.row;
  if (kind !== 'fold' || node.member === 0) {
    return fqn;
  }
  const dot = fqn.lastIndexOf('.');
  const first = Number(fqn.slice(dot + 1));
  return `${fqn.slice(0, dot + 1)}${first + node.member}`;
}

/** The findings about the object of a row that are still shown, worst first. */
export function rowFindings(
  row: Row,
  findings: readonly IShownFinding[]
): IShownFinding[] {
  return findings.filter(finding => row.findings.includes(finding.id));
}

/**
 * The expression that gives the module of a row: `model.blocks[3]` where every step is
 * an attribute or an index of a list of modules, else `get_submodule`.
 */
export function nodeExpression(model: string, node: INode): string {
  const path: INode[] = [];
  for (let step: INode | null = node; step; step = step.parent) {
    path.unshift(step);
  }
  const last = path[path.length - 1];
  const fqn = nodeFqn(last);
  if (fqn === '') {
    return model;
  }
  let expression = model;
  const names = fqn.split('.');
  for (const [depth, name] of names.entries()) {
    const prefix = names.slice(0, depth).join('.');
    const container = path.find(step => nodeFqn(step) === prefix);
    if (IDENTIFIER.test(name)) {
      expression += `.${name}`;
    } else if (/^\d+$/.test(name) && isIndexed(container)) {
      expression += `[${name}]`;
    } else {
      return `${model}.get_submodule(${JSON.stringify(fqn)})`;
    }
  }
  return expression;
}

/** Only plain lists of modules have no row of their own, so a missing one is indexed. */
function isIndexed(container: INode | undefined): boolean {
  return (
    !container ||
    container.row.kind === 'ghost' ||
    INDEXED.has(container.row.class_name)
  );
}

/** Whether torch does not see the module: it, or one above it, is not registered. */
export function isGhost(node: INode): boolean {
  return (
    node.row.kind === 'ghost' || (node.parent !== null && isGhost(node.parent))
  );
}

const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

const INDEXED: ReadonlySet<string> = new Set(['ModuleList', 'Sequential']);
