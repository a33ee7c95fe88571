import { COMMON } from '../texts/common.table.ts';
import type { Text } from '../texts/say.ts';
import { PREFERENCES_PATH } from './preferences.ts';
import { THEMES, type Theme, type View } from './view.ts';

const NAMES = { en: 'English', de: 'Deutsch' } as const;
const LOOKS: Readonly<Record<Theme, Text>> = { auto: COMMON.auto, light: COMMON.light, dark: COMMON.dark };

/** Links that change language and appearance; they work without script, and come back to the same page. */
export function Switches({ view }: { readonly view: View }) {
  const { say, lang, theme } = view;
  return (
    <div class="switches">
      <ul aria-label={say(COMMON.language)}>
        {(['en', 'de'] as const).map((one) => (
          <li>
            <Switch view={view} name="lang" value={one} current={one === lang} lang={one}>
              {NAMES[one]}
            </Switch>
          </li>
        ))}
      </ul>
      <ul aria-label={say(COMMON.appearance)}>
        {THEMES.map((one) => (
          <li>
            <Switch view={view} name="theme" value={one} current={one === theme}>
              {say(LOOKS[one])}
            </Switch>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface SwitchProps {
  readonly view: View;
  readonly name: 'lang' | 'theme';
  readonly value: string;
  readonly current: boolean;
  readonly lang?: string;
  readonly children: string;
}

function Switch({ view, name, value, current, lang, children }: SwitchProps) {
  const href = `${PREFERENCES_PATH}?${new URLSearchParams({ [name]: value, back: view.path })}`;
  return (
    <a href={href} lang={lang} hreflang={lang} rel="nofollow" {...(current ? { 'aria-current': 'true' } : {})}>
      {children}
    </a>
  );
}
