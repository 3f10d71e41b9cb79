/** A modal dialog: the browser's own, which keeps the focus inside and closes on Escape. */
import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';

interface ModalProps {
  readonly title: string;
  readonly open: boolean;
  readonly close: () => void;
  readonly testId: string;
  /** Beside the title. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

export function Modal({ title, open, close, testId, tools, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  useEffect(() => {
    const element = dialog.current;
    // The backdrop belongs to the dialog element; everything inside has a box of its own.
    const onClick = (event: MouseEvent) => {
      if (event.target === element) close();
    };
    element?.addEventListener('click', onClick);
    return () => element?.removeEventListener('click', onClick);
  }, [close]);
  return (
    <dialog className="dialog" ref={dialog} onClose={close} aria-labelledby={titleId} data-testid={testId}>
      {open ? (
        <div className="dialog-box">
          <div className="dialog-head">
            <h2 className="dialog-title" id={titleId}>
              {title}
            </h2>
            {tools}
            <button type="button" className="button bare" aria-label="Close" onClick={close}>
              <X aria-hidden="true" />
            </button>
          </div>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}
