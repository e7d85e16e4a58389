import { randomOf } from '../../../server/living-hall/demo/random.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { auditFuzzed, comeAgain, openFuzzedHub } from './fuzzed-hub.ts'
import { fuzzed } from './requests.ts'
import { type Told, Wire } from './wire.ts'

const CONNECTIONS = 8
/** Past the door, the form and the place: a hall, a car park or a city has decided. */
const DECIDED = ['201', '409', '422']
/** Inputs of one connection after which those who were sent home come again. */
const SHIFT = 25

/** Requests that are nearly right, from everybody who may come, and bytes that are no request at all. */
export const fuzzOfHttp: Campaign<{ inputs: number; hangMsMax: number }> = {
  name: 'fuzz-http',
  what: 'AC20: whatever is sent over HTTP, no answer is a 5xx but a declared 503, nothing hangs, the hub serves on and its journal is whole.',
  full: { inputs: 100_000, hangMsMax: 1_000 },
  quick: { inputs: 2_000, hangMsMax: 10_000 },
  async run({ inputs, hangMsMax }, seed) {
    const claims = new Claims()
    const room = await openFuzzedHub()
    try {
      const port = Number(new URL(room.hub.url).port)
      const told: (Told & { input: number })[] = []
      const statuses = new Map<string, number>()
      const sending = async (place: number): Promise<void> => {
        const wire = new Wire(port)
        for (let input = place; input < inputs; input += CONNECTIONS) {
          if (place === 0 && input % (SHIFT * CONNECTIONS) === 0) await comeAgain(room)
          // Each input has a chance of its own, so that one can be sent again by its number.
          const { bytes, wellFormed, method } = fuzzed(room.known, room.credentials, randomOf(seed * 1_000_003 + input))
          const answer = await wire.send(bytes, { isLast: !wellFormed, hasBody: method !== 'HEAD' })
          const status = String(answer.status ?? 'closed')
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          if (answer.hung || answer.tookMs > hangMsMax || (answer.status ?? 0) >= 500) told.push({ ...answer, input })
        }
        wire.close()
      }
      const startedMs = performance.now()
      await Promise.all(Array.from({ length: CONNECTIONS }, (_, place) => sending(place)))
      const perSecond = Math.round(inputs / ((performance.now() - startedMs) / 1_000))
      const wrong = told.filter(({ status = 0 }) => status >= 500 && status !== 503)
      const hung = told.filter(one => one.hung)
      const slowestMs = quantile(
        told.map(({ tookMs }) => tookMs),
        1,
      )
      claims.none('5xx other than 503', wrong)
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
        line: `${inputs} HTTP inputs (${byStatus}): ${wrong.length} × 5xx, ${statuses.get('503') ?? 0} × declared 503, ${hung.length} hung; ${commits} commits, chains whole`,
        claims: claims.all,
        figures: {
          perSecond,
          commits,
          slowestMs,
          ...Object.fromEntries(statuses),
        },
      }
    } finally {
      await room.hub.dispose()
    }
  },
}
