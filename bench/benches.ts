import { COUNTER_TALLY } from '../server/living-hall/seed.ts'
import { benchBooks } from './books.ts'
import { benchDay } from './day.ts'
import { benchEvaluations } from './evaluations.ts'
import { benchBoard } from './faces/board.ts'
import { benchFaces } from './faces/keys.ts'
import { benchPhone } from './faces/phone.ts'
import { benchGrant } from './grant.ts'
import { benchMemory } from './memory.ts'
import { benchOpcua } from './opcua.ts'
import type { Row } from './pages/report.ts'
import { benchRoom } from './room.ts'
import { benchStartup } from './startup.ts'

type Bench = () => Promise<Row[]>

/** A log-in is meant to cost the hub a tenth of a second. */
const A_FEW_DESKS = 4
const AN_HOUR_OF_A_BOARD = {
  ...{ counters: COUNTER_TALLY, warmMs: 15_000, seconds: 60 },
  ...{ warmFrames: 10_000, frames: 36_000, looks: 10 },
}
const A_LOOK_AT_A_BOARD = { counters: A_FEW_DESKS, warmMs: 2_000, seconds: 2, warmFrames: 100, frames: 500, looks: 1 }

const MANY = { atOnce: 100, inTurn: 60 }
const ONE_EACH = { atOnce: 1, inTurn: 1 }

/** Each beside its floor or peer; `quick` only shows that it runs, and leaves out what is another again in another size. */
export const benchesOf = (quick: boolean): Record<string, Bench> => ({
  evaluations: () => benchEvaluations(quick ? 128 : 6_000),
  room20: () =>
    benchRoom({
      ...{ screens: 20, connected: quick ? 40 : 2_000, perSecond: 500, tally: quick ? 100 : 10_000 },
      desks: quick ? A_FEW_DESKS : COUNTER_TALLY,
    }),
  screens300: () =>
    benchRoom({
      ...{ screens: quick ? 60 : 300, connected: 0, perSecond: 50, tally: quick ? 30 : 1_000 },
      desks: quick ? A_FEW_DESKS : COUNTER_TALLY,
    }),
  memory: () => benchMemory(quick ? { half: 50, settleMs: 300 } : { half: 2_000, settleMs: 3_000 }),
  opcua: async () => [
    ...(await benchOpcua(quick ? 50 : 2_000)),
    ...(await (quick ? benchGrant(ONE_EACH, 0) : benchGrant(MANY))),
  ],
  day: async () => [quick ? await benchDay('0.1', 200) : await benchDay('day', 330)],
  faces: () => benchFaces(quick ? { calls: 2, worked: A_FEW_DESKS } : { calls: 100, worked: COUNTER_TALLY - 8 }),
  board: () => benchBoard(quick ? A_LOOK_AT_A_BOARD : AN_HOUR_OF_A_BOARD),
  phone: () => benchPhone(quick ? 1 : 30),
  books: () => benchBooks(quick ? 200 : 20_000),
  startup: () => benchStartup(quick ? 1_000 : 100_000),
  ...(quick ? {} : OTHER_SIZES),
})

const OTHER_SIZES: Record<string, Bench> = {
  room200: () => benchRoom({ screens: 200, connected: 2_000, perSecond: 100, tally: 2_000, desks: COUNTER_TALLY }),
  everybody: () => benchRoom({ screens: 2_000, connected: 0, perSecond: 5, tally: 100, desks: COUNTER_TALLY }),
  startupMillion: () => benchStartup(1_000_000),
}
