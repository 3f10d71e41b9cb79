/** Why a command was refused, in one sentence, until it is read or something else is done. */
import { X } from 'lucide-react';
import { setView, useView } from '../store/view-store.ts';

export function NoticeBar() {
  const notice = useView((view) => view.notice);
  return (
    <output className={notice ? 'notice' : 'visually-hidden'} data-testid="notice">
      {notice}
      {notice ? (
        <button
          type="button"
          className="button bare"
          aria-label="Close this notice"
          onClick={() => setView({ notice: '' })}
        >
          <X aria-hidden="true" />
        </button>
      ) : null}
    </output>
  );
}
