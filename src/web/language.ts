import { ref, watchEffect } from 'vue';
import type { Words } from '../report/words/index.ts';

/** The languages of the page. */
export type Language = 'zh' | 'en';

const KEY = 'language';

/** The language shown now. It is the only thing the page keeps in the browser. */
export const language = ref<Language>(remembered() ?? preferred());

watchEffect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
});

/** Shows the page in a language from now on. */
export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Storage may be switched off; the choice then lasts as long as the page.
  }
}

/** The words in the language shown, with `{name}` replaced by the value of that name. */
export function say(words: Words, values: Readonly<Record<string, string | number>> = {}): string {
  return words[language.value].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function remembered(): Language | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'zh' || kept === 'en' ? kept : null;
  } catch {
    return null;
  }
}

function preferred(): Language {
  return navigator.languages.some((tag) => /^zh\b/i.test(tag)) || !navigator.language ? 'zh' : 'en';
}
