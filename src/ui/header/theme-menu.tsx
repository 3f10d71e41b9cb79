/** Light, dark, projector, or whatever the system uses. */
import { SunMoon } from 'lucide-react';
import { MenuButton } from '../common/menu.tsx';
import { chooseTheme, themes, useView, type Theme } from '../store/view-store.ts';

const words: Readonly<Record<Theme, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  projector: 'Projector: large and stark',
};

export function ThemeMenu() {
  const current = useView((view) => view.theme);
  const choices = themes.map((theme) => ({
    label: words[theme],
    checked: theme === current,
    run: () => chooseTheme(theme),
  }));
  return (
    <MenuButton label="Theme" testId="theme" sections={[{ choices }]}>
      <SunMoon aria-hidden="true" />
    </MenuButton>
  );
}
