import { type Actor, isRefusal, maskPlate, parseEnding, type Refusal, refuse } from '@pingting/contract'
import type { ChosenCar } from '../../domain.ts'
import { claimFor } from '../../exemptions/plates.ts'
import { endingIn } from '../../lots/candidates.ts'
import type { Hub } from '../dispatch.ts'
import type { Limits } from '../process/limits.ts'
import type { Opening } from './opening.ts'
import type { Passes } from './passes.ts'

export interface ChoicesPorts {
  hub: Pick<Hub, 'stream' | 'lotIdsOf'>
  passes: Passes
  limits: Limits
  opening: Pick<Opening, 'check'>
}

/** What somebody typed, for his ticket. */
export interface CarQuestion {
  ticketId: string
  ending: string
  /** What opens the ticket, from a kiosk. */
  opener?: string | undefined
}

/** A car inside as a citizen may see it. */
export interface ShownCar {
  /** Names it in `plate.choose`, for five minutes and for this ticket. */
  choice: string
  /** Masked. */
  plate: string
  /** To the minute. */
  enteredAt: string
}

export interface Choices {
  /**
   * At most five cars inside by the last characters of their plates. Every question is counted before it is looked at:
   * five of a ticket, sixty in ten minutes of an address or a device, so that nobody finds out who is inside.
   */
  ask(hallId: string, question: CarQuestion, actor: Actor, address: string): Promise<{ cars: ShownCar[] } | Refusal>
  carChosen(hallId: string, ticketId: string, choice: string): ChosenCar | undefined
}

export function openChoices({ hub, passes, limits, opening }: ChoicesPorts): Choices {
  async function mayAsk(hallId: string, { ticketId, opener }: CarQuestion, actor: Actor): Promise<Refusal | undefined> {
    const hall = hub.stream('hall', hallId)?.peek()
    if (hall === undefined) return refuse('hall.unknown')
    const isKiosk = actor.kind === 'device' && actor.device === 'kiosk'
    const closed = isKiosk ? await opening.check(hallId, ticketId, opener, actor) : undefined
    const claim = closed ?? claimFor(ticketId, hall.exemptions, actor)
    return isRefusal(claim) ? claim : undefined
  }

  async function isCounted(hallId: string, ticketId: string, actor: Actor, address: string): Promise<boolean> {
    const who = actor.kind === 'device' ? `${hallId}|${actor.deviceId}` : address
    return (await limits.reserve('carsOfTicket', `${hallId}|${ticketId}`)) && (await limits.reserve('cars', who))
  }

  return {
    async ask(hallId, question, actor, address) {
      const { ticketId, ending } = question
      const refusal = await mayAsk(hallId, question, actor)
      if (refusal !== undefined) return refusal
      if (parseEnding(ending) === undefined) return refuse('plate.ending-malformed')
      if (!(await isCounted(hallId, ticketId, actor, address))) return refuse('plate.asked-too-often')
      const lots = (hub.lotIdsOf(hallId) ?? []).flatMap(lotId => {
        const state = hub.stream('lot', lotId)?.peek()
        return state === undefined ? [] : [{ lotId, state }]
      })
      const found = endingIn(lots, ending)
      if (found === 'tooMany') return refuse('plate.too-many')
      const cars = found.map(({ lotId, stayId, plate, enteredAt }) => ({
        choice: passes.issue('car', JSON.stringify([hallId, ticketId, lotId, stayId, enteredAt])),
        plate: maskPlate(plate),
        enteredAt: `${enteredAt.slice(0, 16)}:00.000Z`,
      }))
      return { cars }
    },
    carChosen(hallId, ticketId, choice) {
      const text = passes.look('car', choice)
      const [hall, ticket, lotId = '', stayId = '', enteredAt = '']: string[] =
        text === undefined ? [] : JSON.parse(text)
      return hall === hallId && ticket === ticketId ? { lotId, stayId, enteredAt } : undefined
    },
  }
}
