import { readFileSync } from 'node:fs'
import type { Refused, ResumeAnswer } from '@pingting/contract'
import { io, type Socket } from 'socket.io-client'
import { COME_BACK } from '../../../hall-display/src/hub/keeper.ts'
import { Client, pair } from '../../support/client.ts'
import { HALL_STREAM } from '../../support/crowds/stored-journal.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { until } from '../../support/room.ts'
import { type Campaign, Claims, rounded } from '../harness/campaign.ts'

const BACK_TIMEOUT_MS = 60_000
const TICKETS_AT_ONCE_MAX = 64
const TICKS_PER_SECOND = 100

/** What the hub itself has worked so far: the clients share its machine, and are most of the load. */
function hubCpuSeconds({ part }: HubProcess): number {
  const stat = readFileSync(`/proc/${part.process.pid}/stat`, 'utf8')
  // The name of the process, in brackets, may hold blanks; user and system time are 11 and 12 fields behind it.
  const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** Screens as the faces build them: each asks for a one-time ticket, shakes hands, and takes its room up. */
class Screens {
  readonly joined = new Set<number>()
  /** Rooms that were asked for on a connection which went away meanwhile; the screen tries again by itself. */
  lost = 0
  readonly refused: string[] = []
  readonly #sockets: readonly Socket[]

  constructor(url: string, door: Client, tally: number) {
    this.#sockets = Array.from({ length: tally }, (_, index) => {
      const socket = io(url, {
        ...{ transports: ['websocket'], forceNew: true, autoConnect: false },
        ...COME_BACK,
        // Without an answer the connection is ended, and built again with a new ticket.
        auth: tell =>
          void door.post<object>('/api/socket-tickets', {}).then(
            ({ json }) => tell(json),
            () => socket.io.engine.close(),
          ),
      })
      socket.on('connect', () => this.#resume(socket, index))
      return socket
    })
  }

  connect(): void {
    for (const socket of this.#sockets) socket.connect()
  }

  cut(): void {
    this.joined.clear()
    for (const socket of this.#sockets) socket.io.engine.close()
  }

  close(): void {
    for (const socket of this.#sockets) socket.disconnect()
  }

  #resume(socket: Socket, index: number): void {
    const asked: Promise<ResumeAnswer | Refused> = socket.emitWithAck('resume', {
      stream: HALL_STREAM,
      audience: 'public',
    })
    asked.then(
      answer => {
        if ('code' in answer) this.refused.push(answer.code)
        else this.joined.add(index)
      },
      () => {
        this.lost += 1
      },
    )
  }
}

/** The network of a house full of screens is away for a moment; the hub stays. */
export const comeback: Campaign<{ screens: number; cuts: number; backMsMax: number }> = {
  name: 'comeback',
  what: 'AU4: when the network was away for a moment every screen is back in its room by itself, with a ticket of its own.',
  full: { screens: 2_000, cuts: 3, backMsMax: 3_000 },
  quick: { screens: 200, cuts: 1, backMsMax: 20_000 },
  async run({ screens: tally, cuts, backMsMax }) {
    const claims = new Claims()
    const hub = await startHub({ environment: { SOCKETS_PER_ADDRESS: String(tally + 10) } })
    const { credential } = await pair(hub.url, 'kiosk')
    const door = new Client(hub.url, credential, TICKETS_AT_ONCE_MAX)
    const screens = new Screens(hub.url, door, tally)
    const backMs: number[] = []
    let missing = 0
    const measure = async (begin: () => void): Promise<number> => {
      const startedMs = performance.now()
      begin()
      const everybody = () => screens.joined.size === tally
      await until('everybody is in the room', everybody, BACK_TIMEOUT_MS).catch(() => undefined)
      missing += tally - screens.joined.size
      return performance.now() - startedMs
    }
    try {
      const firstMs = await measure(() => screens.connect())
      const cpuBefore = hubCpuSeconds(hub)
      for (let cut = 0; cut < cuts; cut += 1) backMs.push(await measure(() => screens.cut()))
      const hubCpuSecondsEach = rounded((hubCpuSeconds(hub) - cpuBefore) / cuts)
      const worst = Math.round(Math.max(...backMs))
      claims.atMost('screens that were not back in their room', missing, 0)
      claims.none('rooms that were refused', screens.refused)
      claims.inTime('ms from the cut to the last screen in its room', worst, backMsMax)
      return {
        line: `${tally} screens cut off at one moment, ${cuts} times: ${missing} not back, the last in its room after ${worst} ms; the hub worked ${hubCpuSecondsEach} s of CPU each time`,
        claims: claims.all,
        figures: { firstMs: Math.round(firstMs), backMs: worst, hubCpuSecondsEach, lostOnTheWay: screens.lost },
      }
    } finally {
      screens.close()
      door.close()
      await hub.dispose()
    }
  },
}
