/**
 * The protocol's switches as the page shows them. Must not know what a rule does.
 */
import type { Rule } from '../../ft/rules.ts';
import type { LabState } from './lab.ts';

export function ruleViews(rules: readonly Rule[], on: LabState['rules']) {
  return rules.map(({ id, sentence, section, standard }) => ({
    id,
    title: titleOf(id),
    sentence,
    section,
    on: on[id] ?? standard === 'on',
  }));
}

/** "outputRule" → "Output Rule". */
function titleOf(id: string): string {
  if (id === 'outputRule') return 'Output Rule';
  const words = id.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
