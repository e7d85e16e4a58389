import { create } from 'zustand'
import { en } from './en.ts'
import { fill, type Values } from './fill.ts'
import { type Texts, zh } from './zh-CN.ts'

export type Language = 'zh-CN' | 'en'
const KEPT_AS = 'pingting.language'
const texts: Readonly<Record<Language, Texts>> = { 'zh-CN': zh, en }

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

export type Say<F extends keyof Texts> = (key: keyof Texts[F], values?: Values) => string

/** The words of one part of the house, in the language of the page. */
export function useText<F extends keyof Texts>(part: F): Say<F> {
  const language = useLanguage(state => state.language)
  return (key, values) => fill(texts[language][part][key] as string, values)
}

type WordList =
  | ('status' | 'priority' | 'carClass' | 'device')
  | ('exemption' | 'withheld' | 'gate' | 'writeOff' | 'mismatch' | 'mismatchToDo')
  | ('alarm' | 'alarmGrade' | 'deviceHealth' | 'phantomStage')
  | 'trialReason'
  | ('moment' | 'how' | 'fileWhy' | 'breakName' | 'breakWhat' | 'breakToDo')

/** Words for codes that come from the hub; a code we have no word for yet is shown as it is. */
export function useWords(part: WordList) {
  const language = useLanguage(state => state.language)
  const words: Readonly<Record<string, string>> = texts[language][part]
  return (code: string): string => words[code] ?? code
}

/** What the hub names in two languages. */
export function usePick(): (words: { zh: string; en: string }) => string {
  const language = useLanguage(state => state.language)
  return words => (language === 'en' ? words.en : words.zh)
}

/** The same text in the page's other language, for signs that always stand in two. */
export function useOtherText<F extends keyof Texts>(part: F): { say: Say<F>; language: Language } {
  const language = useLanguage(state => (state.language === 'en' ? 'zh-CN' : 'en'))
  return { language, say: (key, values) => fill(texts[language][part][key] as string, values) }
}
