/** Speed of lab time, from a thousandth to real time, on a logarithmic scale. */
import { formatSpeed } from '../common/format.ts';
import { useAct, useLab } from '../store/lab-context.tsx';

/** Positions of the slider are twentieths of a decade. */
const stepsPerDecade = 20;
const decades = 3;

/** Slider position to speed; the ends are exact. */
export function speedOfPosition(position: number): number {
  return 10 ** (position / stepsPerDecade);
}

export function positionOfSpeed(speed: number): number {
  return Math.round(Math.log10(speed) * stepsPerDecade);
}

export function SpeedSlider() {
  const act = useAct();
  const speed = useLab((state) => state.time.speed);
  const position = positionOfSpeed(speed);
  const filled = `${((position + decades * stepsPerDecade) / (decades * stepsPerDecade)) * 100}%`;
  return (
    <label className="speed" title="Lab time slows machines, links and timeouts together">
      <span className="dim speed-word">Speed</span>
      <input
        type="range"
        className="slider"
        data-testid="speed"
        aria-label="Speed of lab time"
        aria-valuetext={formatSpeed(speed)}
        style={{ '--filled': filled }}
        min={-decades * stepsPerDecade}
        max={0}
        step={1}
        value={position}
        onChange={(event) => act('speed', { factor: speedOfPosition(Number(event.target.value)) })}
      />
      <output className="mono speed-value">{formatSpeed(speed)}</output>
    </label>
  );
}
