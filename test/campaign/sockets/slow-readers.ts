import { setTimeout as wait } from 'node:timers/promises'
import { stopwatch } from '../../../bench/pages/report.ts'
import { BusyCounters } from '../../support/crowds/busy-counters.ts'
import { HALL_STREAM } from '../../support/crowds/stored-journal.ts'
import { startHub } from '../../support/hub-process.ts'
import { until } from '../../support/room.ts'
import { memoryMb, socketTally } from '../../support/screens/hub-gauges.ts'
import { LeanSocket } from '../../support/screens/lean-socket.ts'
import { type Campaign, Claims, rounded } from '../harness/campaign.ts'

const AT = ',"at":"'
const INSTANT_LENGTH = 24
/** Below this the clock of the hub, which counts whole milliseconds, decides the ratio. */
const FLOOR_MS = 5

interface Counts extends Readonly<Record<string, number>> {
  sockets: number
  warmSeconds: number
  /** Before the slow ones, and again without them. */
  seconds: number
  slowSeconds: number
  eventsPerSecond: number
  ratioMax: number
  growthMbMax: number
}

/** A tenth of a room stops reading and stays. The hub's memory stays bounded, and the others hear as before. */
export const slowReaders: Campaign<Counts> = {
  name: 'slow-readers',
  what: 'AU41: a tenth of a room that reads nothing is cut, costs the hub bounded memory, and the others no time.',
  full: {
    ...{ sockets: 200, warmSeconds: 15, seconds: 20, slowSeconds: 25 },
    ...{ eventsPerSecond: 100, ratioMax: 1.25, growthMbMax: 150 },
  },
  // Who reads nothing gives no sign of life either, and is cut after 18 s of it: no room is small enough to be faster.
  quick: {
    ...{ sockets: 100, warmSeconds: 1, seconds: 2, slowSeconds: 21 },
    ...{ eventsPerSecond: 50, ratioMax: 50, growthMbMax: 150 },
  },
  async run({ sockets: tally, warmSeconds, seconds, slowSeconds, eventsPerSecond, ratioMax, growthMbMax }) {
    const claims = new Claims()
    const hub = await startHub({ environment: { SOCKETS_PER_ADDRESS: '100000' } })
    let times = stopwatch()
    /** All of a room hear the same text: its time is read once. */
    let [instant, instantMs] = ['', 0]
    let joined = 0
    const slow = Math.floor(tally / 10)
    const sockets = Array.from({ length: tally }, (_, index) => {
      const socket: LeanSocket = new LeanSocket(hub.url, {
        opened: () => void socket.resume({ stream: HALL_STREAM, audience: 'public' }).then(() => (joined += 1)),
        heard: text => {
          // The first tenth will stop reading, so its times are left out from the beginning.
          if (index < slow || !text.startsWith('["event"')) return
          const at = text.indexOf(AT) + AT.length
          const told = text.slice(at, at + INSTANT_LENGTH)
          if (told !== instant) [instant, instantMs] = [told, Date.parse(told)]
          const waitedMs = performance.timeOrigin + performance.now() - instantMs
          times.recordValue(Math.max(1, Math.round(waitedMs * 1_000)))
        },
      })
      return socket
    })
    try {
      const counters = await BusyCounters.open(hub.url)
      await until('everybody is in the room', () => joined >= tally)
      const p99Over = async (some: number): Promise<number> => {
        times = stopwatch()
        await wait(some * 1_000)
        return rounded(times.getValueAtPercentile(99) / 1_000)
      }
      counters.start(eventsPerSecond)
      await wait(warmSeconds * 1_000)
      const beforeP99Ms = await p99Over(seconds)
      const beforeMb = await memoryMb(hub.url)
      for (const socket of sockets.slice(0, slow)) socket.stopReading()
      const besideP99Ms = await p99Over(slowSeconds)
      const [heard, besideMb, cut] = [times.totalCount, await memoryMb(hub.url), tally - (await socketTally(hub.url))]
      for (const socket of sockets.slice(0, slow)) socket.close()
      const afterP99Ms = await p99Over(seconds)
      await counters.end()
      // A hub is slow while it is warming up, and a machine has others to serve: the stricter of two judges.
      const alone = Math.min(beforeP99Ms, afterP99Ms)
      const ratio = rounded(Math.max(besideP99Ms, FLOOR_MS) / Math.max(alone, FLOOR_MS))
      claims.atLeast('events heard by those who read', heard, (tally - slow) * slowSeconds * eventsPerSecond * 0.5)
      claims.atLeast('of those who read nothing, cut', cut, slow)
      claims.inTime('p99 of those who read, with slow ones beside them ÷ without, before or after', ratio, ratioMax)
      claims.atMost('growth of the hub’s memory, MB', besideMb - beforeMb, growthMbMax)
      return {
        line: `${slow} of ${tally} sockets stop reading at ${eventsPerSecond} events/s: p99 of the others ${beforeP99Ms} → ${besideP99Ms} → ${afterP99Ms} ms (${ratio} ×), hub ${beforeMb} → ${besideMb} MB, ${cut} of the slow ones cut after ${slowSeconds} s`,
        claims: claims.all,
        figures: { beforeP99Ms, besideP99Ms, afterP99Ms, ratio, beforeMb, besideMb, cut },
      }
    } finally {
      for (const socket of sockets) socket.close()
      await hub.dispose()
    }
  },
}
