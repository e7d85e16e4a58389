import {
  type Accepted,
  type Actor,
  type Answer,
  isRefusal,
  numberAfter,
  type PriorityClass,
  refusals,
} from '@pingting/contract'
import { catchUp } from '../../../../hall-display/src/kiosk/offline/hand-in.ts'
import { drawn, type Issued, type Stock } from '../../../../hall-display/src/kiosk/offline/stock.ts'
import type { Floor, Wish } from '../floor.ts'
import { card } from '../floor.ts'

export const kioskActor = (deviceId: string): Actor => ({
  ...{ kind: 'device', deviceId, device: 'kiosk', hallId: 'laishan' },
})

const hall = { ...card, freeMinutes: 60 }
let ids = 0
const newId = (): string => {
  ids += 1
  return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`
}

/** What a hub answers to an id it knows. */
export type Remembered = Map<string, Answer>

/** A kiosk as its page is, before a floor instead of a hub. Its clock is the floor's but for `wrongMs`. */
export class LoneKiosk {
  stock: Stock | undefined
  wrongMs = 0
  /** Of the next commands so many are taken, and their answers are lost. */
  lost = 0
  readonly deviceId: string
  #floor: () => Floor
  #answers: () => Remembered

  constructor(deviceId: string, floor: () => Floor, answers: () => Remembered) {
    this.deviceId = deviceId
    this.#floor = floor
    this.#answers = answers
  }

  /** Out of its stock. */
  take(serviceCode = 'tax', priority: PriorityClass = 'none'): Issued | undefined {
    const issuedAt = new Date(Date.parse(this.#floor().now) + this.wrongMs).toISOString()
    const taken = this.stock && drawn(this.stock, { serviceCode, priority, issuedAt, commandId: newId() })
    if (taken !== undefined) this.stock = taken.stock
    return taken?.issued
  }

  /** Ended at any moment and started anew: what is kept is all there is. */
  restart(): void {
    this.stock = this.stock && (JSON.parse(JSON.stringify(this.stock)) as Stock)
  }

  catchUp(): Promise<void> {
    const { deviceId } = this
    return catchUp(
      {
        ...{ hallId: 'laishan', deviceId, newId },
        post: async command => this.#post(command as Wish & { commandId: string }),
        sign: async () => 'A'.repeat(86),
        now: () => this.#floor().now,
        clock: () => ({ businessMs: 0, wallMs: 0, speed: 1 }),
        change: async how => {
          this.stock = how(this.stock)
          return this.stock
        },
      },
      hall,
    )
  }

  #post(command: Wish & { commandId: string }): Answer {
    const { commandId, ...wish } = command
    const known = this.#answers().get(commandId)
    const answer = known ?? this.#decided(wish as Wish)
    if (answer.ok) this.#answers().set(commandId, answer)
    if (this.lost === 0) return answer
    this.lost -= 1
    return { ok: false, code: 'hub.unavailable', ...refusals['hub.unavailable'] }
  }

  #decided(wish: Wish): Answer {
    const decision = this.#floor().send(wish, kioskActor(this.deviceId))
    if (isRefusal(decision)) return { ok: false, code: decision.refused, ...refusals[decision.refused] }
    const leased = decision.filter(event => event.type === 'ticket.leased')
    const accepted: Accepted = { ok: true, stream: 'hall:laishan', seq: 1, replayed: false, events: [] }
    if (leased[0] === undefined) return accepted
    const { businessDay } = leased[0]
    const ranges = leased.map(({ serviceCode, firstNumber, lastNumber }) => ({
      ...{ serviceCode, firstNumber },
      codes: codesOf(firstNumber, lastNumber),
    }))
    return { ...accepted, lease: { businessDay, hallNumber: 1, pageUrl: 'http://hub/phone', ranges } }
  }
}

function codesOf(first: string, last: string): string[] {
  const codes = [`code of ${first}`]
  for (let number = first; number !== last; ) {
    number = numberAfter(number, 1)
    codes.push(`code of ${number}`)
  }
  return codes
}
