import {
  type BusinessDay,
  businessDayOf,
  type HallCard,
  type HallSetup,
  type Instant,
  inForceOn,
  publishedCalendar,
  WAIT_LIMIT_MINUTES,
} from '@pingting/contract'
import type { HallState } from '../../domain.ts'
import { policyRows } from '../../exemptions/view.ts'
import type { Hub } from '../dispatch.ts'
import type { Sightings } from './sightings.ts'

interface SetupPorts {
  hub: Pick<Hub, 'stream' | 'now'>
  sightings: Sightings
}

/** A hall as it is set up. @returns nothing where there is no such hall. */
export const openSetup =
  ({ hub, sightings }: SetupPorts) =>
  (hallId: string): HallSetup | undefined => {
    const state = hub.stream('hall', hallId)?.peek()
    const hall = state?.halls.hall
    if (state === undefined || hall === undefined) return undefined
    const now = hub.now()
    const { policy: _, ...card } = hall
    const { hours, waitLimitMinutes = WAIT_LIMIT_MINUTES, realName } = state.halls
    return {
      card,
      ...(hours === undefined ? {} : { hours }),
      waitLimitMinutes,
      ...(realName === undefined ? {} : { realName }),
      calendar: calendarFrom(businessDayOf(now)),
      policyVersion: versionOn(state, hall, businessDayOf(now)),
      ...devicesOf(hallId, state, now, sightings),
      watchedSince: sightings.since,
      lots: hall.lotIds.flatMap(lotId => {
        const lot = hub.stream('lot', lotId)?.peek()
        if (lot?.card === undefined) return []
        const { name, nameEn, spaces, shifts = [] } = lot.card
        const { linkUsable } = lot
        return [{ lotId, name, nameEn, spaces, shifts: [...shifts], hadBridge: lot.bridgeEpoch > 0, linkUsable }]
      }),
    }
  }

const versionOn = ({ exemptions }: HallState, { policy }: HallCard, day: BusinessDay): string =>
  inForceOn(policyRows(exemptions), day)?.policy.version ?? policy.version

const calendarFrom = (today: BusinessDay): HallSetup['calendar'] => ({
  holidays: publishedCalendar.holidays.filter(day => day >= today),
  workdays: publishedCalendar.workdays.filter(day => day >= today),
})

function devicesOf(hallId: string, { halls }: HallState, now: Instant, sightings: Sightings) {
  const here = sightings.here(hallId)
  return {
    devices: [...halls.devices.values()].map(({ deviceId, kind, counterId }) => {
      const isHere = here.has(deviceId)
      const seenAt = isHere ? now : sightings.seenAt(hallId, deviceId)
      return {
        ...{ deviceId, kind, isHere },
        ...(counterId === undefined ? {} : { counterId }),
        ...(seenAt === undefined ? {} : { seenAt }),
      }
    }),
    invites: [...halls.invites.values()]
      .filter(({ expiresAt }) => expiresAt > now)
      .map(({ codeHash: _, ...invite }) => invite),
  }
}
