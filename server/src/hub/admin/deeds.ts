import {
  type BusinessDay,
  type Commit,
  DEEDS_MAX,
  type DeedRow,
  type Deeds,
  type Event,
  endOfBusinessDay,
  localTime,
  personalFields,
  type Refusal,
  refuse,
  type StreamName,
} from '@pingting/contract'
import type { Connection } from 'mongoose'
import type { Hub } from '../dispatch.ts'
import type { Journal } from '../journal/journal.ts'
import { headBefore } from '../journal/seek.ts'

/** The hub goes on with its work after so many commits. */
const BREATH_EVERY = 100

/** What of an event says which thing it is about. Never a level, and nothing that opens something. */
const TELLING: readonly string[] = [
  ...['name', 'nameEn', 'counterId', 'label', 'deviceId', 'kind', 'code', 'prefix', 'serviceCode', 'staffId', 'role'],
  ...['ticketId', 'number', 'priority', 'mode', 'verb', 'reason', 'exemptionId', 'lotId', 'stayId', 'bridgeId'],
  ...['version', 'effectiveFrom', 'businessDay', 'month', 'side', 'key', 'held', 'outcome', 'hallIds', 'lotIds'],
]

export interface Question {
  day: BusinessDay
  /** Whose deeds: everybody's, or those of staff, devices, and so on. */
  who?: Commit['actor']['kind'] | undefined
  staffId?: string | undefined
  /** The first word of what happened: `counter`, `policy`. */
  about?: string | undefined
}

interface DeedPorts {
  hub: Pick<Hub, 'stream' | 'states'>
  connection: Connection
  journal: Pick<Journal, 'after'>
}

/** Who did what in a hall, its car parks and its city on a business day, as the journals have it. */
export const openDeeds =
  ({ hub, connection, journal }: DeedPorts) =>
  async (hallId: string, question: Question): Promise<Deeds | Refusal> => {
    const hall = hub.stream('hall', hallId)?.peek().halls.hall
    if (hall === undefined) return refuse('hall.unknown')
    const city = hub.states('city').find(({ id }) => id === hall.region)
    const names = [...hall.lotIds.map((id): StreamName => `lot:${id}`), ...(city === undefined ? [] : [city.name])]
    const rows: DeedRow[] = []
    for (const stream of [`hall:${hallId}` as StreamName, ...names]) {
      const of = await deedsIn(stream, question, { connection, journal })
      rows.push(...of)
    }
    rows.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.seq - a.seq))
    const told = rows.slice(0, DEEDS_MAX).map(row => named(row, city?.state.accounts))
    return { day: question.day, rows: told, isCut: rows.length > DEEDS_MAX }
  }

async function deedsIn(
  stream: StreamName,
  question: Question,
  { connection, journal }: Pick<DeedPorts, 'connection' | 'journal'>,
): Promise<DeedRow[]> {
  const rows: DeedRow[] = []
  const until = endOfBusinessDay(question.day)
  let read = 0
  for await (const { commit } of journal.after(stream, await headBefore(connection, stream, startOf(question.day)))) {
    if (commit.at >= until) break
    read += 1
    if (read % BREATH_EVERY === 0) await new Promise(go => setImmediate(go))
    if (isAsked(commit, question)) rows.push(rowOf(commit))
    // Only the latest are told, and one more says that there are others.
    if (rows.length > DEEDS_MAX * 2) rows.splice(0, DEEDS_MAX - 1)
  }
  return rows
}

const startOf = (day: BusinessDay): string => localTime(day, '00:00')

const isAsked = ({ actor, events }: Commit, { who, staffId, about }: Question): boolean =>
  (who === undefined || actor.kind === who) &&
  (staffId === undefined || (actor.kind === 'staff' && actor.staffId === staffId)) &&
  (about === undefined || events.some(({ type }) => type.startsWith(`${about}.`)))

const rowOf = ({ at, stream, seq, actor, events }: Commit): DeedRow => ({
  ...{ at, stream, seq, actor },
  events: events.map(event => ({ type: event.type, about: aboutOf(event) })),
})

/** The names of things, also where they stand one level down, as those of a counter that was set. */
export function aboutOf(event: Event): Record<string, string> {
  const personal = personalFields.get(event.type) ?? []
  const about: Record<string, string> = {}
  const note = (fields: object): void => {
    for (const [name, value] of Object.entries(fields)) {
      if (personal.includes(name) || !TELLING.includes(name)) continue
      if (Array.isArray(value)) about[name] = value.join(' ')
      else if (typeof value !== 'object') about[name] = String(value)
    }
  }
  note(event)
  for (const part of ['counter', 'service', 'policy'] as const) {
    const inner: unknown = (event as Record<string, unknown>)[part]
    if (typeof inner === 'object' && inner !== null) note(inner)
  }
  return about
}

function named(row: DeedRow, accounts: ReadonlyMap<string, { name: string }> | undefined): DeedRow {
  const name = row.actor.kind === 'staff' ? accounts?.get(row.actor.staffId)?.name : undefined
  return name === undefined ? row : { ...row, name }
}
