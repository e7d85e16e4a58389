import { readFileSync } from 'node:fs'
import type { HallCard } from '@pingting/contract'
import {
  businessDayOf,
  type Event,
  type HallFrame,
  type RecordedActor,
  type Screen,
  type StreamName,
} from '@pingting/contract'
import {
  cityRules,
  type HallState,
  hallRules,
  type LotHouse,
  lotRules,
  type Rules,
  type World,
} from '../../server/src/domain.ts'
import { canonicalJson, sha256 } from '../../server/src/hub/journal/canonical.ts'
import { hallShown, lotShown } from '../../server/src/hub/publish/shown.ts'
import { hallFrame } from '../../server/src/metrics/view.ts'

/** Of a hall a bridge is shown its own lot, and the journals kept here know one. */
const OF_ITS_LOT = 'bridge:east'

/** A commit of the golden journal: plain values, without the hashes that depend on a key. */
export interface GoldenCommit {
  stream: StreamName
  seq: number
  at: string
  commandId: string
  actor: RecordedActor
  events: Event[]
}

/** What a golden journal comes to. */
export interface Expected {
  /** By stream and module, the digest of the state at the end. */
  states: Record<string, string>
  /** The figures of each business day, as they stood when the day ended. */
  figures: Record<string, HallFrame>
  /** After so many commits, every audience's screen; of single tickets the digest. */
  screens: Record<string, Record<string, Screen | string>>
}

export const golden = (name: string): string => readFileSync(new URL(`./golden/${name}`, import.meta.url), 'utf8')

export const readGolden = (version: string): GoldenCommit[] =>
  golden(`${version}.jsonl`)
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as GoldenCommit)

/** Folding needs nothing of the world. */
const NO_WORLD: World = {
  calendar: { holidays: [], workdays: [] },
  exemptionIdFor: () => '',
  visitIdFor: () => '',
  lot: () => undefined,
  halls: () => [],
  failed: () => {},
}

export const rulesFor = (stream: StreamName): Rules<unknown> =>
  (stream.startsWith('hall:') ? hallRules(NO_WORLD, 'h1') : stream.startsWith('lot:') ? lotRules : cityRules) as never

/** Everything the journal comes to, read from its start. @param looks after how many commits the screens are drawn */
export function foldAll(commits: readonly GoldenCommit[], looks: readonly number[]): Expected {
  const states = new Map<StreamName, unknown>()
  const expected: Expected = { states: {}, figures: {}, screens: {} }
  for (const [index, { stream, at, events }] of commits.entries()) {
    const rules = rulesFor(stream)
    const state = states.get(stream) ?? rules.initial()
    states.set(stream, state)
    for (const event of events) rules.evolve(state, event)
    if (stream.startsWith('hall:')) {
      const day = businessDayOf(at)
      expected.figures[day] = onPaper(hallFrame((state as HallState).metrics, day))
    }
    if (looks.includes(index + 1)) expected.screens[String(index + 1)] = screensOf(states, at)
  }
  for (const [stream, state] of states)
    for (const [part, value] of Object.entries(stream.startsWith('hall:') ? (state as object) : { state }))
      expected.states[`${stream} ${part}`] = digest(value)
  return expected
}

const onPaper = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** Maps have no order that means anything here, but those that are lists, whose order does. */
const digest = (value: unknown): string =>
  sha256(
    canonicalJson(
      JSON.parse(JSON.stringify(value, (_, field) => (field instanceof Map ? { map: [...field] } : field))),
    ),
  )

function screensOf(states: ReadonlyMap<StreamName, unknown>, now: string): Record<string, Screen | string> {
  const drawn: Record<string, Screen | string> = {}
  for (const [stream, state] of states) {
    if (stream.startsWith('city:')) continue
    const hall = stream.startsWith('hall:') ? (state as HallState) : undefined
    const shown = hall === undefined ? lotShown(state as LotHouse) : hallShown(hall, now, () => undefined)
    const counterIds = (hall?.halls.hall as HallCard | undefined)?.counters.map(({ counterId }) => counterId) ?? []
    const rooms = hall === undefined ? ['parking', 'bridge', 'public'] : ['public', 'floor', 'parking', 'bridge']
    for (const audience of [...rooms, ...counterIds.map(id => `counter:${id}`)])
      drawn[`${stream}/${audience}`] = onPaper(
        shown.screen(hall !== undefined && audience === 'bridge' ? OF_ITS_LOT : audience),
      )
    for (const ticketId of hall?.tickets.tickets.keys() ?? [])
      drawn[`${stream}/ticket:${ticketId}`] = digest(shown.screen(`ticket:${ticketId}`))
  }
  return drawn
}
