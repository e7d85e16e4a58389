import {
  type Actor,
  type Command,
  type Event,
  type Fen,
  type Finding,
  fen,
  type Instant,
  isRefusal,
  type MatchClass,
  nextDay,
  type Refusal,
  type StaffRole,
} from '@pingting/contract'
import { decide } from '../../../server/src/settlements/decide.ts'
import { evolve, initial } from '../../../server/src/settlements/state.ts'
import { fakeId } from '../reactions/world.ts'

export const DAY = '2026-11-23'
/** Two at night, after the day's cut-off. */
export const TWO: Instant = '2026-11-23T18:00:00.000Z'
export const SHA = (letter: string): string => letter.repeat(64)
export const BOOKS: Actor = { kind: 'system', part: 'books' }
export const person = (staffId: string, role: StaffRole = 'operator'): Actor => ({
  ...{ kind: 'staff', staffId, name: staffId, role, hallIds: ['h1'], lotIds: ['east'] },
})
export const [ANNA, BO, MAY] = [person('anna'), person('bo'), person('may', 'manager')]

export const found = (key: string, matchClass: MatchClass, amountFen: Fen = fen(0), minutes = 60): Finding => ({
  ...{ key, matchClass, businessDay: DAY, minutes, amountFen },
})

/** The books of one car park under the real rules. */
export class Desk {
  now: Instant = TWO
  today = '2026-11-24'
  readonly state = initial()
  readonly events: Event[] = []
  #sent = 0

  send(wish: { type: Command['type'] } & Record<string, unknown>, actor: Actor = ANNA): Event[] | Refusal {
    this.#sent += 1
    const name = `command ${this.#sent}`
    const facts = { at: this.now, businessDay: this.today, actor, idFor: (part: string) => fakeId(`${name} ${part}`) }
    const decider = decide[wish.type as 'break.explain'] as (...asked: unknown[]) => Event[] | Refusal
    const decided = decider({ ...wish, commandId: fakeId(name) }, this.state, facts)
    if (isRefusal(decided)) return decided
    for (const event of decided) evolve(this.state, event)
    this.events.push(...decided)
    return decided
  }

  /** What a pass has to say. @returns the types of what was news. */
  find(...findings: Finding[]): string[] {
    const told = this.send({ type: 'settlement.find', findings }, BOOKS)
    return isRefusal(told) ? [told.refused] : told.map(({ type }) => type)
  }

  draw(version: number, sha256: string, over: object = {}): Event[] | Refusal {
    const sums = { rowTally: 0, totalFen: 0, rows: [] }
    const about = { businessDay: DAY, version, sha256, prevSha256: this.state.lastSha256, cutOffAt: TWO }
    return this.send({ type: 'settlement.draw', ...about, ...sums, ...over }, BOOKS)
  }

  /** Each day drawn, and signed by both sides. */
  settleDays(from: string, to: string): void {
    for (let businessDay = from; businessDay <= to; businessDay = nextDay(businessDay)) {
      const sha256 = businessDay.replaceAll('-', '').padEnd(64, '0')
      this.draw(1, sha256, { businessDay })
      for (const [side, actor] of [
        ['hall', MAY],
        ['lot', ANNA],
      ] as const)
        this.send({ type: 'settlement.sign', businessDay, version: 1, sha256, side }, actor)
    }
  }

  sign(side: 'hall' | 'lot', actor: Actor, sha256 = SHA('a'), version = 1): Event[] | Refusal {
    return this.send({ type: 'settlement.sign', businessDay: DAY, version, sha256, side }, actor)
  }
}
