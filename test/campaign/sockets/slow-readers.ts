import { setTimeout as wait } from 'node:timers/promises'
import { BusyCounters } from '../../support/crowds/busy-counters.ts'
import { HALL_STREAM } from '../../support/crowds/stored-journal.ts'
import { startHub } from '../../support/hub-process.ts'
import { until } from '../../support/room.ts'
import { memoryMb, socketTally } from '../../support/screens/hub-gauges.ts'
import { LeanSocket } from '../../support/screens/lean-socket.ts'
import { type Campaign, Claims, quantile, rounded } from '../harness/campaign.ts'

const AT = ',"at":"'
const INSTANT_LENGTH = 24
/** Below this the clock of the hub, which counts whole milliseconds, decides the ratio. */
const FLOOR_MS = 5

interface Counts extends Readonly<Record<string, number>> {
  sockets: number
  seconds: number
  eventsPerSecond: number
  ratioMax: number
  growthMbMax: number
}

/** A tenth of a room stops reading and stays. The hub's memory stays bounded, and the others hear as before. */
export const slowReaders: Campaign<Counts> = {
  name: 'slow-readers',
  what: 'AU5: a tenth of a room that reads nothing costs the hub bounded memory, and the others no time.',
  full: { sockets: 200, seconds: 25, eventsPerSecond: 100, ratioMax: 1.25, growthMbMax: 150 },
  quick: { sockets: 100, seconds: 3, eventsPerSecond: 50, ratioMax: 10, growthMbMax: 150 },
  async run({ sockets: tally, seconds, eventsPerSecond, ratioMax, growthMbMax }) {
    const claims = new Claims()
    const hub = await startHub({ environment: { SOCKETS_PER_ADDRESS: '100000' } })
    let times: number[] = []
    let joined = 0
    const slow = Math.floor(tally / 10)
    const sockets = Array.from({ length: tally }, (_, index) => {
      const socket: LeanSocket = new LeanSocket(hub.url, {
        opened: () => void socket.resume({ stream: HALL_STREAM, audience: 'public' }).then(() => (joined += 1)),
        heard: text => {
          // The first tenth will stop reading, so its times are left out from the beginning.
          if (index < slow || !text.startsWith('["event"')) return
          const at = text.indexOf(AT) + AT.length
          times.push(performance.timeOrigin + performance.now() - Date.parse(text.slice(at, at + INSTANT_LENGTH)))
        },
      })
      return socket
    })
    try {
      const counters = await BusyCounters.open(hub.url)
      await until('everybody is in the room', () => joined >= tally)
      counters.start(eventsPerSecond)
      await wait(1_000)
      times = []
      await wait(seconds * 1_000)
      const before = { p99: quantile(times, 0.99), mb: await memoryMb(hub.url) }
      for (const socket of sockets.slice(0, slow)) socket.stopReading()
      times = []
      await wait(seconds * 1_000)
      const after = { p99: quantile(times, 0.99), mb: await memoryMb(hub.url), sockets: await socketTally(hub.url) }
      await counters.end()
      const ratio = rounded(Math.max(after.p99, FLOOR_MS) / Math.max(before.p99, FLOOR_MS))
      claims.atLeast('events heard by those who read', times.length, (tally - slow) * seconds * eventsPerSecond * 0.5)
      claims.inTime('p99 of those who read, with slow ones beside them ÷ without', ratio, ratioMax)
      claims.atMost('growth of the hub’s memory, MB', after.mb - before.mb, growthMbMax)
      return {
        line: `${slow} of ${tally} sockets stop reading at ${eventsPerSecond} events/s: p99 of the others ${before.p99} → ${after.p99} ms (${ratio} ×), hub ${before.mb} → ${after.mb} MB, ${tally - after.sockets} of the slow ones cut after ${seconds} s`,
        claims: claims.all,
        figures: {
          beforeP99Ms: before.p99,
          afterP99Ms: after.p99,
          ratio,
          beforeMb: before.mb,
          afterMb: after.mb,
          cut: tally - after.sockets,
        },
      }
    } finally {
      for (const socket of sockets) socket.close()
      await hub.dispose()
    }
  },
}
