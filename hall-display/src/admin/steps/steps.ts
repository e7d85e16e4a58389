import type { HallSetup, StaffRow } from '@pingting/contract/words/setup/setup'

/** One step of a hall's beginning, and what is still missing of it: codes or names, to be said in words. */
export interface Step {
  name: 'passwords' | 'hall' | 'services' | 'counters' | 'hours' | 'people' | 'devices' | 'policy' | 'gate'
  /** Where it is set up. */
  href: string
  missing: readonly string[]
}

const NEEDED_ROLES = ['manager', 'clerk'] as const
const NEEDED_KINDS = ['board', 'kiosk', 'tablet'] as const

/** What is missing before a hall can open, in the order in which it is set up. Closed accounts count for nothing. */
export function stepsOf({ card, hours, devices, lots }: HallSetup, staff: readonly StaffRow[]): Step[] {
  const here = staff.filter(({ isClosed, hallIds }) => !isClosed && hallIds.includes(card.hallId))
  const served = new Set(card.counters.flatMap(({ profile }) => profile))
  return [
    {
      ...{ name: 'passwords', href: '#staff' },
      missing: here.filter(({ hasFirstPassword }) => hasFirstPassword).map(({ staffId }) => staffId),
    },
    {
      ...{ name: 'hall', href: '#hall' },
      missing: (['name', 'nameEn', 'complaintPhone'] as const).filter(field => card[field].trim() === ''),
    },
    { name: 'services', href: '#services', missing: card.services.length === 0 ? ['services'] : [] },
    {
      ...{ name: 'counters', href: '#counters' },
      missing: card.services.map(({ code }) => code).filter(code => !served.has(code)),
    },
    { name: 'hours', href: '#hours', missing: hours === undefined ? ['hours'] : [] },
    { name: 'people', href: '#staff', missing: NEEDED_ROLES.filter(role => !here.some(each => each.role === role)) },
    {
      ...{ name: 'devices', href: '#devices' },
      missing: NEEDED_KINDS.filter(kind => !devices.some(each => each.kind === kind)),
    },
    // A hall is opened with one.
    { name: 'policy', href: '#parking', missing: [] },
    {
      ...{ name: 'gate', href: '#parking' },
      missing: lots.filter(({ linkUsable }) => !linkUsable).map(({ lotId }) => lotId),
    },
  ]
}
