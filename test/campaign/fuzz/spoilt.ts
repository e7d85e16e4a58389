import { WebSocket } from 'ws'
import { type Random, randomOf } from '../../../server/living-hall/demo/random.ts'
import { HALL_STREAM } from '../../support/crowds/stored-journal.ts'
import { commandFor, type Known, one } from './bodies.ts'
import type { FuzzedHub } from './fuzzed-hub.ts'
import { mutated } from './mutations.ts'

/** Frames of one connection after which another is opened, so that the question behind each is within the pace (AC58). */
const SHIFT = 14
/** The question that comes together with a log-off may be heard before it, and nobody is there to answer: asked again. */
const ASK_AGAIN_MS = 300
const GIVE_UP_MS = 10_000
/** The id of the question; no spoilt frame has it. */
const ASKED = '77'
const QUESTION = `42${ASKED}["resume",{"stream":"${HALL_STREAM}","audience":"public"}]`

/** Frames that no client of ours sends: half packets, acknowledgements of nothing, namespaces, binaries, floods. */
function spoilt(known: Known, random: Random): string | Buffer {
  const text = JSON.stringify(['command', { stream: HALL_STREAM, command: commandFor('halls', known, random) }])
  const { bytes } = mutated(['resume', { stream: HALL_STREAM, audience: 'public', seq: 0, epoch: 'x' }], random)
  const at = Math.floor(random.next() * text.length)
  return one(random, [
    ...['', '4', '42', '42[', '42{"a":1}', '42[]', '42[1]', '42["__proto__"]', '42["disconnect",1]', '42["error",{}]'],
    ...['420', '4299999999999999999999["resume"]', '42-1["resume",{}]', '43[]', '4312[{}]', '44{"message":"x"}', '45'],
    ...[
      '451-["command",{"_placeholder":true,"num":0}]',
      '4599-["x"]',
      '40{"credential":{"$ne":1}}',
      '40/admin,{}',
      '41',
    ],
    ...['5', '6', '7', '9', '2probe', '3', '0{"sid":"x"}', 'b4AAAA', '\u0000', '4\u2028', 'é', '42["resume"', '1'],
    ...[
      `42${text}`,
      `427${text}`,
      `427${text.slice(0, at)}`,
      `420${bytes.toString('latin1')}`,
      `42${'['.repeat(9_000)}`,
    ],
    ...[`420["command",${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}]`, `42["resume","${'x'.repeat(90_000)}"]`],
    ...[bytes, Buffer.alloc(100, 0xff), Buffer.from(text)],
  ])
}

/** What became of the connection of each spoilt frame. */
export interface Fates {
  /** The hub ended it. */
  cut: number
  /** A right question behind the frame was answered. */
  stands: number
  /** Neither. */
  silent: string[]
}

/** One connection after the other; behind each frame comes a question, so that it is known that the frame was read. */
export async function sendSpoilt(room: FuzzedHub, tally: number, seed: number, fates: Fates): Promise<void> {
  const url = `${room.hub.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
  for (let sent = 0; sent < tally; ) {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    socket.on('error', () => undefined)
    await answerTo(socket, '0', () => undefined)
    await answerTo(socket, '40', () => socket.send('40'))
    for (const end = Math.min(sent + SHIFT, tally); sent < end && socket.readyState === WebSocket.OPEN; sent += 1) {
      const frame = spoilt(room.known, randomOf(seed * 1_000_003 + sent))
      const ask = (): void => socket.send(QUESTION)
      const again = setInterval(ask, ASK_AGAIN_MS)
      const fate = await answerTo(socket, `43${ASKED}[`, () => {
        socket.send(frame)
        ask()
      })
      clearInterval(again)
      if (fate === 'silent') fates.silent.push(String(frame).slice(0, 200))
      else fates[fate] += 1
    }
    socket.terminate()
  }
}

/** Waits for a packet that begins so, or for the end of the connection. */
function answerTo(socket: WebSocket, start: string, send: () => void): Promise<'stands' | 'cut' | 'silent'> {
  return new Promise(resolve => {
    const settle = (fate: 'stands' | 'cut' | 'silent'): void => {
      clearTimeout(limit)
      socket.off('message', take)
      socket.off('close', closed)
      resolve(fate)
    }
    const take = (data: object): void => {
      if (String(data).startsWith(start)) settle('stands')
    }
    const closed = (): void => settle('cut')
    const limit = setTimeout(() => settle('silent'), GIVE_UP_MS)
    socket.on('message', take)
    socket.once('close', closed)
    send()
  })
}
