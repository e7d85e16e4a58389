import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { randomOf } from '../../../server/living-hall/demo/random.ts'
import { repeated } from '../../support/crowds/audit.ts'
import { BusyCounters } from '../../support/crowds/busy-counters.ts'
import { HALL_STREAM } from '../../support/crowds/stored-journal.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { until } from '../../support/room.ts'
import { LeanScreen } from '../../support/screens/lean-screen.ts'
import { type Campaign, Claims, rounded } from '../harness/campaign.ts'

const COME_BACK_MS = 40
const EVERY_MS = 10
const REST_TIMEOUT_MS = 30_000
/** Who missed more commits is given a snapshot (AU3). */
const RESUMED_MAX = 256

/** Places of the journal that a screen has neither folded in nor been given with a snapshot. */
function missedBy({ folded, snapshots }: LeanScreen, seqs: readonly number[]): number[] {
  const known = new Set(folded)
  const covered = snapshots.at(-1) ?? 0
  return seqs.filter(seq => seq > covered && !known.has(seq))
}

/** Places at which a snapshot came, though no more than a resume tells was missed. */
const needless = ({ folded, snapshots }: LeanScreen): number[] =>
  snapshots.slice(1).filter((seq, index) => {
    const place = Math.max(snapshots[index]!, folded.findLast(before => before <= seq) ?? 0)
    return seq - place <= RESUMED_MAX
  })

const outOfOrder = ({ folded }: LeanScreen): number[] =>
  folded.filter((seq, index) => index > 0 && seq <= folded[index - 1]!)

/** Connections are taken away all the while, and the hub is killed between two times of so many ms. */
async function suffer(hub: HubProcess, { seqs }: BusyCounters, destroy: () => void, eachMs: number) {
  let taken = 0
  const taking = setInterval(() => {
    destroy()
    taken += 1
  }, EVERY_MS)
  const perSecond = async (): Promise<number> => {
    const [before, startedMs] = [seqs.length, performance.now()]
    await wait(eachMs)
    return rounded(((seqs.length - before) * 1_000) / (performance.now() - startedMs))
  }
  try {
    const beforePerSecond = await perSecond()
    await hub.kill()
    await hub.start()
    return { beforePerSecond, afterPerSecond: await perSecond(), taken }
  } finally {
    clearInterval(taking)
  }
}

/** A socket is taken away every few milliseconds while events run, and the hub is killed once: every screen stays whole. */
export const churn: Campaign<{ screens: number; seconds: number; eventsPerSecond: number }> = {
  name: 'churn',
  what: 'AU3, AU4: screens whose connections are taken away all the time, and whose hub is killed once, fold every event once, in order.',
  full: { screens: 100, seconds: 6, eventsPerSecond: 200 },
  quick: { screens: 100, seconds: 2, eventsPerSecond: 30 },
  async run({ screens: tally, seconds, eventsPerSecond }, seed) {
    const random = randomOf(seed)
    const claims = new Claims()
    const hub = await startHub({ environment: { SOCKETS_PER_ADDRESS: '100000' } })
    const open = () => new LeanScreen(hub.url, HALL_STREAM, 'public', COME_BACK_MS)
    const screens = Array.from({ length: tally }, open)
    try {
      const counters = await BusyCounters.open(hub.url)
      await until('every screen shows something', () => screens.every(({ held }) => held !== undefined))
      counters.start(eventsPerSecond)
      const destroy = (): void => screens[Math.floor(random.next() * tally)]!.destroy()
      const { taken, beforePerSecond, afterPerSecond } = await suffer(hub, counters, destroy, seconds * 500)
      await counters.end()
      const head = Math.max(...counters.seqs)
      const atRest = () => screens.every(({ held }) => (held?.seq ?? 0) >= head)
      await until('every screen has come to the end', atRest, REST_TIMEOUT_MS).catch(() => undefined)
      const newcomer = open()
      screens.push(newcomer)
      await until('a newcomer shows something', () => newcomer.held !== undefined)
      const watched = screens.slice(0, tally)
      const missing = watched.flatMap(screen => missedBy(screen, counters.seqs))
      const doubled = watched.flatMap(({ folded }) => repeated(folded.map(String)))
      const disordered = watched.flatMap(outOfOrder)
      const afresh = watched.reduce((sum, { snapshots }) => sum + snapshots.length - 1, 0)
      claims.none('events missing at a screen', missing)
      // A snapshot covers whatever was missed: without this nothing could be missing.
      claims.none('times a snapshot came instead of what could be told', watched.flatMap(needless))
      claims.none('events folded twice', doubled)
      claims.none('events out of order', disordered)
      claims.none(
        'screens that show otherwise than a newcomer’s',
        watched.filter(({ held }) => !isDeepStrictEqual(held?.screen, newcomer.held?.screen)).map(({ held }) => held),
      )
      claims.atLeast('events a second until the hub is killed', beforePerSecond, eventsPerSecond / 2)
      claims.atLeast('events a second from its next start on', afterPerSecond, eventsPerSecond / 2)
      claims.atLeast('connections taken away', taken, seconds * 20)
      return {
        line: `${tally} screens, ${taken} connections taken away and one hub killed, ${counters.seqs.length} events (${beforePerSecond}/s before, ${afterPerSecond}/s after): ${missing.length} missing, ${doubled.length} doubled, ${disordered.length} out of order of ${tally * counters.seqs.length}; ${afresh} times a snapshot instead`,
        claims: claims.all,
        figures: { events: counters.seqs.length, beforePerSecond, afterPerSecond, taken, snapshotsInstead: afresh },
      }
    } finally {
      for (const screen of screens) screen.close()
      await hub.dispose()
    }
  },
}
