import { carClassCodes } from '../text/exemptions/index.ts'
import { type Say, useText, useWords } from '../text/index.ts'
import { policiesText } from '../text/policies/index.ts'
import type { Line } from './rows.ts'

/** How a line is told: what it is about, and what it says of that. */
export function useLines(): (line: Line) => { about: string; says: string } {
  const say = useText(policiesText)
  const classOf = useWords(carClassCodes)
  return line => ({ about: say(line.about), says: saysOf(line, say, classOf) })
}

const STACK = { replace: 'stackReplace', max: 'stackMax', sum: 'stackSum', reject: 'stackReject' } as const
export const stackText = (say: Say<typeof policiesText>, rule: keyof typeof STACK): string => say(STACK[rule])

function saysOf(line: Line, say: Say<typeof policiesText>, classOf: (code: string) => string): string {
  switch (line.about) {
    case 'window':
      if (line.says === 'dayEnd') return say('windowDayEnd')
      return line.says === 'minutes' ? say('windowMinutes', { n: line.n }) : say('windowClock', { at: line.at })
    case 'grant':
      return say(line.says === 'rated' ? 'grantRated' : 'grantUnrated')
    case 'stackRule':
      return stackText(say, line.says)
    case 'excluded':
      return line.classes.length === 0 ? say('excludedNone') : line.classes.map(classOf).join(say('listComma'))
    case 'perPlatePerMonth':
      return line.n === undefined ? say('perPlatePerMonthNone') : say('perPlatePerMonthIs', { n: line.n })
    default:
      return say(`${line.about}Is`, { n: line.n })
  }
}
