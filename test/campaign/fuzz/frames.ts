import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { auditFuzzed, openFuzzedHub, type Person } from './fuzzed-hub.ts'
import { isDecided, sendMutated, Told } from './messages.ts'
import { type Fates, sendSpoilt } from './spoilt.ts'

const RAW = 4

/** Messages that are nearly right, from everybody who may come, and frames that no client sends. */
export const fuzzOfFrames: Campaign<{ messages: number; frames: number; hangMsMax: number }> = {
  name: 'fuzz-frames',
  what: 'AC62, AU7: whatever is sent over a socket, what can be answered is, the hub serves on and its journal is whole.',
  full: { messages: 20_000, frames: 20_000, hangMsMax: 1_000 },
  quick: { messages: 500, frames: 500, hangMsMax: 10_000 },
  async run({ messages, frames, hangMsMax }, seed) {
    const claims = new Claims()
    const room = await openFuzzedHub()
    try {
      const told = new Told()
      const fates: Fates = { cut: 0, stands: 0, silent: [] }
      const people = Object.keys(room.credentials) as Person[]
      const [perPerson, perSocket] = [Math.ceil(messages / people.length), Math.ceil(frames / RAW)]
      await Promise.all([
        ...people.map((person, n) => sendMutated(room, person, perPerson, seed + n, told)),
        ...Array.from({ length: RAW }, (_, n) => sendSpoilt(room, perSocket, seed + 100 + n, fates)),
      ])
      const judged = claimAnswers(told, messages, claims)
      claims.none('spoilt frames behind which neither an answer nor an end came', fates.silent)
      claims.atLeast('spoilt frames behind which the connection still answers', fates.stands, frames / 10)
      claims.atLeast('spoilt frames for which the hub ended the connection', fates.cut, frames / 10)
      const slowestMs = quantile(told.times, 1)
      claims.inTime('ms until a message is answered, longest', slowestMs, hangMsMax)
      const commits = await auditFuzzed(room, claims)
      return {
        line: `${judged} mutated messages judged, of ${people.length} who send, and ${perSocket * RAW} spoilt frames: ${told.unanswered.length + fates.silent.length} without an end, ${fates.cut + told.cut} connections cut by the hub; ${commits} commits, chains whole`,
        claims: claims.all,
        figures: {
          judged,
          slowestMs,
          tooLarge: told.cut,
          ...fates,
          silent: fates.silent.length,
          commits,
          ...codesOf(told),
        },
      }
    } finally {
      await room.hub.dispose()
    }
  },
}

/** An answer that only says that somebody was too fast is none: nobody looked at the message. */
function claimAnswers(told: Told, messages: number, claims: Claims): number {
  const judged = told.tally(code => code !== 'request.too-many')
  claims.none('messages without an answer', told.unanswered)
  claims.atMost(
    'messages answered with a failure of the hub',
    told.tally(code => code.startsWith('hub.')),
    0,
  )
  claims.atLeast('messages that were judged, and not only told that they came too fast', judged, messages * 0.95)
  claims.atLeast('messages that were accepted as commands', told.codes.get('accepted') ?? 0, messages / 100)
  claims.atLeast(
    'messages that came as far as a rule: accepted, or refused by it',
    told.tally(isDecided),
    messages / 20,
  )
  claims.atLeast('messages that were let into a room', told.codes.get('heard') ?? 0, messages / 100)
  return judged
}

const codesOf = ({ codes }: Told): Record<string, number> => Object.fromEntries([...codes].sort())
