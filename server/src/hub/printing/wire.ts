import { connect, type Socket } from 'node:net'

export interface Printer {
  host: string
  port: number
}

/** What a printer did with the bytes it was sent, as far as one can know. */
export type Sent = 'printed' | 'away' | 'noPaper'

/** `DLE EOT 4`: asks for the state of the paper, at once and before anything that is still to be printed. */
const ASK_PAPER = Buffer.from([0x10, 0x04, 0x04])
/** Both bits of the sensor at the end of the roll. */
const PAPER_END = 0x60
/** Long enough for a printer that wakes up; a visitor stands before the kiosk meanwhile. */
const CONNECT_MS = 3_000
/** A printer that does not know the question says nothing, and is believed to have paper. */
const PAPER_MS = 300
const WRITE_MS = 5_000

/** Never throws. A printer that lost the connection half way counts as away, so that the screen says so. */
export async function sendTo({ host, port }: Printer, bytes: Buffer): Promise<Sent> {
  const socket = connect({ host, port })
  socket.on('error', () => undefined)
  try {
    if (!(await happens(socket, 'connect', CONNECT_MS))) return 'away'
    socket.write(ASK_PAPER)
    const state = await firstByte(socket)
    if (state !== undefined && (state & PAPER_END) === PAPER_END) return 'noPaper'
    socket.end(bytes)
    return (await happens(socket, 'finish', WRITE_MS)) ? 'printed' : 'away'
  } finally {
    socket.destroySoon()
  }
}

/** @returns whether it did, in time and before the connection broke. */
function happens(socket: Socket, event: 'connect' | 'finish', withinMs: number): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(false), withinMs)
    const end = (did: boolean) => () => {
      clearTimeout(timer)
      resolve(did)
    }
    socket.once(event, end(true))
    socket.once('close', end(false))
  })
}

function firstByte(socket: Socket): Promise<number | undefined> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(undefined), PAPER_MS)
    socket.once('data', data => {
      clearTimeout(timer)
      resolve(data[0])
    })
  })
}
