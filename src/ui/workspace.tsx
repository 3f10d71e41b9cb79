/** Stage above, dock below, with a movable border between; when presenting, one panel at a time; on a phone, one under the other. */
import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { Dock } from './dock/dock.tsx';
import { Stage } from './stage/stage.tsx';
import { useRoominess } from './store/theme.ts';
import { useView } from './store/view-store.ts';

/** The dock's height, percent of both. */
const smallest = 6;
const largest = 75;
const keyStep = 3;

interface BorderProps {
  readonly percent: number;
  readonly move: (percent: number) => void;
}

function Border({ percent, move }: BorderProps) {
  const clamp = (wanted: number) => move(Math.round(Math.min(largest, Math.max(smallest, wanted)) * 10) / 10);
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box && event.currentTarget.hasPointerCapture(event.pointerId))
      clamp(((box.bottom - event.clientY) / box.height) * 100);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? keyStep : event.key === 'ArrowDown' ? -keyStep : 0;
    if (step === 0) return;
    event.preventDefault();
    clamp(percent + step);
  };
  return (
    <div
      className="workspace-separator"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label="Height of the dock"
      aria-valuenow={Math.round(percent)}
      aria-valuemin={smallest}
      aria-valuemax={largest}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}

export function Workspace() {
  const { phone, compact } = useRoominess();
  const presenting = useView((view) => view.presenting);
  const presented = useView((view) => view.presented);
  const [chosen, setChosen] = useState<number | null>(null);
  const percent = chosen ?? (compact ? 32 : 29.5);
  if (presenting) return <div className="workspace">{presented === 'stage' ? <Stage /> : <Dock />}</div>;
  return (
    <div className={phone ? 'workspace' : 'workspace divided'} style={{ '--dock': `${percent}%` }}>
      <Stage />
      {phone ? null : <Border percent={percent} move={setChosen} />}
      <Dock />
    </div>
  );
}
