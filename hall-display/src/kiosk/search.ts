import type { HallHead } from '@pingting/contract/words/screen'

type Service = HallHead['services'][number]

/** How a service is spelled in letters, as the hub tells it. */
export type Spellings = Readonly<Record<string, { initials: string; whole: string }>>

/**
 * Services that a few typed letters may mean: initials (`qykb`), whole pinyin from the beginning of the name, the name
 * itself or the English one. In the order they stood; all of them while nothing is typed.
 */
export function findServices(services: readonly Service[], spellings: Spellings, typed: string): readonly Service[] {
  const wanted = typed.toLowerCase().replace(/\s/g, '')
  return services.filter(({ code, zh, en }) => {
    const { initials = '', whole = '' } = spellings[code] ?? {}
    return (
      initials.includes(wanted) ||
      whole.startsWith(wanted) ||
      zh.includes(wanted) ||
      en.toLowerCase().replace(/\s/g, '').includes(wanted)
    )
  })
}

/** Letters that lead on from what is typed to at least one service: no key on the screen is a dead end. */
export function lettersAfter(services: readonly Service[], spellings: Spellings, typed: string): readonly string[] {
  const letters = services.flatMap(({ code }) => {
    const { initials = '' } = spellings[code] ?? {}
    return [...initials].map((_, at) => (initials.startsWith(typed, at) ? (initials[at + typed.length] ?? '') : ''))
  })
  return [...new Set(letters)].filter(letter => letter !== '').sort()
}
