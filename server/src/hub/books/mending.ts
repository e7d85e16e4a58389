import {
  addMs,
  type BusinessDay,
  businessDayOf,
  type CommandOf,
  daysBefore,
  type Instant,
  PHANTOMS_TOLD_MAX,
} from '@pingting/contract'
import { type Exemption, isOpen } from '../../exemptions/claim.ts'
import type { ExemptionState } from '../../exemptions/state.ts'
import type { Verdict } from '../../settlements/matching/classify.ts'
import { visitIdOf } from '../ids.ts'

export interface HallBooks {
  hallId: string
  exemptions: Pick<ExemptionState, 'exemptions' | 'limited' | 'claims'>
}

/** A command to a hall. `key`: what it is about, where it is done once. */
export interface Mending {
  hallId: string
  command:
    | Omit<CommandOf<'exemption.doubt'>, 'commandId'>
    | Omit<CommandOf<'exemption.impound'>, 'commandId'>
    | Omit<CommandOf<'exemption.consider'>, 'commandId'>
}

/**
 * Of a day so many are taken back without asking. Where more do not fit, it is rather the hub that knows too little:
 * then nothing is done, and a person looks.
 */
export const MENDED_MAX = 5
/** Until then the parts may still be telling each other. */
const YOUNG_MS = 15 * 60_000

export interface Pass {
  day: BusinessDay
  now: Instant
  verdicts: readonly Verdict[]
  /** Breaks that are open, by their keys, since when. */
  openedAt: ReadonlyMap<string, Instant>
}

/**
 * What halls do by themselves about what does not fit. What the gate had confirmed and its ledger has not (B3) is
 * doubted once for each break, however often that is lost on the way, so that the bridge asks, and sends it again under
 * its key. What no valid evaluation stands behind (B2) is frozen and taken back. Who earned an exemption and has none
 * (B1) is asked about again all the time anyway, but for whom another hall's exemption stood in the way (EX37): that it came
 * to nothing only the books see.
 */
export function mendingsOf(
  { verdicts, openedAt, now }: Pass,
  bridgeEpoch: number,
  halls: readonly HallBooks[],
): Mending[] {
  const owed = new Set(keysOf(verdicts, 'B1'))
  const unearned = keysOf(verdicts, 'B2')
  const missing = keysOf(verdicts, 'B3')
  const isUnasked = ({ exemptionId, status, unknown, confirmedAt = '' }: Exemption): boolean => {
    const since = openedAt.get(exemptionId)
    return status === 'confirmed' && !unknown && since !== undefined && confirmedAt <= since
  }
  const isOld = ({ grantedAt }: Exemption): boolean => addMs(grantedAt, YOUNG_MS) < now
  return halls.flatMap(({ hallId, exemptions: { exemptions, limited, claims } }) => {
    const held = (keys: readonly string[], test: (exemption: Exemption) => boolean): string[] =>
      keys.filter(key => {
        const exemption = exemptions.get(key)
        return exemption !== undefined && isOpen(exemption) && !exemption.revoking && test(exemption)
      })
    const isOwed = (ticketId: string): boolean =>
      [claims.get(ticketId)?.evaluation?.evaluationId, visitIdOf(hallId, ticketId)].some(id => owed.has(`owed|${id}`))
    return [
      ...(owed.size === 0 ? [] : [...limited.keys()].filter(isOwed)).map(
        (ticketId): Mending => ({ hallId, command: { type: 'exemption.consider', ticketId } }),
      ),
      ...held(missing, isUnasked).map(
        (exemptionId): Mending => ({ hallId, command: { type: 'exemption.doubt', exemptionId, bridgeEpoch } }),
      ),
      ...held(unearned.length > MENDED_MAX ? [] : unearned, isOld).map(
        (exemptionId): Mending => ({ hallId, command: { type: 'exemption.impound', exemptionId } }),
      ),
    ]
  })
}

/** Where more of a day are unearned than are taken back by themselves. */
export const areTooMany = ({ verdicts }: Pass, matchClass: 'B2' | 'B4'): boolean =>
  keysOf(verdicts, matchClass).length > MENDED_MAX

const keysOf = (verdicts: readonly Verdict[], matchClass: string): string[] =>
  verdicts.flatMap(verdict => (verdict.matchClass === matchClass ? verdict.key : []))

type Found = Omit<CommandOf<'lot.findPhantoms'>, 'commandId'>

/**
 * What the gate holds and nobody granted (B4) is taken back there: what it took today or yesterday, has had for a
 * quarter of an hour, and let nobody go free on.
 * @param isKnown was found before, or is of some hall, whatever became of it
 */
export function phantomsOf(pass: Pass, isKnown: (exemptionId: string) => boolean): Found | undefined {
  const { verdicts, day, now } = pass
  if (day < daysBefore(businessDayOf(now), 1)) return undefined
  const phantoms = verdicts.flatMap(({ key, heldAt, minutes }) =>
    heldAt === undefined || addMs(heldAt, YOUNG_MS) >= now || isKnown(key)
      ? []
      : [{ exemptionId: key, freeMinutes: minutes, heldAt }],
  )
  if (phantoms.length === 0) return undefined
  const told = { type: 'lot.findPhantoms', phantoms: phantoms.slice(0, PHANTOMS_TOLD_MAX) } as const
  return areTooMany(pass, 'B4') ? { ...told, waits: true } : told
}
