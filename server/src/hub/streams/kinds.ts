import {
  CityCommand,
  type Command,
  HallCommand,
  LotCommand,
  type RefusalCode,
  refuse,
  type StreamName,
} from '@pingting/contract'
import type { z } from 'zod'
import { cityRules, hallRules, lotRules, type Rules, type States, type World } from '../../domain.ts'
import type { Malformed } from '../pending.ts'

export type Kind = keyof States

export const kindOf = (name: StreamName): Kind => name.slice(0, name.indexOf(':')) as Kind
export const idIn = (name: StreamName): string => name.slice(name.indexOf(':') + 1)

/** The commands that make a stream; any other needs it to be there. */
export const FOUNDING: ReadonlySet<string> = new Set(['hall.open', 'lot.open', 'city.open'])
export const UNKNOWN: Readonly<Record<Kind, RefusalCode>> = {
  hall: 'hall.unknown',
  lot: 'lot.unknown',
  city: 'account.unknown',
}

export function rulesOf(name: StreamName, world: World): Rules<States[Kind]> {
  const rules: { [K in Kind]: () => unknown } = {
    hall: () => hallRules(world, idIn(name)),
    lot: () => lotRules,
    city: () => cityRules,
  }
  return rules[kindOf(name)]() as Rules<States[Kind]>
}

export function parse(kind: Kind, input: unknown): Command | Malformed {
  const schemas: Record<Kind, z.ZodType<Command>> = { hall: HallCommand, lot: LotCommand, city: CityCommand }
  const parsed = schemas[kind].safeParse(input)
  if (parsed.success) return holdsNul(parsed.data) ? refuse('command.malformed') : parsed.data
  const { issues } = parsed.error
  // A field that has a refusal of its own, such as a plate, is told by its name.
  const named = issues
    .map(issue => (issue.code === 'custom' ? issue.params?.['refusal'] : undefined))
    .find(code => code !== undefined)
  if (named !== undefined) return refuse(named as RefusalCode)
  return { ...refuse('command.malformed'), paths: issues.slice(0, 8).map(issue => issue.path.join('.')) }
}

/** Nobody types it, and the embedded store writes no string that holds it: the write would fail again and again. */
const holdsNul = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.includes('\0')
    : typeof value === 'object' && value !== null && Object.values(value).some(holdsNul)

/** What was shown at the door. */
interface Shown {
  opener?: string
  signature?: string
}

/** What opens a ticket and what a tablet signed are credentials: from here on neither body hash, journal nor rules see them. */
export function withoutShown(command: Command): { command: Command; shown: Shown } {
  const { opener, signature, ...rest } = command as Command & Shown
  const shown = { ...(opener === undefined ? {} : { opener }), ...(signature === undefined ? {} : { signature }) }
  return { command: rest as Command, shown }
}
