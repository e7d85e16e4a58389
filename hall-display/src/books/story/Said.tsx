import { ERASED } from '@pingting/contract/words/plates'
import { booksText, howCodes } from '../../text/books/index.ts'
import { breakNameCodes } from '../../text/breaks/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText, useWords } from '../../text/index.ts'
import { gateCodes, withheldCodes } from '../../text/outcome/index.ts'

const SHOWN = [
  'reason',
  'freeMinutes',
  'minutesApplied',
  'feeBeforeFen',
  'feeWaivedFen',
  'feeAfterFen',
  'paidFen',
] as const
const MONEY: ReadonlySet<string> = new Set(['feeBeforeFen', 'feeWaivedFen', 'feeAfterFen', 'paidFen'])

/** What was said of a moment of a story, in one line. */
export function Said({ said }: { said: Readonly<Record<string, string | number>> }) {
  const say = useText(booksText)
  const format = useFormat()
  const [gateOf, withheldOf, breakOf] = [useWords(gateCodes), useWords(withheldCodes), useWords(breakNameCodes)]
  const howOf = useWords(howCodes)
  const known = SHOWN.filter(name => said[name] !== undefined)
  const parts = known.map(name => {
    const value = said[name]!
    if (MONEY.has(name)) return `${say(`said_${name}`)} ${format.yuan(Number(value))}`
    if (value === ERASED) return `${say(`said_${name}`)} ${say('erased')}`
    return name === 'reason' ? gateOf(withheldOf(String(value))) : `${say(`said_${name}`)} ${value}`
  })
  const { matchClass, how, businessDay, version } = said
  const first = [
    matchClass === undefined
      ? []
      : matchClass === 'M0'
        ? breakOf('M0')
        : `${matchClass} ${breakOf(String(matchClass))}`,
    version === undefined ? [] : say('storyVersion', { day: businessDay ?? '', version }),
    how === undefined ? [] : howOf(String(how)),
  ].flat()
  return [...first, ...parts].join(' · ')
}
