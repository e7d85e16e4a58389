import { readFileSync } from 'node:fs'
import { io, type Socket } from 'socket.io-client'
import { Client, pair } from '../support/client.ts'
import { startHub } from '../support/hub-process.ts'

/**
 * How long a house full of screens takes to come back after its network was away a moment: each asks for a one-time
 * ticket, shakes hands, and takes its room up. Arguments: how many, and how often it is cut.
 */
const [talliedText = '2000', roundsText = '3'] = process.argv.slice(2)
const tally = Number(talliedText)
const AWAY_TIMEOUT_MS = 60_000

const hub = await startHub({ environment: { SOCKETS_PER_ADDRESS: String(tally + 10) } })
const { credential } = await pair(hub.url, 'kiosk')
const door = new Client(hub.url, credential, 64)
const sockets: Socket[] = Array.from({ length: tally }, () =>
  io(hub.url, {
    ...{ transports: ['websocket'], forceNew: true, autoConnect: false },
    // As the faces do.
    ...{ reconnectionDelay: 500, reconnectionDelayMax: 5_000, randomizationFactor: 0.5 },
    auth: tell => void door.post<object>('/api/socket-tickets', {}).then(({ json }) => tell(json)),
  }),
)
/** Resolves when each of them holds its room, however often it had to try. */
const everybody = (): Promise<unknown> =>
  Promise.all(
    sockets.map(
      socket =>
        new Promise<void>((resolve, reject) => {
          setTimeout(() => reject(new Error('a screen never came back')), AWAY_TIMEOUT_MS).unref()
          const resume = (): void =>
            void socket.emitWithAck('resume', { stream: 'hall:yt-centre', audience: 'public' }).then(
              () => {
                socket.off('connect', resume)
                resolve()
              },
              () => tries.lost++,
            )
          socket.on('connect', resume)
        }),
    ),
  )

const tries = { lost: 0 }
/** What the hub itself has worked so far: the clients share its machine, and are most of the load. */
const hubCpuSeconds = (): number => {
  const [, , ...fields] = readFileSync(`/proc/${hub.part.process.pid}/stat`, 'utf8').split(') ').join(' ').split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}
const TICKS_PER_SECOND = 100

async function measure(what: string, begin: (socket: Socket) => void): Promise<void> {
  const startedMs = performance.now()
  const cpuBefore = hubCpuSeconds()
  tries.lost = 0
  const back = everybody()
  for (const socket of sockets) begin(socket)
  await back
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(2)
  const cpu = (hubCpuSeconds() - cpuBefore).toFixed(2)
  console.log(`${what}: ${tally} screens in ${seconds} s, hub CPU ${cpu} s, ${tries.lost} lost on the way`)
}

await measure('first', socket => socket.connect())
for (let round = 1; round <= Number(roundsText); round += 1)
  await measure(`cut ${round}`, socket => socket.io.engine.close())
for (const socket of sockets) socket.disconnect()
door.close()
await hub.dispose()
