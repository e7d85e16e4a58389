import type { PriorityClass, Refused } from '@pingting/contract'
import type { HallHead } from '@pingting/contract/words/screen'
import { isWithin } from '@pingting/contract/words/setup/open-hours'
import { publishedCalendar } from '@pingting/contract/words/setup/published'
import { type Lease, numberAfter, ticketIdOf } from '@pingting/contract/words/slips/offline'
import { type BusinessDay, businessDayOf, type Instant } from '@pingting/contract/words/time'

/** A ticket given out without a hub, until it is handed in. */
export interface Issued {
  /** Under this id it is handed in, however often. */
  commandId: string
  serviceCode: string
  number: string
  businessDay: BusinessDay
  priority: PriorityClass
  issuedAt: Instant
  /** As on every slip, for a keyboard. */
  code: string
}

/** What the hub would not take: staff look after whoever holds the slip. */
export interface Rejected {
  number: string
  refused: Refused
}

interface Range {
  /** The first that is not given out yet. */
  nextNumber: string
  /** Of the numbers from there on. */
  codes: readonly string[]
}

/** Business time as the hub told it last, with what the wall clock of this machine said then. */
export interface KeptClock {
  businessMs: number
  wallMs: number
  speed: number
}

/** All that a kiosk needs to go on alone, also when it starts anew. */
export interface Stock {
  hall: HallHead
  clock: KeptClock
  businessDay: BusinessDay
  hallNumber: number
  pageUrl: string
  /** By service. */
  ranges: Readonly<Record<string, Range>>
  /** In the order they were given out. */
  issued: readonly Issued[]
  rejected: readonly Rejected[]
}

/** With fewer than this a kiosk asks for more. */
const LOW = 15

/** Services of which more numbers are to be asked for. */
export function wanting(stock: Stock | undefined, hall: HallHead, day: BusinessDay): string[] {
  const left = (code: string): number => (stock?.businessDay === day ? (stock.ranges[code]?.codes.length ?? 0) : 0)
  return hall.services.map(({ code }) => code).filter(code => left(code) < LOW)
}

/** New numbers take the place of what was left of a service, and those of another day the place of all. */
export function stocked(stock: Stock | undefined, lease: Lease, kept: Pick<Stock, 'hall' | 'clock'>): Stock {
  const { businessDay, hallNumber, pageUrl, ranges } = lease
  const before = stock?.businessDay === businessDay ? stock.ranges : {}
  const added = ranges.map(({ serviceCode, firstNumber, codes }) => [serviceCode, { nextNumber: firstNumber, codes }])
  return {
    ...kept,
    ...{ businessDay, hallNumber, pageUrl },
    ranges: { ...before, ...Object.fromEntries(added) },
    ...{ issued: stock?.issued ?? [], rejected: stock?.rejected ?? [] },
  }
}

/** Whether the hall, as it was known last, gives no number then (HL54). */
export const isClosedFor = ({ hall: { hours } }: Stock, at: Instant): boolean => !isWithin(hours, at, publishedCalendar)

/** Takes the next number of a service. @returns nothing where none is left for this day. */
export function drawn(
  stock: Stock,
  { serviceCode, priority, issuedAt, commandId }: Pick<Issued, 'serviceCode' | 'priority' | 'issuedAt' | 'commandId'>,
): { stock: Stock; issued: Issued } | undefined {
  const businessDay = businessDayOf(issuedAt)
  const { nextNumber = '', codes: [code, ...codes] = [] } = stock.ranges[serviceCode] ?? {}
  if (code === undefined || stock.businessDay !== businessDay) return undefined
  const issued = { commandId, serviceCode, number: nextNumber, businessDay, priority, issuedAt, code }
  const ranges = { ...stock.ranges, [serviceCode]: { nextNumber: numberAfter(nextNumber, 1), codes } }
  return { stock: { ...stock, ranges, issued: [...stock.issued, issued] }, issued }
}

/** The hub has said what became of a ticket. @param refused why it was not taken */
export function settled(stock: Stock, { commandId, number }: Issued, refused?: Refused): Stock {
  return {
    ...stock,
    issued: stock.issued.filter(issued => issued.commandId !== commandId),
    rejected: refused === undefined ? stock.rejected : [...stock.rejected, { number, refused }],
  }
}

export const ticketIdIn = ({ businessDay, number }: Issued): string => ticketIdOf(businessDay, number)
