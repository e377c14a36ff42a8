/** The commands that this extension adds. */
export namespace CommandIDs {
  export const nextProblem = 'modulescope:next-problem';
  export const previousProblem = 'modulescope:previous-problem';
  /** Opens the card of the finding at the cursor. */
  export const showCard = 'modulescope:show-card';
  export const applyFix = 'modulescope:apply-fix';
  /** Applies the safe edits of a rule, or of all rules, to the notebook in front. */
  export const applySafeFixes = 'modulescope:apply-safe-fixes';
  export const muteFinding = 'modulescope:mute-finding';
  export const unmuteFinding = 'modulescope:unmute-finding';
  export const ignoreFinding = 'modulescope:ignore-finding';
  export const checkNotebook = 'modulescope:check-notebook';
  export const pauseChecks = 'modulescope:pause-checks';
  /** Hides advice, or shows it again. */
  export const hideInfo = 'modulescope:hide-info';
  /** Hides what no live object has confirmed, or shows it again. */
  export const hideStatic = 'modulescope:hide-static';
  /** Turns checks off or on in the notebook in front; kept in its metadata. */
  export const turnOff = 'modulescope:turn-off';
  export const openPanel = 'modulescope:open-panel';
  /** Opens `modules` or `compare` in the main area. */
  export const openMain = 'modulescope:open-main';
  export const explainRule = 'modulescope:explain-rule';
  export const openDemo = 'modulescope:open-demo';
}
