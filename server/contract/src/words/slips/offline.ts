import type { BusinessDay, Instant } from '../time.ts'

/** What a kiosk says of a ticket that it gave out while no hub could be reached, and signs with the key of its pairing. */
export interface OfflineTicket {
  hallId: string
  deviceId: string
  ticketId: string
  priority: string
  /** By the clock of the kiosk, which follows the hub's for as long as it is there. */
  issuedAt: Instant
}

/** The words before it keep the signature from meaning anything elsewhere. */
export const offlineTicketText = ({ hallId, deviceId, ticketId, priority, issuedAt }: OfflineTicket): string =>
  `pingting offline ticket ${[hallId, deviceId, ticketId, priority, issuedAt].join('|')}`

/** What the QR code of such a slip holds. It opens the page of the ticket once the ticket was handed in. */
export const offlineToken = (hallNumber: number, ticketId: string, signature: string): string =>
  `k1.${hallNumber}.${ticketId}.${signature}`

/** `2026-11-28` and `A001` → `20261128-A001`. */
export const ticketIdOf = (day: BusinessDay, number: string): string => `${day.replaceAll('-', '')}-${number}`

/** When a ticket counts as taken: at a kiosk without a hub that was before its event. */
export const takenAtOf = (event: { at: Instant; takenAt?: Instant | undefined }): Instant => event.takenAt ?? event.at

/** The number so many places further: `A9970` and 2 → `A9972`. */
export const numberAfter = (number: string, places: number): string =>
  number.slice(0, 1) + (Number(number.slice(1)) + places)

/** Numbers a kiosk holds for when the hub is away; with what else an offline slip needs of the hub. */
export interface Lease {
  businessDay: BusinessDay
  hallNumber: number
  /** Where tickets have their pages. */
  pageUrl: string
  ranges: { serviceCode: string; firstNumber: string; codes: string[] }[]
}
