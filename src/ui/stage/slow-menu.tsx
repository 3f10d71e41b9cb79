/** Delay and bandwidth of the logging channel, with the paper's distances as choices (section 5: 1 to 100 km, under 10 ms). */
import { ChevronDown } from 'lucide-react';
import { MenuButton } from '../common/menu.tsx';
import { useAct, useLab } from '../store/lab-context.tsx';

const delays = [
  { rttMs: 0, label: 'None' },
  { rttMs: 2, label: '2 ms · 100 km' },
  { rttMs: 20, label: '20 ms · another city' },
  { rttMs: 100, label: '100 ms · another continent' },
  { rttMs: 400, label: '400 ms · watchable' },
] as const;

const limits = [
  { bitsPerSecond: 0, label: 'No limit' },
  { bitsPerSecond: 1_000_000, label: '1 Mbit/s' },
  { bitsPerSecond: 100_000, label: '0.1 Mbit/s' },
  { bitsPerSecond: 20_000, label: '20 kbit/s' },
] as const;

export function SlowMenu() {
  const act = useAct();
  const rttMs = useLab((state) => state.channel.rttMs);
  const limit = useLab((state) => state.channel.bitsPerSecondLimit);
  const sections = [
    {
      label: 'Round trip',
      choices: delays.map((delay) => ({
        label: delay.label,
        checked: delay.rttMs === rttMs,
        run: () => act('set-link', { link: 'logging', rttMs: delay.rttMs }),
      })),
    },
    {
      label: 'Bandwidth',
      choices: limits.map(({ label, bitsPerSecond }) => ({
        label,
        checked: bitsPerSecond === limit,
        run: () => act('set-link', { link: 'logging', bitsPerSecond }),
      })),
    },
  ];
  return (
    <MenuButton label="Slow the logging channel" testId="slow" sections={sections}>
      Slow
      <ChevronDown aria-hidden="true" />
    </MenuButton>
  );
}
