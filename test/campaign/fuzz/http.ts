import { randomOf } from '../../../server/living-hall/demo/random.ts'
import { type Campaign, Claims, rounded } from '../harness/campaign.ts'
import { auditFuzzed, comeAgain, openFuzzedHub } from './fuzzed-hub.ts'
import { fuzzed } from './requests.ts'
import { type Told, Wire } from './wire.ts'

const CONNECTIONS = 8
/** Past the door, the form and the place: a hall, a car park or a city has decided. */
const DECIDED = ['201', '409', '422']
/** Inputs of one connection after which those who were sent home come again. */
const SHIFT = 25

/** What was told to an input that is worth a look. */
type Failed = Told & { input: number; method: string }

/** The one 5xx that is no failure (AC41), where it may come at all. HEAD is told no code. */
const isBusy = ({ status, code, method }: Failed): boolean =>
  status === 503 && (code === 'hub.busy' || (code === undefined && method === 'HEAD'))

/** Requests that are nearly right, from everybody who may come, and bytes that are no request at all. */
export const fuzzOfHttp: Campaign<{ inputs: number; hangMsMax: number; busyMax: number }> = {
  name: 'fuzz-http',
  what: 'AC62: whatever is sent over HTTP, no answer is a 5xx but `hub.busy`, nothing hangs, the hub serves on and its journal is whole.',
  // Where the machine does nothing else eight connections make no hub busy: a 503 is then a fault, whatever it is called.
  full: { inputs: 100_000, hangMsMax: 1_000, busyMax: 0 },
  quick: { inputs: 2_000, hangMsMax: 10_000, busyMax: 1_000 },
  async run({ inputs, hangMsMax, busyMax }, seed) {
    const claims = new Claims()
    const room = await openFuzzedHub()
    try {
      const port = Number(new URL(room.hub.url).port)
      const told: Failed[] = []
      const statuses = new Map<string, number>()
      let slowestMs = 0
      const sending = async (place: number): Promise<void> => {
        const wire = new Wire(port)
        for (let input = place; input < inputs; input += CONNECTIONS) {
          if (place === 0 && input % (SHIFT * CONNECTIONS) === 0) await comeAgain(room)
          // Each input has a chance of its own, so that one can be sent again by its number.
          const { bytes, wellFormed, method } = fuzzed(room.known, room.credentials, randomOf(seed * 1_000_003 + input))
          const answer = await wire.send(bytes, { isLast: !wellFormed, hasBody: method !== 'HEAD' })
          const status = String(answer.status ?? 'closed')
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          slowestMs = Math.max(slowestMs, answer.tookMs)
          if (answer.hung || answer.tookMs > hangMsMax || (answer.status ?? 0) >= 500)
            told.push({ ...answer, input, method })
        }
        wire.close()
      }
      const startedMs = performance.now()
      await Promise.all(Array.from({ length: CONNECTIONS }, (_, place) => sending(place)))
      const perSecond = Math.round(inputs / ((performance.now() - startedMs) / 1_000))
      const failed = told.filter(({ status = 0 }) => status >= 500)
      const wrong = failed.filter(answer => !isBusy(answer))
      const busy = failed.length - wrong.length
      const hung = told.filter(one => one.hung)
      claims.none('5xx other than 503 `hub.busy`', wrong)
      claims.atMost('inputs that were told `hub.busy`', busy, busyMax)
      claims.none('inputs without an end', hung)
      claims.inTime('ms until an input has its end, longest', slowestMs, hangMsMax)
      const tallyOf = (...some: string[]): number => some.reduce((sum, status) => sum + (statuses.get(status) ?? 0), 0)
      claims.atLeast('inputs that were accepted as commands', tallyOf('201'), inputs / 200)
      claims.atLeast('inputs that came as far as a rule: accepted, or refused by it', tallyOf(...DECIDED), inputs / 40)
      const commits = await auditFuzzed(room, claims)
      const byStatus = [...statuses]
        .sort()
        .map(([status, tally]) => `${status}: ${tally}`)
        .join(', ')
      return {
        line: `${inputs} HTTP inputs (${byStatus}): ${wrong.length} × 5xx, ${busy} × busy, ${hung.length} hung, the slowest ended after ${Math.round(slowestMs)} ms; ${commits} commits, chains whole`,
        claims: claims.all,
        figures: {
          perSecond,
          commits,
          slowestMs: rounded(slowestMs),
          busy,
          ...Object.fromEntries(statuses),
        },
      }
    } finally {
      await room.hub.dispose()
    }
  },
}
