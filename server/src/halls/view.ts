import { type BusinessDay, type HallCard, type HallHead, type Offer, offerOn } from '@pingting/contract'
import type { HallState } from './state.ts'

type Known = Pick<HallState, 'hall' | 'terms' | 'hours' | 'waitLimitMinutes' | 'realName'>

/** What everybody may know of a hall, with all that it offers by and by; nothing where it was not opened. */
export function hallHead(known: Known): HallHead | undefined {
  const { hall, terms } = known
  if (hall === undefined) return undefined
  return { ...headOf(hall, offerOf(hall), known), ...(terms.length === 0 ? {} : { terms }) }
}

/** The same for whom one day concerns. */
export function hallHeadOn(known: Known, day: BusinessDay): HallHead | undefined {
  const { hall, terms } = known
  return hall === undefined ? undefined : headOf(hall, offerOn({ ...offerOf(hall), terms }, day), known)
}

const offerOf = ({ policy: { freeMinutes, grantWithoutRating } }: HallCard): Offer =>
  grantWithoutRating === true ? { freeMinutes, grantWithoutRating } : { freeMinutes }

const headOf = (
  hall: HallCard,
  { freeMinutes, grantWithoutRating }: Offer,
  { hours, waitLimitMinutes, realName }: Known,
): HallHead => ({
  hallId: hall.hallId,
  name: hall.name,
  nameEn: hall.nameEn,
  complaintPhone: hall.complaintPhone,
  freeMinutes,
  ...(grantWithoutRating === true ? { grantWithoutRating } : {}),
  lotIds: [...hall.lotIds],
  counterLabels: Object.fromEntries(hall.counters.map(({ counterId, label }) => [counterId, label])),
  services: hall.services.map(({ code, prefix, zh, en, itemCode }) => ({
    ...{ code, prefix, zh, en },
    ...(itemCode === undefined ? {} : { itemCode }),
  })),
  ...(hours === undefined ? {} : { hours }),
  ...(waitLimitMinutes === undefined ? {} : { waitLimitMinutes }),
  ...(realName === undefined ? {} : { realName }),
})
