/** A box that scrolls and can be reached by keyboard, so that its content can be read without a mouse. */
import type { ReactNode } from 'react';

interface ScrollerProps {
  readonly className: string;
  readonly label: string;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Scroller({ className, label, testId, children }: ScrollerProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Not every browser lets the keyboard into a scrolling box by itself.
    <div className={className} tabIndex={0} role="group" aria-label={label} data-testid={testId}>
      {children}
    </div>
  );
}
