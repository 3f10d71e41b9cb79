/** Said instead of the page when the browser cannot run it. */

export function UnsupportedBrowser({ missing }: { readonly missing: readonly string[] }) {
  return (
    <main className="failure-page" data-testid="failure">
      <h1>This browser cannot run the lab</h1>
      <p>Lockstep runs Linux machines inside the page, and for that it needs what this browser lacks:</p>
      <ul>
        {missing.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <p>
        Please open it in a current Firefox, Chrome, Edge or Safari. Some managed computers switch WebAssembly off by
        policy; then only their administrator can help.
      </p>
    </main>
  );
}
