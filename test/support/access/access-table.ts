import { readFileSync } from 'node:fs'

export const CALLERS = [
  ...(['nobody', 'citizen', 'board', 'wall', 'kiosk', 'tablet', 'booth'] as const),
  ...(['clerk', 'manager', 'operator', 'admin', 'bridge'] as const),
] as const
export type Caller = (typeof CALLERS)[number]

/** Who may at home, and who elsewhere too. */
export interface Row {
  here: readonly Caller[]
  elsewhere: readonly Caller[]
}

/** One table of docs/access.md, by the first column. @throws when a cell holds a word that is no caller. */
export function accessTable(heading: 'Commands' | 'Routes' | 'Messages' | 'Rooms'): ReadonlyMap<string, Row> {
  const page = readFileSync('docs/access.md', 'utf8')
  const section = page.split(/^## /m).find(part => part.startsWith(`${heading}\n`)) ?? ''
  return new Map([...section.matchAll(/^\| `([^`]+)` \|([^|]*)\|$/gm)].map(([, name, who]) => [name!, rowOf(who!)]))
}

function rowOf(cell: string): Row {
  const words = cell.split(' ').filter(word => word !== '')
  const named = words.flatMap(word => {
    const name = word.replace('*', '')
    const callers = CALLERS.filter(caller => caller === name || name === 'everybody')
    if (callers.length === 0) throw new Error(`${word} is nobody who calls`)
    return callers.map(caller => ({ caller, anywhere: word.endsWith('*') }))
  })
  return {
    here: named.map(({ caller }) => caller),
    elsewhere: named.filter(({ anywhere }) => anywhere).map(({ caller }) => caller),
  }
}
