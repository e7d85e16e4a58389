import type { HallCard, HallHead } from '@pingting/contract'

/** What everybody may know of a hall. */
export const hallHead = (hall: HallCard): HallHead => ({
  hallId: hall.hallId,
  name: hall.name,
  nameEn: hall.nameEn,
  complaintPhone: hall.complaintPhone,
  freeMinutes: hall.policy.freeMinutes,
  lotIds: [...hall.lotIds],
  counterLabels: Object.fromEntries(hall.counters.map(({ counterId, label }) => [counterId, label])),
  services: hall.services.map(({ code, prefix, zh, en }) => ({ code, prefix, zh, en })),
})
