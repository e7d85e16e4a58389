import { setTimeout as wait } from 'node:timers/promises'
import { clerkIdOf, counterIdOf } from '../../../server/living-hall/seed.ts'
import { logIn } from '../../support/client.ts'
import { HALL_STREAM } from '../../support/crowds/stored-journal.ts'
import { startHub } from '../../support/hub-process.ts'
import { until } from '../../support/room.ts'
import { memoryMb } from '../../support/screens/hub-gauges.ts'
import { LeanSocket } from '../../support/screens/lean-socket.ts'
import { type Campaign, Claims } from '../harness/campaign.ts'

const OPEN_TIMEOUT_MS = 120_000

/** Everybody comes back at once after the hub died: until the last one has its room again, and hears what happens. */
export const back: Campaign<{ clients: number; rounds: number; joinedMsMax: number }> = {
  name: 'back',
  what: 'AU4: after a restart of the hub every client, knocking at the pace of the faces, is back in its room by itself, and hears the next event.',
  full: { clients: 2_000, rounds: 3, joinedMsMax: 3_000 },
  quick: { clients: 200, rounds: 1, joinedMsMax: 20_000 },
  async run({ clients: tally, rounds, joinedMsMax }) {
    const claims = new Claims()
    const hub = await startHub({ environment: { SOCKETS_PER_ADDRESS: '100000' } })
    const joined = new Set<number>()
    const heard = new Set<number>()
    const sockets = Array.from({ length: tally }, (_, index) => {
      const socket: LeanSocket = new LeanSocket(hub.url, {
        opened: () => void socket.resume({ stream: HALL_STREAM, audience: 'public' }).then(() => joined.add(index)),
        heard: text => {
          if (text.startsWith('["event"')) heard.add(index)
        },
      })
      return socket
    })
    const all = (seen: Set<number>) => () => seen.size === tally
    try {
      const clerk = await logIn(hub.url, clerkIdOf(1))
      await until('everybody is in the room', all(joined), OPEN_TIMEOUT_MS)
      const [fromReadyMs, fromKillMs]: [number[], number[]] = [[], []]
      let unserved = 0
      for (let round = 0; round < rounds; round += 1) {
        joined.clear()
        const killedMs = performance.now()
        await hub.kill()
        await hub.start()
        const readyMs = performance.now()
        await until('everybody is back', all(joined), OPEN_TIMEOUT_MS)
        fromReadyMs.push(performance.now() - readyMs)
        fromKillMs.push(performance.now() - killedMs)
        heard.clear()
        const isOpen = round % 2 === 1
        await clerk.must(isOpen ? 'counter.close' : 'counter.open', { counterId: counterIdOf(1) })
        await until('everybody hears the next event', all(heard), 5_000).catch(() => undefined)
        unserved += tally - heard.size
        await wait(200)
      }
      const worst = (values: readonly number[]): number => Math.round(Math.max(...values))
      claims.none(
        'clients that did not hear the next event',
        Array.from({ length: unserved }, () => 'one'),
      )
      claims.inTime('ms from the hub serving again to the last client in its room', worst(fromReadyMs), joinedMsMax)
      const mb = await memoryMb(hub.url)
      return {
        line: `${tally} clients back after a kill of the hub, ${rounds} times: the last in its room ${worst(fromReadyMs)} ms after it served again (${worst(fromKillMs)} ms after the kill), ${unserved} unserved; hub ${mb} MB`,
        claims: claims.all,
        figures: { fromReadyMs: worst(fromReadyMs), fromKillMs: worst(fromKillMs), hubMb: mb },
      }
    } finally {
      for (const socket of sockets) socket.close()
      await hub.dispose()
    }
  },
}
