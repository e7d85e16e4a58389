import { type HallCard, type Refusal, refuse, type SlipLanguage, slipOf } from '@pingting/contract'
import type { SlipWish } from '../../tickets/http.ts'
import type { Ticket } from '../../tickets/ticket.ts'
import type { Hub } from '../dispatch.ts'
import type { Logger } from '../process/log.ts'
import type { TicketTokens } from '../tokens.ts'
import { receiptOf } from './receipt.ts'
import { type Printer, sendTo } from './wire.ts'

/** By the id of a kiosk, or of a hall for all its kiosks that have none of their own. */
export type PrinterTable = ReadonlyMap<string, Printer>

export interface PrintersPorts {
  hub: Pick<Hub, 'stream'>
  tokens: Pick<TicketTokens, 'codeOf' | 'issue'>
  publicUrl(): string
  table: PrinterTable
  log: Pick<Logger, 'warn'>
}

export interface Printers {
  /** Prints the slip of a ticket at the printer of a kiosk. @returns why not, or nothing once it is on its way. */
  print(slip: SlipWish): Promise<Refusal | undefined>
}

/** `kiosk-1a2b3c=10.0.0.9:9100,yt-centre=10.0.0.8`; the port is 9100 where none is named. */
export function printerTable(text: string): PrinterTable | undefined {
  const table = new Map<string, Printer>()
  for (const part of text.split(',').map(each => each.trim())) {
    const match = /^([A-Za-z0-9][A-Za-z0-9._-]*)=([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::(\d{1,5}))?$/.exec(part)
    const port = Number(match?.[3] ?? RAW_PORT)
    if (match === null || port < 1 || port > 65_535) return undefined
    table.set(match[1]!, { host: match[2]!.replace(/^\[|\]$/g, ''), port })
  }
  return table
}
const RAW_PORT = 9100

/** The letters of its number stay through a transfer, and so do the people ahead and the wait that the slip tells. */
function serviceAsTaken({ services }: HallCard, { number, place }: Pick<Ticket, 'number' | 'place'>) {
  const letters = number.replace(/\d+$/, '')
  return services.find(({ prefix }) => prefix === letters) ?? services.find(({ code }) => code === place.serviceCode)
}

/**
 * Slips on paper. A print changes nothing in the hall: it reads the ticket as it was taken, so that a second one says
 * the same, and one that fails leaves the ticket as it is.
 */
export function openPrinters({ hub, tokens, publicUrl, table, log }: PrintersPorts): Printers {
  /** A printer takes one connection at a time: two kiosks before one printer take turns. */
  const turns = new Map<string, Promise<unknown>>()

  function receipt(hallId: string, ticketId: string, language: SlipLanguage): Buffer | undefined {
    const state = hub.stream('hall', hallId)?.peek()
    const ticket = state?.tickets.tickets.get(ticketId)
    const hall = state?.halls.hall
    if (ticket === undefined || hall === undefined) return undefined
    const service = serviceAsTaken(hall, ticket)
    if (service === undefined) return undefined
    const { name: zh, nameEn: en, complaintPhone, hallNumber } = hall
    const { number, takenAt, told } = ticket
    const url = `${publicUrl()}/phone?via=qr#t=${tokens.issue(hallNumber, ticketId)}`
    const code = tokens.codeOf(hallNumber, ticketId)
    return receiptOf(slipOf({ hall: { zh, en, complaintPhone }, service, number, takenAt, told, code, url }, language))
  }

  return {
    async print({ hallId, ticketId, deviceId, language, isGone }) {
      const printer = table.get(deviceId) ?? table.get(hallId)
      if (printer === undefined) return refuse('printer.none')
      const bytes = receipt(hallId, ticketId, language)
      if (bytes === undefined) return refuse('ticket.unknown')
      const where = `${printer.host}:${printer.port}`
      const turn = (turns.get(where) ?? Promise.resolve()).then(() => (isGone() ? 'gone' : sendTo(printer, bytes)))
      turns.set(where, turn)
      const sent = await turn
      if (sent === 'printed') return undefined
      log.warn({ hallId, deviceId, host: printer.host, port: printer.port, sent }, 'a slip was not printed')
      return refuse(sent === 'noPaper' ? 'printer.no-paper' : 'printer.away')
    },
  }
}
