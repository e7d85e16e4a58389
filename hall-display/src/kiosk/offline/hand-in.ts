import type { Answer, Refused } from '@pingting/contract'
import type { HallHead } from '@pingting/contract/words/screen'
import { offlineTicketText } from '@pingting/contract/words/slips/offline'
import { businessDayOf, type Instant } from '@pingting/contract/words/time'
import { type Issued, type KeptClock, type Stock, settled, stocked, ticketIdIn, wanting } from './stock.ts'

/** What handing in needs of the world. */
export interface HandInPorts {
  hallId: string
  deviceId: string
  /** One try. */
  post(command: object): Promise<Answer>
  sign(text: string): Promise<string>
  newId(): string
  now(): Instant
  clock(): KeptClock
  change(change: (stock: Stock | undefined) => Stock | undefined): Promise<Stock | undefined>
}

/** Not what became of the ticket: it is handed in again. */
const PASSING: ReadonlySet<string> = new Set(['hub.unavailable', 'hub.busy', 'request.too-many', 'access.unknown'])

/**
 * With the hub there: hands in what was given out without it, in that order and each under its own id until the hub has
 * said what became of it; then asks for numbers where few are left.
 */
export async function catchUp(ports: HandInPorts, hall: HallHead): Promise<void> {
  const kept = { hall, clock: ports.clock() }
  let stock = await ports.change(before => before && { ...before, ...kept })
  for (let next = stock?.issued[0]; next !== undefined; next = stock?.issued[0]) {
    const issued = next
    const answer = await ports.post(await commandOf(ports, issued))
    if (isPassing(answer)) return
    const refused = answer.ok ? undefined : answer
    stock = await ports.change(before => before && settled(before, issued, refused))
  }
  const serviceCodes = wanting(stock, hall, businessDayOf(ports.now()))
  if (serviceCodes.length === 0) return
  const answer = await ports.post({ type: 'ticket.lease', commandId: ports.newId(), serviceCodes })
  const lease = answer.ok ? answer.lease : undefined
  if (lease !== undefined) await ports.change(before => stocked(before, lease, kept))
}

const isPassing = (answer: Answer): answer is Refused => !answer.ok && PASSING.has(answer.code)

async function commandOf(ports: HandInPorts, issued: Issued): Promise<object> {
  const { commandId, number, priority, businessDay, issuedAt } = issued
  const signature = await signatureOf(ports, issued)
  return { type: 'ticket.handIn', commandId, number, priority, businessDay, issuedAt, signature }
}

/** The same each time: Ed25519 throws no dice. */
export const signatureOf = (
  { hallId, deviceId, sign }: Pick<HandInPorts, 'hallId' | 'deviceId' | 'sign'>,
  issued: Issued,
): Promise<string> => {
  const { priority, issuedAt } = issued
  return sign(offlineTicketText({ hallId, deviceId, ticketId: ticketIdIn(issued), priority, issuedAt }))
}
