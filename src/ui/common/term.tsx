/** A word of the paper with its explanation on hover and focus. One tooltip serves all words of the page. */
import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';
import { glossary, type GlossaryEntry, type GlossaryWord } from './glossary.ts';

const glossaryTooltip = Tooltip.createHandle<GlossaryEntry>();

export function Term({ word, children }: { readonly word: GlossaryWord; readonly children: ReactNode }) {
  const entry: GlossaryEntry = glossary[word];
  return (
    <Tooltip.Trigger
      handle={glossaryTooltip}
      payload={entry}
      render={<span className="term-word" tabIndex={0} role="note" aria-description={entry.text} />}
    >
      {children}
    </Tooltip.Trigger>
  );
}

/** Rendered once, by the page. */
export function GlossaryTooltip() {
  return (
    <Tooltip.Root handle={glossaryTooltip}>
      {({ payload }) => (
        <Tooltip.Portal>
          <Tooltip.Positioner className="layer" sideOffset={6}>
            <Tooltip.Popup className="tooltip">
              {payload ? (
                <>
                  <b>{payload.title}</b>
                  {payload.text} <span className="section">{payload.section === 'this lab' ? 'A word of this lab.' : `§${payload.section}`}</span>
                </>
              ) : null}
            </Tooltip.Popup>
          </Tooltip.Positioner>
        </Tooltip.Portal>
      )}
    </Tooltip.Root>
  );
}
