import type { Instant, Screen, ScreenEvent, StreamName } from '@pingting/contract'

/** An exemption the gate has still to do with, as the hub's journal has it. */
export interface Order {
  exemptionId: string
  /** The stream of its hall: that is where what became of it is told. */
  stream: StreamName
  status: 'granted' | 'confirmed'
  /** An answer of the gate was lost. */
  unknown: boolean
  /** Waits for an operator. */
  frozen: boolean
  /** Is to be taken back. */
  revoking: boolean
  /** It may have left the house before. */
  sent: boolean
  /** The ledger of the gate that confirmed it; absent where none did, or a person. */
  confirmedIn?: string
  notAfter: Instant
}

export type Orders = Map<string, Order>

/** What a snapshot says is open, for this lot. */
export function ordersIn(screen: Screen, stream: StreamName, lotId: string): Order[] {
  return Object.values(screen.exemptions).flatMap(row => {
    if (row.lotId !== lotId || (row.status !== 'granted' && row.status !== 'confirmed')) return []
    const { exemptionId, status, unknown, frozen, revoking, sent = false, gateEpoch, notAfter } = row
    const order = { exemptionId, stream, status, unknown, frozen, revoking, sent, notAfter }
    return [status === 'confirmed' ? { ...order, ...confirmedIn(gateEpoch) } : order]
  })
}

/** Folds one event of a hall into its orders. @returns the exemption it was about, if it is one of ours. */
export function fold(orders: Orders, stream: StreamName, lotId: string, event: ScreenEvent): string | undefined {
  const exemptionId = 'exemptionId' in event ? event.exemptionId : undefined
  if (!event.type.startsWith('exemption.') || exemptionId === undefined) return undefined
  if (event.type === 'exemption.granted') {
    if (event.lotId !== lotId || event.notAfter === undefined) return undefined
    const flags = { unknown: false, frozen: false, revoking: false, sent: false }
    orders.set(exemptionId, { exemptionId, stream, status: 'granted', ...flags, notAfter: event.notAfter })
    return exemptionId
  }
  const order = orders.get(exemptionId)
  if (order === undefined) return undefined
  const changed = change(order, event)
  if (changed === undefined) orders.delete(exemptionId)
  else orders.set(exemptionId, changed)
  return exemptionId
}

const confirmedIn = (gateEpoch: string | undefined) => (gateEpoch === undefined ? {} : { confirmedIn: gateEpoch })

/** @returns undefined when the exemption has ended. */
function change(order: Order, event: ScreenEvent): Order | undefined {
  switch (event.type) {
    case 'exemption.confirmed':
      return { ...order, status: 'confirmed', unknown: false, ...confirmedIn(event.gateEpoch) }
    case 'exemption.doubted':
      return { ...order, unknown: true }
    case 'exemption.frozen':
      return { ...order, frozen: true }
    case 'exemption.sent':
      return { ...order, sent: true }
    case 'exemption.settled': {
      const { confirmedIn: _, ...certain } = { ...order, unknown: false, frozen: false }
      return event.held === true ? { ...certain, status: 'confirmed' } : { ...certain, status: 'granted', sent: false }
    }
    case 'exemption.revocationRequested':
      return { ...order, revoking: true }
    case 'exemption.refused':
    case 'exemption.revoked':
    case 'exemption.honoured':
    case 'exemption.expired':
    case 'exemption.writtenOff':
      return undefined
    default:
      return order
  }
}
