import { pinyin } from 'pinyin-pro'

/** How a service is found by letters: `qykb` and `qiyekaiban` for 企业开办. */
export interface Spelling {
  initials: string
  whole: string
}

/** By code. The dictionary is large, so that it stays here; a kiosk asks once. */
export const spellingsOf = (services: readonly { code: string; zh: string }[]): Record<string, Spelling> =>
  Object.fromEntries(services.map(({ code, zh }) => [code, spelling(zh)]))

function spelling(zh: string): Spelling {
  const syllables = pinyin(zh, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' })
    .map(syllable => syllable.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter(syllable => syllable !== '')
  return { initials: syllables.map(syllable => syllable[0]).join(''), whole: syllables.join('') }
}
