/**
 * An error that a person at the screen can act on: what happened, what to do, and the details for whoever mends it.
 */
export class LabError extends Error {
  readonly title: string;
  readonly advice: string;
  readonly details: string;

  /**
   * @param title what happened, one short sentence
   * @param advice what to do now, one or two sentences
   * @param details technical, shown small
   */
  constructor(title: string, advice: string, details = '') {
    super(details === '' ? `${title} ${advice}` : `${title} ${advice} (${details})`);
    this.name = 'LabError';
    this.title = title;
    this.advice = advice;
    this.details = details;
  }
}

/** What `error` says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
