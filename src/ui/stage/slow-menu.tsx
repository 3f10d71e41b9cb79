/** Delay and bandwidth of the logging channel, with the paper's distances as choices (section 5: 1 to 100 km, under 10 ms). */
import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown } from 'lucide-react';
import { useAct, useLab } from '../store/lab-context.tsx';

const delays = [
  { rttMs: 0, words: 'None' },
  { rttMs: 2, words: '2 ms · 100 km' },
  { rttMs: 20, words: '20 ms · another city' },
  { rttMs: 100, words: '100 ms · another continent' },
  { rttMs: 400, words: '400 ms · watchable' },
] as const;

const limits = [
  { bitsPerSecond: 0, words: 'No limit' },
  { bitsPerSecond: 1_000_000, words: '1 Mbit/s' },
  { bitsPerSecond: 100_000, words: '0.1 Mbit/s' },
  { bitsPerSecond: 20_000, words: '20 kbit/s' },
] as const;

export function SlowMenu() {
  const act = useAct();
  const rttMs = useLab((state) => state.channel.rttMs);
  const limit = useLab((state) => state.channel.bitsPerSecondLimit);
  return (
    <Menu.Root>
      <Menu.Trigger className="button" data-testid="slow">
        Slow
        <ChevronDown aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="layer" sideOffset={4}>
          <Menu.Popup className="menu">
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">Round trip</Menu.GroupLabel>
              {delays.map((delay) => (
                <Menu.Item key={delay.rttMs} className="menu-item" onClick={() => act('set-link', { link: 'logging', rttMs: delay.rttMs })}>
                  <span className="tick">{delay.rttMs === rttMs ? <Check size={14} aria-label="now" /> : null}</span>
                  {delay.words}
                </Menu.Item>
              ))}
            </Menu.Group>
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">Bandwidth</Menu.GroupLabel>
              {limits.map((choice) => (
                <Menu.Item
                  key={choice.bitsPerSecond}
                  className="menu-item"
                  onClick={() => act('set-link', { link: 'logging', bitsPerSecond: choice.bitsPerSecond })}
                >
                  <span className="tick">{choice.bitsPerSecond === limit ? <Check size={14} aria-label="now" /> : null}</span>
                  {choice.words}
                </Menu.Item>
              ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
