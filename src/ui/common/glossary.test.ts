/** Every word that a component explains exists by type; here: every explanation is whole, and no word of the paper is missing. */
import { describe, expect, it } from 'vitest';
import { glossary, type GlossaryEntry } from './glossary.ts';

const wordsOfThePaper = [
  'primary', 'backup', 'lockstep', 'hypervisor', 'logging-channel', 'log-entry', 'log-buffer', 'acknowledgment', 'deterministic-replay',
  'output-rule', 'go-live', 'heartbeat', 'split-brain', 'test-and-set', 'shared-storage', 'fail-stop', 'ft-vmotion', 'execution-lag',
  'control-entry', 'bounce-buffer',
]; // prettier-ignore

describe('glossary', () => {
  it('explains each of the paper’s words', () => {
    expect(Object.keys(glossary)).toEqual(expect.arrayContaining(wordsOfThePaper));
  });

  it.each(Object.entries<GlossaryEntry>(glossary))('%s is a sentence with a section', (_, entry) => {
    expect(entry.text).toMatch(/^[A-Z“].*\.$/s);
    expect(entry.section).toMatch(/^(\d(\.\d)?|this lab)$/);
    expect(entry.text.length).toBeLessThan(260);
  });
});
