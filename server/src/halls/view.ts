import { type BusinessDay, type HallCard, type HallHead, type HallHours, type Offer, offerOn } from '@pingting/contract'
import type { HallState } from './state.ts'

type Known = Pick<HallState, 'hall' | 'terms' | 'hours'>

/** What everybody may know of a hall, with all that it offers by and by; nothing where it was not opened. */
export function hallHead({ hall, terms, hours }: Known): HallHead | undefined {
  if (hall === undefined) return undefined
  return { ...headOf(hall, offerOf(hall), hours), ...(terms.length === 0 ? {} : { terms }) }
}

/** The same for whom one day concerns. */
export function hallHeadOn({ hall, terms, hours }: Known, day: BusinessDay): HallHead | undefined {
  return hall === undefined ? undefined : headOf(hall, offerOn({ ...offerOf(hall), terms }, day), hours)
}

const offerOf = ({ policy: { freeMinutes, grantWithoutRating } }: HallCard): Offer =>
  grantWithoutRating === true ? { freeMinutes, grantWithoutRating } : { freeMinutes }

const headOf = (hall: HallCard, { freeMinutes, grantWithoutRating }: Offer, hours?: HallHours): HallHead => ({
  hallId: hall.hallId,
  name: hall.name,
  nameEn: hall.nameEn,
  complaintPhone: hall.complaintPhone,
  freeMinutes,
  ...(grantWithoutRating === true ? { grantWithoutRating } : {}),
  lotIds: [...hall.lotIds],
  counterLabels: Object.fromEntries(hall.counters.map(({ counterId, label }) => [counterId, label])),
  services: hall.services.map(({ code, prefix, zh, en }) => ({ code, prefix, zh, en })),
  ...(hours === undefined ? {} : { hours }),
})
