/** The upper part of the left column: the open lesson, or `children` (the first-visit text) while none is open. */
import type { ReactNode } from 'react';

export function LessonPanel({ children }: { readonly children: ReactNode }) {
  return children;
}
