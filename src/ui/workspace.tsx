/** Stage above, dock below, with a movable border between; when presenting, one panel at a time; on a phone, one under the other. */
import { Group, Panel, Separator } from 'react-resizable-panels';
import { Dock } from './dock/dock.tsx';
import { Stage } from './stage/stage.tsx';
import { useMedia } from './store/theme.ts';
import { useView } from './store/view-store.ts';

export function Workspace() {
  const phone = useMedia('(max-width: 799px)');
  const low = useMedia('(max-height: 800px)');
  const presenting = useView((view) => view.presenting);
  const presented = useView((view) => view.presented);
  if (presenting) return <div className="workspace">{presented === 'stage' ? <Stage /> : <Dock />}</div>;
  if (phone) {
    return (
      <div className="workspace">
        <Stage />
        <Dock />
      </div>
    );
  }
  return (
    <Group key={low ? 'low' : 'high'} orientation="vertical" className="workspace" id="workspace">
      <Panel id="stage" minSize="30%">
        <Stage />
      </Panel>
      <Separator className="workspace-separator" aria-label="Border between stage and dock" />
      <Panel id="dock" defaultSize={low ? '25%' : '29.5%'} minSize="6%">
        <Dock />
      </Panel>
    </Group>
  );
}
