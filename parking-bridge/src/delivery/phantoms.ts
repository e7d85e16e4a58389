import type { LotHead, PhantomOutcome, ScreenEvent, StreamName } from '@pingting/contract'
import type { Order } from './orders.ts'
import type { Tell } from './progress.ts'

/** What the gate holds and nobody granted, as an order that is to be taken back; its stream is that of the lot. */
export const phantomOrder = (exemptionId: string, stream: StreamName): Order => ({
  ...{ exemptionId, stream, status: 'confirmed', unknown: false, frozen: false, revoking: true, sent: true },
  // Taking back has no end.
  notAfter: '',
})

/** Those the hub wants taken back; of one that waits for a person, or has ended, nothing is to be done. */
export const phantomsIn = ({ phantoms = {} }: Pick<LotHead, 'phantoms'>): string[] =>
  Object.values(phantoms).flatMap(({ exemptionId, waits, outcome }) =>
    waits === undefined && outcome === undefined ? exemptionId : [],
  )

/** What an event of the lot asks about one. */
export function phantomNews(event: ScreenEvent): { exemptionId: string; isWanted: boolean } | undefined {
  if (event.type === 'lot.phantomFound' && event.waits !== true) return told(event.exemptionId, true)
  if (event.type === 'lot.phantomReleased') return told(event.exemptionId, true)
  return event.type === 'lot.phantomEnded' ? told(event.exemptionId, false) : undefined
}

const told = (exemptionId: string | undefined, isWanted: boolean) =>
  exemptionId === undefined ? undefined : { exemptionId, isWanted }

interface PhantomTell {
  type: 'lot.recordPhantom'
  exemptionId: string
  outcome: PhantomOutcome
}

/** What an order would be frozen for is the operator's here too: the gate does not take it back. */
export const phantomTell = (tell: Tell): PhantomTell => ({
  type: 'lot.recordPhantom',
  exemptionId: tell.exemptionId,
  outcome: tell.type === 'exemption.recordRevocation' ? tell.outcome : 'Impossible',
})
