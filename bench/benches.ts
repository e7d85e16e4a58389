import { benchDay } from './day.ts'
import { benchEvaluations } from './evaluations.ts'
import { benchGrant } from './grant.ts'
import { benchMemory } from './memory.ts'
import { benchOpcua } from './opcua.ts'
import type { Row } from './report.ts'
import { benchRoom } from './room.ts'
import { benchStartup } from './startup.ts'

/** Each beside its floor or peer; `quick` only shows that it runs. */
export const benchesOf = (quick: boolean): Record<string, () => Promise<Row[]>> => ({
  evaluations: () => benchEvaluations(quick ? 200 : 6_000),
  room20: () => benchRoom({ screens: 20, connected: quick ? 40 : 2_000, perSecond: 500, tally: quick ? 100 : 10_000 }),
  room200: () =>
    benchRoom({ screens: quick ? 40 : 200, connected: quick ? 80 : 2_000, perSecond: 100, tally: quick ? 50 : 2_000 }),
  screens300: () => benchRoom({ screens: quick ? 60 : 300, connected: 0, perSecond: 50, tally: quick ? 30 : 1_000 }),
  everybody: () => benchRoom({ screens: quick ? 100 : 2_000, connected: 0, perSecond: 5, tally: quick ? 10 : 100 }),
  memory: () => benchMemory(quick ? 50 : 2_000),
  opcua: async () => [...(await benchOpcua(quick ? 50 : 2_000)), await (quick ? benchGrant(1, 0) : benchGrant(100))],
  day: async () => [quick ? await benchDay('0.1', 200) : await benchDay('day', 330)],
  startup: () => benchStartup(quick ? 1_000 : 100_000),
  startupMillion: () => benchStartup(quick ? 2_000 : 1_000_000),
})
