import {
  amend,
  audienceKind,
  changeHall,
  type Draft,
  type EventOfScreen,
  put,
  type ScreenFolds,
  tells,
} from './draft.ts'

function described(draft: Draft, e: EventOfScreen<'hall.described'>): void {
  if (!tells(e, 'name', 'nameEn', 'complaintPhone')) return
  const { name, nameEn, complaintPhone } = e
  changeHall(draft, hall => ({ ...hall, name, nameEn, complaintPhone }))
}

/** Everybody knows what stands over a counter; the floor, the office and the public hold its row. */
function counterSet(draft: Draft, { counter }: EventOfScreen<'hall.counterSet'>): void {
  if (counter === undefined) return
  const { counterId, label, profile } = counter
  changeHall(draft, hall => ({ ...hall, counterLabels: { ...hall.counterLabels, [counterId]: label } }))
  if (draft.screen.counters[counterId] !== undefined) amend(draft, 'counters', counterId, { label, profile })
  else if (['public', 'floor', 'office'].includes(audienceKind(draft)))
    put(draft, 'counters', counterId, { counterId, label, profile, status: 'closed' })
}

function serviceSet(draft: Draft, { service }: EventOfScreen<'hall.serviceSet'>): void {
  if (service === undefined) return
  const { code, prefix, zh, en, itemCode } = service
  const one = { code, prefix, zh, en, ...(itemCode !== undefined && { itemCode }) }
  changeHall(draft, hall => ({
    ...hall,
    services: hall.services.some(each => each.code === code)
      ? hall.services.map(each => (each.code === code ? one : each))
      : [...hall.services, one],
  }))
}

function hoursSet(draft: Draft, { hours }: EventOfScreen<'hall.hoursSet'>): void {
  if (hours !== undefined) changeHall(draft, hall => ({ ...hall, hours }))
}

function waitLimitSet(draft: Draft, { waitLimitMinutes }: EventOfScreen<'hall.waitLimitSet'>): void {
  if (waitLimitMinutes !== undefined) changeHall(draft, hall => ({ ...hall, waitLimitMinutes }))
}

function realNameSet(draft: Draft, { realName, readerUrl }: EventOfScreen<'hall.realNameSet'>): void {
  changeHall(draft, ({ realName: _, ...hall }) =>
    realName === 'optional' ? { ...hall, realName: readerUrl === undefined ? {} : { readerUrl } } : hall,
  )
}

export const setupFolds: ScreenFolds = {
  'hall.described': described,
  'hall.counterSet': counterSet,
  'hall.serviceSet': serviceSet,
  'hall.hoursSet': hoursSet,
  'hall.waitLimitSet': waitLimitSet,
  'hall.realNameSet': realNameSet,
}
