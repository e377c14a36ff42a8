/** A part of the panel that asks the kernel only while somebody looks at it. */
export interface IAttended {
  active: boolean;
}

/** Counts who looks at which part: the sidebar and the main area show the same ones. */
export class Attention {
  /** Says that a viewer sees a part now, or no longer does. */
  set(part: IAttended, viewer: object, isShown: boolean): void {
    const viewers = this._viewers.get(part) ?? new Set();
    this._viewers.set(part, viewers);
    if (isShown) {
      viewers.add(viewer);
    } else {
      viewers.delete(viewer);
    }
    if (part.active !== viewers.size > 0) {
      part.active = viewers.size > 0;
    }
  }

  private readonly _viewers = new Map<IAttended, Set<object>>();
}
