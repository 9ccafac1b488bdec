/** The language that a locale asks for by POSIX's order of variables; English where none says otherwise. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): 'zh' | 'en' {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^zh([_.@-]|$)/i.test(locale) ? 'zh' : 'en';
}
