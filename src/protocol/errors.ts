/** The answer is no longer wanted: the kernel restarted or changed, or its view is gone. */
export class CancelledError extends Error {
  constructor() {
    super('Cancelled');
    this.name = 'CancelledError';
  }
}

/** The kernel could answer and did not: the answer counts as lost. */
export class TimeoutError extends Error {
  constructor() {
    super('The kernel is not answering');
    this.name = 'TimeoutError';
  }
}

/** The companion answered with an error, or with something that is no answer. */
export class CompanionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CompanionError';
  }
}
