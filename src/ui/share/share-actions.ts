/** What the share menu does, with words for the person at the screen. Must not know how it looks. */
import type { LabModel } from '../../workers/lab/model.ts';
import type { ExportedFile } from '../../workers/lab/share/sharing-model.ts';
import { formatBytes } from '../common/format.ts';
import { setView } from '../store/view-store.ts';

export function say(error: unknown): void {
  setView({ notice: error instanceof Error ? error.message : String(error) });
}

export function shareActions(model: LabModel) {
  return {
    exportAs: (as: 'recording' | 'trace' | 'image' | 'log'): void => {
      model.run('export', { as }).then((result) => {
        const { name, blob, note } = result as ExportedFile;
        setView({ notice: `Saved ${name}, ${formatBytes(blob.size)}. ${note}`.trim() });
      }, say);
    },
    open: async (file: File): Promise<void> => {
      setView({ notice: `Opening ${file.name} …` });
      await model.run('import', { file });
      setView({ notice: '', dialog: 'replay' });
    },
  };
}
