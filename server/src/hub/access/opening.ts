import { timingSafeEqual } from 'node:crypto'
import { type Actor, type Refusal, refuse } from '@pingting/contract'
import type { Hub } from '../dispatch.ts'
import type { Limits } from '../process/limits.ts'
import { plainCode, type TicketTokens } from '../tokens.ts'
import type { TicketCodes } from './ticket-codes.ts'

export interface OpeningPorts {
  hub: Pick<Hub, 'stream' | 'now'>
  tokens: TicketTokens
  codes: TicketCodes
  limits: Limits
}

type Found = { ticketId: string; number: string; status: string }

/** What a code is shown for. Slips come by themselves: whoever types wrong codes does not stop them. */
type Use = 'code' | 'slip'

/** What a kiosk may be shown of a ticket, and do about it: only with what opens that ticket. */
export interface Opening {
  /** @returns `ticket.code-wrong`, or `request.too-many` once too many codes were wrong; a good token is always heard. */
  check(hallId: string, ticketId: string, opener: string | undefined, actor: Actor): Promise<Refusal | undefined>
  /** The ticket behind a short code. */
  byCode(hallId: string, code: string, deviceId: string, use?: Use): Promise<Found | Refusal>
}

/** 40 bits of code stand against ten wrong tries in ten minutes of a device, and a thousand in an hour of a hall. */
export function openOpening({ hub, tokens, codes, limits }: OpeningPorts): Opening {
  const hallNumberOf = (hallId: string) => hub.stream('hall', hallId)?.peek().halls.hall?.hallNumber

  function tokenFits(hallNumber: number, ticketId: string, token: string): boolean {
    const opened = tokens.verify(token, hub.now())
    return opened?.hallNumber === hallNumber && opened.ticketId === ticketId
  }

  function codeFits(hallNumber: number, ticketId: string, code: string): boolean {
    const right = Buffer.from(tokens.codeOf(hallNumber, ticketId))
    const given = Buffer.from(plainCode(code))
    return given.length === right.length && timingSafeEqual(given, right)
  }

  /** Every code is counted before it is looked at, and given back when it was right, or was not looked at. */
  async function mayTry(hallId: string, deviceId: string, use: Use): Promise<boolean> {
    if (!(await limits.reserve(use, `${hallId}|${deviceId}`))) return false
    if (await limits.reserve(`${use}OfHall`, hallId)) return true
    await limits.release(use, `${hallId}|${deviceId}`)
    return false
  }

  async function giveBack(hallId: string, deviceId: string, use: Use): Promise<void> {
    await limits.release(use, `${hallId}|${deviceId}`)
    await limits.release(`${use}OfHall`, hallId)
  }

  return {
    async check(hallId, ticketId, opener, actor) {
      const hallNumber = hallNumberOf(hallId)
      if (opener === undefined || hallNumber === undefined) return refuse('ticket.code-wrong')
      if (tokenFits(hallNumber, ticketId, opener)) return undefined
      const deviceId = actor.kind === 'device' ? actor.deviceId : ''
      if (!(await mayTry(hallId, deviceId, 'code'))) return refuse('request.too-many')
      if (!codeFits(hallNumber, ticketId, opener)) return refuse('ticket.code-wrong')
      await giveBack(hallId, deviceId, 'code')
      return undefined
    },
    async byCode(hallId, code, deviceId, use = 'code') {
      if (!(await mayTry(hallId, deviceId, use))) return refuse('request.too-many')
      const ticketId = codes.find(hallId, code)
      const ticket = hub
        .stream('hall', hallId)
        ?.peek()
        .tickets.tickets.get(ticketId ?? '')
      if (ticket === undefined) return refuse('ticket.unknown')
      await giveBack(hallId, deviceId, use)
      return { ticketId: ticket.ticketId, number: ticket.number, status: ticket.place.status }
    },
  }
}
