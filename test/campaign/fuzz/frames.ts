import { WebSocket } from 'ws'
import { type Random, randomOf } from '../../../server/living-hall/demo/random.ts'
import { HALL_STREAM } from '../../support/crowds/stored-journal.ts'
import { Listener } from '../../support/room.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { commandFor, type Known, one } from './bodies.ts'
import { auditFuzzed, comeAgain, type FuzzedHub, openFuzzedHub } from './fuzzed-hub.ts'
import { mutated } from './mutations.ts'

const LISTENERS = 6
const RAW = 4
/** Messages of one listener after which somebody new comes. */
const SHIFT = 25

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

/** One connection after the other; the hub may cut each as soon as it likes. */
async function sendSpoilt(room: FuzzedHub, tally: number, seed: number): Promise<number> {
  const url = `${room.hub.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
  let cut = 0
  for (let sent = 0; sent < tally; ) {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    socket.on('error', () => undefined)
    const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
    await Promise.race([closed, new Promise<void>(resolve => socket.once('message', () => resolve()))])
    if (socket.readyState !== WebSocket.OPEN) continue
    socket.send('40')
    while (sent < tally && socket.readyState === WebSocket.OPEN) {
      sent += 1
      const frame = spoilt(room.known, randomOf(seed * 1_000_003 + sent))
      await new Promise<void>(resolve => socket.send(frame, () => setImmediate(resolve)))
    }
    cut += 1
    socket.terminate()
  }
  return cut
}

/** Messages that are nearly right, over a whole client, from somebody who may; each must be answered. */
async function sendMutated(room: FuzzedHub, listener: Listener, tally: number, seed: number): Promise<number[]> {
  const times: number[] = []
  for (let sent = 0; sent < tally; sent += 1) {
    if (sent % SHIFT === 0) await comeAgain(room)
    const random = randomOf(seed * 1_000_003 + sent)
    const isCommand = random.chance(0.7)
    const command = commandFor(
      random.pick([
        ['halls', 8],
        ['lots', 1],
        ['cities', 1],
      ] as const),
      room.known,
      random,
    )
    const { value } = mutated(
      isCommand ? { stream: HALL_STREAM, command } : { stream: HALL_STREAM, audience: 'floor', seq: 1 },
      random,
    )
    const sentMs = performance.now()
    try {
      if (!listener.socket.connected) await listener.opened()
      await listener.socket.timeout(10_000).emitWithAck(isCommand ? 'command' : 'resume', value)
    } catch {
      // Beyond the size of a frame the hub ends the connection, and no answer comes: it is opened again.
      if (JSON.stringify(value).length < 15_000) times.push(Number.POSITIVE_INFINITY)
      if (!listener.socket.connected) listener.socket.connect()
      continue
    }
    times.push(performance.now() - sentMs)
  }
  return times
}

export const fuzzOfFrames: Campaign<{ frames: number; hangMsMax: number }> = {
  name: 'fuzz-frames',
  what: 'AC20, AU7: whatever is sent over a socket, what can be answered is, the hub serves on and its journal is whole.',
  full: { frames: 20_000, hangMsMax: 1_000 },
  quick: { frames: 500, hangMsMax: 10_000 },
  async run({ frames, hangMsMax }, seed) {
    const claims = new Claims()
    const room = await openFuzzedHub()
    const listeners = Object.values(room.credentials)
      .slice(0, LISTENERS)
      .map(credential => new Listener(room.hub.url, { credential, reconnects: true }))
    try {
      await Promise.all(listeners.map(listener => listener.opened()))
      const [mutatedTally, spoiltTally] = [Math.ceil(frames / 2 / LISTENERS), Math.ceil(frames / 2 / RAW)]
      const [answered, cuts] = await Promise.all([
        Promise.all(listeners.map((listener, n) => sendMutated(room, listener, mutatedTally, seed + n))),
        Promise.all(Array.from({ length: RAW }, (_, n) => sendSpoilt(room, spoiltTally, seed + 100 + n))),
      ])
      const times = answered.flat()
      const unanswered = times.filter(tookMs => tookMs === Number.POSITIVE_INFINITY)
      const slowestMs = quantile(
        times.filter(tookMs => tookMs < Number.POSITIVE_INFINITY),
        1,
      )
      claims.none('messages without an answer', unanswered)
      claims.inTime('ms until a message is answered, longest', slowestMs, hangMsMax)
      for (const listener of listeners) listener.close()
      const cut = cuts.reduce((sum, tally) => sum + tally, 0)
      const commits = await auditFuzzed(room, claims)
      return {
        line: `${mutatedTally * LISTENERS} mutated messages and ${spoiltTally * RAW} spoilt frames: ${unanswered.length} without an answer, ${cut} connections cut by the hub; ${commits} commits, chains whole`,
        claims: claims.all,
        figures: { messages: times.length, unanswered: unanswered.length, slowestMs, cut, commits },
      }
    } finally {
      for (const listener of listeners) listener.close()
      await room.hub.dispose()
    }
  },
}
