import {
  addMs,
  type CommandOf,
  type Decision,
  type Event,
  type EventOf,
  type Facts,
  type Instant,
  type PhantomRow,
  refuse,
} from '@pingting/contract'

/** What the books know of phantoms, and when a restore was last signed off. */
export interface PhantomState {
  phantoms: Map<string, PhantomRow>
  signedOffAt?: Instant
}

/** By the gate's clock, which may be off by so much. */
const CLOCKS_APART_MS = 120_000

/**
 * Each is found once, and what was found is not found again. What the gate took before a restore was signed off may have
 * been granted by the life that was lost: it waits for a person.
 */
export function findPhantoms(
  { phantoms: told, waits }: CommandOf<'lot.findPhantoms'>,
  { phantoms, signedOffAt }: PhantomState,
  at: Instant,
): Event[] {
  const before = signedOffAt === undefined ? '' : addMs(signedOffAt, CLOCKS_APART_MS)
  return told.flatMap((phantom): Event[] => {
    if (phantoms.has(phantom.exemptionId)) return []
    const isForPeople = waits === true || phantom.heldAt <= before
    return [{ type: 'lot.phantomFound', v: 1, at, ...phantom, ...(isForPeople ? { waits: true } : {}) }]
  })
}

/** Only one that waits is a person's to release; a second time there is nothing left to do. */
export function takeBackPhantom(
  { exemptionId }: CommandOf<'lot.takeBackPhantom'>,
  { phantoms }: PhantomState,
  { at, actor }: Facts,
): Decision {
  if (actor.kind !== 'staff') return refuse('access.denied')
  const phantom = phantoms.get(exemptionId)
  if (phantom === undefined) return refuse('phantom.unknown', exemptionId)
  if (phantom.waits === undefined) return []
  return [{ type: 'lot.phantomReleased', v: 1, at, exemptionId, staffId: actor.staffId }]
}

/** What the gate says a second time is no news. */
export function recordPhantom(
  { exemptionId, outcome }: CommandOf<'lot.recordPhantom'>,
  { phantoms }: PhantomState,
  at: Instant,
): Decision {
  const phantom = phantoms.get(exemptionId)
  if (phantom === undefined) return refuse('phantom.unknown', exemptionId)
  return phantom.outcome === undefined ? [{ type: 'lot.phantomEnded', v: 1, at, exemptionId, outcome }] : []
}

export const phantomFolds = {
  'lot.phantomFound': ({ phantoms }: PhantomState, { type: _type, v: _v, ...row }: EventOf<'lot.phantomFound'>) => {
    phantoms.set(row.exemptionId, row)
  },
  'lot.phantomReleased': ({ phantoms }: PhantomState, { exemptionId }: EventOf<'lot.phantomReleased'>) => {
    delete phantoms.get(exemptionId)?.waits
  },
  'lot.phantomEnded': ({ phantoms }: PhantomState, { exemptionId, outcome }: EventOf<'lot.phantomEnded'>) => {
    const phantom = phantoms.get(exemptionId)
    if (phantom !== undefined) phantom.outcome = outcome
  },
}

/** Whether the gate is to take it back: only of such a one does the hub sign a revocation without a grant. */
export const isTakenBack = ({ phantoms }: PhantomState, exemptionId: string): boolean => {
  const phantom = phantoms.get(exemptionId)
  return phantom !== undefined && phantom.waits === undefined && phantom.outcome === undefined
}

export const phantomRows = ({ phantoms }: PhantomState): Record<string, PhantomRow> =>
  Object.fromEntries([...phantoms].map(([exemptionId, row]) => [exemptionId, { ...row }]))
