/** The lab cannot start, or a part of it died: what happened, what to do, and what a maintainer would want to know. */

import { useEffect, useRef } from 'react';

interface FailurePageProps {
  readonly title: string;
  readonly advice: string;
  readonly details: string;
}

/** Lies above the page and keeps the focus: nothing below it works any more. */
export function FailurePage({ title, advice, details }: FailurePageProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector('button')?.focus();
  }, []);
  return (
    <dialog
      className="failure-layer"
      ref={dialog}
      role="alertdialog"
      aria-labelledby="failure-title"
      onCancel={(event) => event.preventDefault()}
    >
      <section className="failure-page" data-testid="failure">
        <h1 id="failure-title">{title}</h1>
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
    </dialog>
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
