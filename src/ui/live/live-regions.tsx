/** The page's two live regions. The polite one speaks at most every two seconds, with what gathered meanwhile. */
import { useEffect, useState } from 'react';
import { useLabStore } from '../store/lab-context.tsx';
import { announce } from './announce.ts';

const politeEveryMs = 2000;

export function LiveRegions() {
  const store = useLabStore();
  const [polite, setPolite] = useState('');
  const [assertive, setAssertive] = useState('');
  useEffect(() => {
    let waiting = '';
    let timer: ReturnType<typeof setTimeout> | null = null;
    const speak = () => {
      timer = null;
      if (!waiting) return;
      setPolite(waiting);
      waiting = '';
      timer = setTimeout(speak, politeEveryMs);
    };
    const unsubscribe = store.subscribe((after, before) => {
      const news = announce(before.state, after.state);
      if (news.assertive) setAssertive(news.assertive);
      if (!news.polite) return;
      waiting = waiting ? `${waiting} ${news.polite}` : news.polite;
      if (timer === null) speak();
    });
    return () => {
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
    };
  }, [store]);
  return (
    <>
      <output className="visually-hidden" aria-live="polite" data-testid="live-polite">
        {polite}
      </output>
      <div className="visually-hidden" role="alert" aria-live="assertive" data-testid="live-assertive">
        {assertive}
      </div>
    </>
  );
}
