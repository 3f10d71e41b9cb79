/** The header’s menu for what leaves the page and comes back: links, recordings, traces, images, the log. */
import { Share2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { MenuButton } from '../common/menu.tsx';
import { useModel } from '../store/lab-context.tsx';
import { setView } from '../store/view-store.ts';
import { say, shareActions } from './share-actions.ts';
import { drawTimelineImage } from './timeline-image.ts';

/** Tells the lab how its timeline is drawn, and the person what was wrong with the link that opened the page. */
function useSharing(): void {
  const model = useModel();
  useEffect(() => {
    model.sharing.drawWith(() => drawTimelineImage(() => model.state()));
    const tell = () => {
      const { problems } = model.sharing;
      if (problems.length > 0) setView({ notice: problems.join(' ') });
    };
    void model.sharing.opened.then(tell, tell);
    // A link that is pasted over this page’s own only changes what is behind the #.
    const reload = () => location.reload();
    addEventListener('hashchange', reload);
    return () => {
      removeEventListener('hashchange', reload);
      model.sharing.drawWith(null);
    };
  }, [model]);
}

export function ShareMenu() {
  const model = useModel();
  const file = useRef<HTMLInputElement>(null);
  useSharing();
  const { exportAs, open } = shareActions(model);
  const sections = [
    {
      choices: [
        { label: 'Link to a lab like this…', testId: 'share-link', run: () => setView({ dialog: 'share' as const }) },
      ],
    },
    {
      label: 'Recording',
      choices: [
        { label: 'Export the recording', testId: 'export-recording', run: () => exportAs('recording') },
        { label: 'Open a recording…', testId: 'open-recording', run: () => file.current?.click() },
      ],
    },
    {
      label: 'Export',
      choices: [
        { label: 'Timeline as an image', testId: 'export-image', run: () => exportAs('image') },
        { label: 'Timeline as a trace, for Perfetto', testId: 'export-trace', run: () => exportAs('trace') },
        { label: 'Log entries as text', testId: 'export-log', run: () => exportAs('log') },
      ],
    },
  ];
  return (
    <>
      <MenuButton label="Share, export and open recordings" testId="share" sections={sections}>
        <Share2 aria-hidden="true" />
        <span className="wide-only">Share</span>
      </MenuButton>
      <input
        ref={file}
        type="file"
        accept=".lockstep"
        aria-label="Recording"
        hidden
        data-testid="recording-file"
        onChange={(event) => {
          const picked = event.target.files?.[0];
          event.target.value = '';
          if (picked) open(picked).catch(say);
        }}
      />
    </>
  );
}
