/** The link to a lab like this one: shown, so that it can be copied by hand where the browser does not let the page do it. */
import { useEffect, useRef, useState, type RefObject } from 'react';
import { Modal } from '../common/modal.tsx';
import { useModel } from '../store/lab-context.tsx';
import { setView, useView } from '../store/view-store.ts';

function LinkBox({ box }: { readonly box: RefObject<HTMLTextAreaElement | null> }) {
  const model = useModel();
  const [link] = useState(() => model.sharing.link());
  const [copied, setCopied] = useState<'not-yet' | 'done' | 'by-hand'>('not-yet');
  const copy = () => {
    box.current?.select();
    // Not there on a page that came over plain http.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    const done = clipboard?.writeText(link) ?? Promise.reject(new Error('no clipboard'));
    done.then(
      () => setCopied('done'),
      () => setCopied('by-hand'),
    );
  };
  return (
    <>
      <textarea
        ref={box}
        className="share-link mono"
        readOnly
        rows={3}
        value={link}
        aria-label="Link"
        data-testid="link"
      />
      <div className="share-row">
        <button type="button" className="button primary" data-testid="copy-link" onClick={copy}>
          Copy
        </button>
        <output>
          {copied === 'done' ? 'Copied.' : null}
          {copied === 'by-hand'
            ? 'This browser does not let the page copy. The link is selected: press Ctrl+C, or ⌘C on a Mac.'
            : null}
        </output>
      </div>
    </>
  );
}

export function ShareDialog() {
  const open = useView((view) => view.dialog === 'share');
  const box = useRef<HTMLTextAreaElement>(null);
  // After the dialog has opened, which puts the focus elsewhere.
  useEffect(() => {
    if (open) box.current?.select();
  }, [open]);
  return (
    <Modal title="Link to a lab like this" testId="share-dialog" open={open} close={() => setView({ dialog: 'none' })}>
      <p className="dim">
        Whoever opens it gets a lab of their own with this one’s lesson, rules, link and storage settings, client, speed
        and seed of injected faults. Cuts and crashes are not in it: they are what one does there. Nothing of it is sent
        to a server.
      </p>
      {open ? <LinkBox box={box} /> : null}
    </Modal>
  );
}
