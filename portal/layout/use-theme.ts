/** Light or dark as the system says, unless the person has chosen; high contrast always as the system says. */
import { type Theme, teamsHighContrastTheme, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useState, useSyncExternalStore } from 'react';

const storageKey = 'pgflex-theme';

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}

export function useTheme(): { theme: Theme; isDark: boolean; toggle(): void } {
  const [chosen, setChosen] = useState(() => localStorage.getItem(storageKey));
  const systemIsDark = useMedia('(prefers-color-scheme: dark)');
  const isHighContrast = useMedia('(forced-colors: active)');
  const isDark = chosen ? chosen === 'dark' : systemIsDark;
  const toggle = () => {
    const next = isDark ? 'light' : 'dark';
    localStorage.setItem(storageKey, next);
    setChosen(next);
  };
  return { theme: isHighContrast ? teamsHighContrastTheme : isDark ? webDarkTheme : webLightTheme, isDark, toggle };
}
