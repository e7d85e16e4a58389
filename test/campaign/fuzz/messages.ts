import { type RefusalCode, refusals } from '@pingting/contract'
import { type Random, randomOf } from '../../../server/living-hall/demo/random.ts'
import { LOT_ID } from '../../../server/living-hall/seed.ts'
import { HALL_STREAM } from '../../support/crowds/stored-journal.ts'
import { Listener } from '../../support/room.ts'
import { commandFor, one, uuid } from './bodies.ts'
import { comeAgain, type FuzzedHub, type Person, REGION } from './fuzzed-hub.ts'
import { mutated } from './mutations.ts'
import { senderOf } from './requests.ts'

/** Messages of one socket after which another comes: as many as a socket is heard with at once (AC58). */
const SHIFT = 20
/** Beyond this, which is less than what the hub allows of a frame, it may end the connection instead of an answer. */
const LARGE = 15_000
const GIVE_UP_MS = 10_000
const DRAWS_MAX = 40

/** What the messages of everybody came to. */
export class Told {
  /** Of the answers, by their code; `accepted`, and `heard` for who was let into a room. */
  readonly codes = new Map<string, number>()
  readonly times: number[] = []
  readonly unanswered: object[] = []
  /** Too large, so that the connection was ended. */
  cut = 0

  take(answer: object, tookMs: number): void {
    const code = 'code' in answer ? String(answer.code) : 'ok' in answer ? 'accepted' : 'heard'
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1)
    this.times.push(tookMs)
  }

  tally(holds: (code: string) => boolean): number {
    return [...this.codes].reduce((sum, [code, tally]) => sum + (holds(code) ? tally : 0), 0)
  }
}

/** Past the door, the form and the place: a hall, a car park or a city has decided. */
export const isDecided = (code: string): boolean =>
  code === 'accepted' || [409, 422].includes(refusals[code as RefusalCode]?.status)

/** Messages that are nearly right, from one who may, over one socket after the other; each must be answered. */
export async function sendMutated(room: FuzzedHub, person: Person, tally: number, seed: number, told: Told) {
  for (let sent = 0; sent < tally; ) {
    await comeAgain(room)
    const listener = await new Listener(room.hub.url, { credential: room.credentials[person] }).opened()
    for (const end = Math.min(sent + SHIFT, tally); sent < end && listener.socket.connected; sent += 1)
      await sendOne(listener, messageOf(room, person, randomOf(seed * 1_000_003 + sent)), told)
    listener.close()
  }
}

/** Of no answer the end of the connection tells at once; a client would wait for it as long as for a slow one. */
async function sendOne({ socket }: Listener, { name, message }: Message, told: Told): Promise<void> {
  let end: () => void = () => undefined
  const ended = new Promise<undefined>(resolve => {
    end = () => resolve(undefined)
    socket.once('disconnect', end)
  })
  const sentMs = performance.now()
  const answered = socket.timeout(GIVE_UP_MS).emitWithAck(name, message) as Promise<object>
  const answer = await Promise.race([answered.catch(() => undefined), ended])
  socket.off('disconnect', end)
  if (answer !== undefined) told.take(answer, performance.now() - sentMs)
  else if (!socket.connected && JSON.stringify(message).length >= LARGE) told.cut += 1
  else told.unanswered.push({ name, message })
}

interface Message {
  name: 'command' | 'resume' | 'sign'
  message: unknown
}

const KINDS = [
  ['halls', 8],
  ['lots', 1],
  ['cities', 1],
] as const
/** In a form that a bridge may use, of an exemption that nobody was granted. */
const wishOf = (random: Random) => ({
  ...{ lotId: LOT_ID, exemptionId: uuid(random), bridgeEpoch: one(random, [1, 2, 3]) },
  ...(random.chance(0.5)
    ? { op: 'grant', submitDeadline: '2026-11-24T02:00:00.000Z' }
    : { op: 'revoke', key: uuid(random) }),
})
const STREAMS = { halls: HALL_STREAM, lots: `lot:${LOT_ID}`, cities: `city:${REGION}` }

function messageOf({ known, tickets }: FuzzedHub, person: Person, random: Random): Message {
  if (random.chance(0.7)) return { name: 'command', message: mutated(commandOf(known, person, random), random).value }
  if (person === 'bridge' && random.chance(0.3)) return { name: 'sign', message: mutated(wishOf(random), random).value }
  const audience = one(random, [
    ...['public', 'floor', 'counter:C01', 'parking', 'bridge', `bridge:${LOT_ID}`],
    `ticket:${one(random, tickets)}`,
  ])
  const stream = STREAMS[random.pick(KINDS)]
  return { name: 'resume', message: mutated({ stream, audience, epoch: 'x', seq: 1 }, random).value }
}

/** Mostly a command that this person may send, so that more than the door is tried. */
function commandOf(known: FuzzedHub['known'], person: Person, random: Random) {
  const isAnothers = random.chance(0.2)
  for (let draw = 1; ; draw += 1) {
    const kind = random.pick(KINDS)
    const command = commandFor(kind, known, random)
    if (isAnothers || draw === DRAWS_MAX || senderOf(String(command['type'])) === person)
      return { stream: STREAMS[kind], command }
  }
}
