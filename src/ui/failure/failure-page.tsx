/** The lab cannot start, or a part of it died: what happened, what to do, and what a maintainer would want to know. */

interface FailurePageProps {
  readonly title: string;
  readonly advice: string;
  readonly details: string;
}

export function FailurePage({ title, advice, details }: FailurePageProps) {
  return (
    <div className="failure-layer">
      <section className="failure-page" data-testid="failure" role="alert">
        <h1>{title}</h1>
        <p>{advice}</p>
        {details ? (
          <details>
            <summary>Diagnostics</summary>
            <pre>{details}</pre>
          </details>
        ) : null}
        <button type="button" className="button on" onClick={() => location.reload()}>
          Start the lab again
        </button>
      </section>
    </div>
  );
}

/** For an error in the page's own code. */
export function PageError({ error }: { readonly error: unknown }) {
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return (
    <FailurePage
      title="A part of this page broke"
      advice="The machines may still be running, but the page can no longer show them. Start the lab again; if it happens again, please report it with the diagnostics below."
      details={details}
    />
  );
}
