import {
  type Actor,
  type Answer,
  type BookableDay,
  type BookableHall,
  type DayLoad,
  type Event,
  isRefusal,
  type KeptAppointment,
  type OwnAppointment,
  publishedCalendar,
  type Refusal,
  refuse,
  type StreamName,
} from '@pingting/contract'
import { toString as qrSvg } from 'qrcode'
import { appointmentBehind, bookableDays, dayLoad, ownAppointment } from '../../appointments/view.ts'
import type { HallState } from '../../domain.ts'
import type { Hub } from '../dispatch.ts'
import type { Limits } from '../process/limits.ts'
import { plainCode } from '../tokens.ts'
import type { BookingCodes } from './booking-codes.ts'

export interface BookingsPorts {
  hub: Pick<Hub, 'stream' | 'states' | 'submit' | 'now'>
  codes: BookingCodes
  limits: Limits
  submit(stream: StreamName, input: unknown, actor: Actor): Promise<Answer>
}

export interface Wish {
  commandId: string
}
export interface SlotWish extends Wish {
  startsAt: string
}
/** Whoever tries a code, and which limits hold for him: strangers cannot use up those of the kiosks. */
interface Trier {
  who: string
  own: 'bookingCode' | 'code'
  ofHall: 'bookingCodeOfHall' | 'codeOfHall'
}

const CITIZEN: Actor = { kind: 'system', part: 'booking' }
const streamOf = (hallId: string): StreamName => `hall:${hallId}`
const stranger = (address: string): Trier => ({ who: address, own: 'bookingCode', ofHall: 'bookingCodeOfHall' })

/** Appointments for whoever has the code, and is otherwise nobody: no name, no telephone, no account. */
export class Bookings {
  readonly #ports: BookingsPorts

  constructor(ports: BookingsPorts) {
    this.#ports = ports
  }

  /** The halls that take appointments. */
  halls(): Pick<BookableHall, 'hallId' | 'name' | 'nameEn'>[] {
    return this.#ports.hub.states('hall').flatMap(({ id, state }) => {
      const card = state.halls.hall
      const bookable = card !== undefined && state.appointments.terms.size > 0
      return bookable ? [{ hallId: id, name: card.name, nameEn: card.nameEn }] : []
    })
  }

  hall(hallId: string): BookableHall | Refusal {
    const card = this.#state(hallId)?.halls.hall
    if (card === undefined) return refuse('hall.unknown')
    const { name, nameEn, complaintPhone } = card
    const services = card.services.flatMap(({ code, zh, en, appointments }) =>
      appointments === undefined ? [] : [{ code, zh, en, slotMinutes: appointments.slotMinutes }],
    )
    return { hallId, name, nameEn, complaintPhone, services }
  }

  days(hallId: string, serviceCode: string): { days: BookableDay[] } | Refusal {
    const state = this.#state(hallId)
    if (state === undefined) return refuse('hall.unknown')
    const days = bookableDays(state.appointments, serviceCode, this.#ports.hub.now(), openingOf(state))
    return days === undefined ? refuse('appointment.not-offered', serviceCode) : { days }
  }

  load(hallId: string, day: string): DayLoad | Refusal {
    const state = this.#state(hallId)
    if (state === undefined) return refuse('hall.unknown')
    return dayLoad(state.appointments, state.halls.hall?.services ?? [], day, openingOf(state))
  }

  /** Every booking of an address is counted, also a repeated one. */
  async book(hallId: string, wish: SlotWish & { serviceCode: string }, address: string) {
    const { hub, codes, limits } = this.#ports
    if (!(await limits.reserve('book', address))) return refuse('request.too-many')
    const code = codes.codeOf(hallId, wish.commandId)
    const command = { type: 'appointment.book', ...wish, codeHash: codes.hashOf(hallId, code) }
    const outcome = await hub.submit(streamOf(hallId), command, CITIZEN)
    if (!isRefusal(outcome)) return kept(hallId, code, outcome.commit.events)
    await limits.release('book', address)
    return outcome
  }

  look(hallId: string, code: string, address: string): Promise<KeptAppointment | Refusal> {
    return this.#tried(hallId, stranger(address), async () => {
      const state = this.#state(hallId)
      if (state === undefined) return refuse('hall.unknown')
      const appointment = appointmentBehind(state.appointments, this.#ports.codes.hashOf(hallId, code))
      if (appointment === undefined) return refuse('appointment.unknown')
      return withCode(ownAppointment(hallId, appointment, openingOf(state)), plainCode(code))
    })
  }

  move(hallId: string, code: string, wish: SlotWish, address: string): Promise<KeptAppointment | Refusal> {
    return this.#tried(hallId, stranger(address), async () => {
      const codeHash = this.#ports.codes.hashOf(hallId, code)
      const command = { type: 'appointment.move', ...wish, codeHash }
      const outcome = await this.#ports.hub.submit(streamOf(hallId), command, CITIZEN)
      return isRefusal(outcome) ? outcome : kept(hallId, plainCode(code), outcome.commit.events)
    })
  }

  cancel(hallId: string, code: string, wish: Wish, address: string): Promise<{ cancelled: true } | Refusal> {
    return this.#tried(hallId, stranger(address), async () => {
      const command = { type: 'appointment.cancel', ...wish, codeHash: this.#ports.codes.hashOf(hallId, code) }
      const outcome = await this.#ports.hub.submit(streamOf(hallId), command, CITIZEN)
      return isRefusal(outcome) ? outcome : { cancelled: true }
    })
  }

  /** At a kiosk of the hall or by its staff; answered like a ticket that was taken. */
  checkIn(hallId: string, code: string, wish: Wish, actor: Actor): Promise<Answer | Refusal> {
    const who = actor.kind === 'device' ? actor.deviceId : actor.kind === 'staff' ? actor.staffId : ''
    const command = { type: 'appointment.checkIn', ...wish, codeHash: this.#ports.codes.hashOf(hallId, code) }
    return this.#tried(hallId, { who: `${hallId}|${who}`, own: 'code', ofHall: 'codeOfHall' }, () =>
      this.#ports.submit(streamOf(hallId), command, actor),
    )
  }

  #state(hallId: string) {
    return this.#ports.hub.stream('hall', hallId)?.peek()
  }

  /** A try is counted before the code is looked at, and given back unless nothing stands under the code. */
  async #tried<T extends object>(hallId: string, trier: Trier, act: () => Promise<T>): Promise<T | Refusal> {
    const { limits } = this.#ports
    const { who, own, ofHall } = trier
    if (!(await limits.reserve(own, who))) return refuse('request.too-many')
    const inTime = await limits.reserve(ofHall, hallId)
    const outcome = inTime ? await act() : refuse('request.too-many')
    if (isUnknown(outcome)) return outcome
    await limits.release(own, who)
    if (inTime) await limits.release(ofHall, hallId)
    return outcome
  }
}

const openingOf = ({ halls: { hours } }: HallState) => ({ hours, calendar: publishedCalendar })

const isUnknown = (outcome: object): boolean =>
  ('refused' in outcome && outcome.refused === 'appointment.unknown') ||
  ('code' in outcome && outcome.code === 'appointment.unknown')

/** What the command left, as its own event tells it: a repeat is answered the same, whatever came after. */
function kept(hallId: string, code: string, events: readonly Event[]): Promise<KeptAppointment> {
  const slot = events.find(event => event.type === 'appointment.booked' || event.type === 'appointment.moved')
  if (slot === undefined) throw new Error('an appointment was made without its event')
  const { serviceCode, startsAt, endsAt, checkInFrom, checkInUntil } = slot
  return withCode({ hallId, serviceCode, startsAt, endsAt, checkInFrom, checkInUntil, status: 'booked' }, code)
}

async function withCode(appointment: OwnAppointment, code: string): Promise<KeptAppointment> {
  return { ...appointment, code, qr: await qrSvg(code, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' }) }
}
