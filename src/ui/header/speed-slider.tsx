/** Speed of lab time, from a thousandth to real time, on a logarithmic scale. */
import { Slider } from '@base-ui/react/slider';
import { formatSpeed } from '../common/format.ts';
import { useAct, useLab } from '../store/lab-context.tsx';

/** Positions of the slider are twentieths of a decade. */
const stepsPerDecade = 20;

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
  return (
    <div className="speed" data-testid="speed" title="Lab time slows machines, links and timeouts together">
      <span className="dim wide-only" aria-hidden="true">
        Speed
      </span>
      <Slider.Root
        min={-3 * stepsPerDecade}
        max={0}
        step={1}
        largeStep={stepsPerDecade}
        value={positionOfSpeed(speed)}
        onValueChange={(position) => act('speed', { factor: speedOfPosition(position) })}
      >
        <Slider.Control className="slider-control">
          <Slider.Track className="slider-track">
            <Slider.Indicator className="slider-indicator" />
            <Slider.Thumb className="slider-thumb" aria-label="Speed of lab time" getAriaValueText={() => formatSpeed(speed)} />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      <output className="mono speed-value">{formatSpeed(speed)}</output>
    </div>
  );
}
