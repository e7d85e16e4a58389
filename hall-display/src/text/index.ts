import { create } from 'zustand'
import { fill, type Values } from './fill.ts'

export type Language = 'zh-CN' | 'en'
const KEPT_AS = 'pingting.language'

function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(KEPT_AS)
  return asked === 'en' ? 'en' : 'zh-CN'
}

export const useLanguage = create<{ language: Language }>()(() => ({ language: firstLanguage() }))

export function speak(language: Language): void {
  localStorage.setItem(KEPT_AS, language)
  document.documentElement.lang = language
  useLanguage.setState({ language })
}
document.documentElement.lang = useLanguage.getState().language

/** The texts of one part of the house in both languages; each part has a folder, and a face loads no other's. */
export type Texts<T extends string> = Readonly<Record<Language, Readonly<Record<T, string>>>>

export type Say<P extends Texts<never>> = (key: keyof P['zh-CN'], values?: Values) => string

/** The words of one part of the house, in the language of the page. */
export function useText<T extends string>(part: Texts<T>): (key: T, values?: Values) => string {
  const language = useLanguage(state => state.language)
  return (key, values) => fill(part[language][key], values)
}

/** Words for codes that come from the hub; a code we have no word for yet is shown as it is. */
export function useWords(part: Texts<never>): (code: string) => string {
  const language = useLanguage(state => state.language)
  const words: Readonly<Record<string, string>> = part[language]
  return code => words[code] ?? code
}

/** What the hub names in two languages. */
export function usePick(): (words: { zh: string; en: string }) => string {
  const language = useLanguage(state => state.language)
  return words => (language === 'en' ? words.en : words.zh)
}

/** The same text in the page's other language, for signs that always stand in two. */
export function useOtherText<T extends string>(part: Texts<T>) {
  const language = useLanguage(state => (state.language === 'en' ? 'zh-CN' : 'en'))
  return { language, say: (key: T, values?: Values) => fill(part[language][key], values) } as const
}
