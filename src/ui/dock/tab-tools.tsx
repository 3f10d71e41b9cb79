/** Puts a tab's own tools at the right end of the row of tabs. */
import { useEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

export const tabToolsId = 'tab-tools';

export function TabTools({ children }: { readonly children: ReactNode }) {
  const [place, setPlace] = useState<Element | null>(null);
  useEffect(() => setPlace(document.getElementById(tabToolsId)), []);
  return place ? createPortal(children, place) : null;
}
