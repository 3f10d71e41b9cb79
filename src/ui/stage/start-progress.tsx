/** How far the start is: what is being loaded, and how much of it. Gone once both machines run. */
import { useMirror } from '../store/lab-context.tsx';

export function StartProgressBar() {
  const progress = useMirror((mirror) => mirror.progress);
  if (progress.kind !== 'loading') return null;
  const percent = progress.fraction === null ? null : Math.round(progress.fraction * 100);
  return (
    <div className="start-progress card" data-testid="progress">
      <span id="start-progress-words">
        {percent === null ? `${progress.what}…` : `Loading ${progress.what}: ${percent} %`}
      </span>
      <progress aria-labelledby="start-progress-words" max={100} {...(percent === null ? {} : { value: percent })} />
    </div>
  );
}
