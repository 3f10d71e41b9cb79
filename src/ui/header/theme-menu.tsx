/** Light, dark, projector, or whatever the system uses. */
import { Menu } from '@base-ui/react/menu';
import { Check, SunMoon } from 'lucide-react';
import { chooseTheme, themes, useView, type Theme } from '../store/view-store.ts';

const words: Readonly<Record<Theme, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  projector: 'Projector: large and stark',
};

export function ThemeMenu() {
  const current = useView((view) => view.theme);
  return (
    <Menu.Root>
      <Menu.Trigger className="button" aria-label="Theme" title="Theme (T)" data-testid="theme">
        <SunMoon aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="layer" sideOffset={6} align="end">
          <Menu.Popup className="menu">
            <Menu.RadioGroup value={current} onValueChange={(theme: Theme) => chooseTheme(theme)}>
              {themes.map((theme) => (
                <Menu.RadioItem key={theme} value={theme} className="menu-item" closeOnClick>
                  <span className="tick">{theme === current ? <Check size={14} aria-hidden="true" /> : null}</span>
                  {words[theme]}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
