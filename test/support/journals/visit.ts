import { type Actor, type GateReason, isRefusal } from '@pingting/contract'
import {
  decideCorrectPlate,
  decideEnter,
  decideExit,
  decidePay,
} from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { idOf } from '../../../server/src/hub/ids.ts'
import type { Place } from './place.ts'

const [FIRST_SERVED, SERVED_EVERY] = [9 * 60, 2]
export const [IN, OUT] = ['Lane_1', 'Lane_2'] as const

/** The nth visitor of a day: with a car of his own, and a counter that is free when his turn comes. */
export class Visit {
  readonly place: Place
  readonly number: number
  readonly random: (below: number) => number
  readonly plate: string
  /** Minute of the day at which he is called. */
  readonly servedAt: number
  readonly counterId: string
  readonly stayId: string
  readonly name: string
  ticketId = ''

  constructor(
    place: Place,
    number: number,
    random: (below: number) => number,
    { letter = 'F', turn = number }: { letter?: string | undefined; turn?: number } = {},
  ) {
    this.place = place
    this.number = number
    this.random = random
    this.name = `${place.lotId} ${place.day} ${letter} ${number}`
    this.plate = plateOf(letter, number)
    this.stayId = idOf('stay', this.name)
    this.counterId = `C${turn % place.counterTally}`
    this.servedAt = FIRST_SERVED + SERVED_EVERY * Math.floor(turn / place.counterTally)
  }

  get claim() {
    return this.place.hall.exemptions.claims.get(this.ticketId)
  }

  get exemptionId(): string {
    return this.claim?.exemptionId ?? ''
  }

  get evaluationId(): string {
    return this.claim?.evaluation?.evaluationId ?? ''
  }

  get citizen(): Actor {
    return { kind: 'citizen', hallId: this.place.hallId, ticketId: this.ticketId }
  }

  /** Minutes from when he is called. */
  at(minutes: number, act: () => unknown): this {
    this.place.at(this.servedAt + minutes, act)
    return this
  }

  enters(minutes = -20, how: Partial<Entry> = {}): this {
    return this.at(minutes, () => driveIn(this.place, { stayId: this.stayId, plate: this.plate, ...how }))
  }

  /** Takes a ticket ten minutes before, is called, and done a minute later. */
  served(plate: string | undefined = this.plate): this {
    const { place, counterId } = this
    const kiosk: Actor = { kind: 'device', deviceId: 'kiosk-1', device: 'kiosk', hallId: place.hallId }
    const verb = (type: string) => place.ask({ type, counterId, ticketId: this.ticketId }, place.clerkOf(counterId))
    this.at(-10, async () => {
      const told = plate === undefined ? {} : { plate }
      const events = await place.ask({ type: 'ticket.take', serviceCode: 'tax', priority: 'none', ...told }, kiosk)
      for (const event of events) if (event.type === 'ticket.taken') this.ticketId = event.ticketId
    })
    this.at(0, async () => {
      await verb('ticket.callOne')
      await verb('ticket.arrive')
    })
    return this.at(1, () => verb('ticket.finish'))
  }

  rates(minutes = 2, formOpenMs = 5_000): this {
    return this.at(minutes, () => {
      const { ticketId, random } = this
      const said = { level: 1 + random(5), tagVersion: 2, tagCodes: [], text: '等得久', channel: 'phone', formOpenMs }
      return this.place.ask({ type: 'evaluation.submit', ticketId, ...said }, this.citizen)
    })
  }

  binds(minutes: number, plate: string = this.plate): this {
    return this.at(minutes, () => this.place.ask({ type: 'plate.bind', ticketId: this.ticketId, plate }, this.citizen))
  }

  pays(minutes: number): this {
    const { place, plate } = this
    return this.at(minutes, () => place.gate.run(ledger => decidePay(ledger, { plate }, place.now)))
  }

  leaves(minutes = 70, release?: 'manual' | 'tailgate', stayId: string = this.stayId): this {
    return this.at(minutes, () => driveOut(this.place, stayId, release))
  }

  /** In, served, rated; the car stands there with an exemption. */
  earns(): this {
    return this.enters().served().rates()
  }

  refusedAs(refusal: GateReason): this {
    return this.mishap({ refusal })
  }

  /** Of his order, known by the time it is under way. */
  mishap(mishap: Parameters<Place['bridge']['mishaps']['set']>[1]): this {
    return this.at(1, () => this.place.bridge.mishaps.set(this.ticketId, mishap))
  }
}

/** A letter for each kind of people, so that nobody has another's car, nor one that is one character off. */
export const plateOf = (letter: string, number: number): string =>
  `鲁${letter}${String(number % 100_000).padStart(5, '0')}`
/** One character otherwise, as a camera misreads. */
export const misread = (plate: string): string => `${plate.slice(0, 1)}P${plate.slice(2)}`

export interface Entry {
  stayId: string
  plate: string | undefined
  carClass: 'casual' | 'monthCard'
  confidence: number
  enteredAt: string
}

/** A camera reads dots as well. */
export const rawOf = (plate: string): string => `${plate.slice(0, 2)}·${plate.slice(2)}`

export function driveIn(place: Place, { stayId, plate, ...more }: Partial<Entry> & { stayId: string }): void {
  const { gate, now } = place
  const car = { stayId, laneId: IN, carClass: 'casual', enteredAt: now, confidence: 98, ...more } as const
  const seen = plate === undefined ? {} : { plate, plateRaw: rawOf(plate) }
  said(gate.run(ledger => decideEnter(ledger, { ...car, ...seen }, now)))
}

export function driveOut(place: Place, stayId: string, release?: 'manual' | 'tailgate'): void {
  const { gate, now } = place
  said(gate.run(ledger => decideExit(ledger, { stayId, laneId: OUT, pay: release === undefined, release }, now)))
}

export function correctAtGate(place: Place, stayId: string, plate: string): void {
  const { gate, now } = place
  said(gate.run(ledger => decideCorrectPlate(ledger, { stayId, plate, plateRaw: rawOf(plate) }, now)))
}

function said(answer: object): void {
  if (isRefusal(answer)) throw new Error(`the gate refused: ${answer.refused}`)
}
