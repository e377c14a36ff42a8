/** The commands that this extension adds. */
export namespace CommandIDs {
  export const nextProblem = 'modulescope:next-problem';
  export const previousProblem = 'modulescope:previous-problem';
  /** Opens the card of the finding at the cursor. */
  export const showCard = 'modulescope:show-card';
  export const applyFix = 'modulescope:apply-fix';
  export const ignoreFinding = 'modulescope:ignore-finding';
  export const checkNotebook = 'modulescope:check-notebook';
  export const pauseChecks = 'modulescope:pause-checks';
  export const openPanel = 'modulescope:open-panel';
  export const explainRule = 'modulescope:explain-rule';
  export const openDemo = 'modulescope:open-demo';
}
