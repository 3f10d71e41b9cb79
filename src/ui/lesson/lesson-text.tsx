/** Text of a scenario: **bold** and `code` become elements, everything else stays text. Never markup from a file. */
import { Fragment } from 'react';

export function LessonText({ text }: { readonly text: string }) {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part, index) => {
    // Parts have no identity but their place.
    const key = `${index} ${part}`;
    if (part.startsWith('**') && part.length > 4) return <b key={key}>{part.slice(2, -2)}</b>;
    if (part.startsWith('`') && part.length > 2) return <code key={key}>{part.slice(1, -1)}</code>;
    return <Fragment key={key}>{part}</Fragment>;
  });
}
