import {
  businessDayOf,
  type DeviceRow,
  type GateRow,
  type Instant,
  type OfficeFrame,
  type ServiceOutlook,
  type WallFrame,
} from '@pingting/contract'
import type { HallState, LotHouse } from '../../domain.ts'
import { hallFrame, officeFigures, waitErrorOn, wallFigures } from '../../metrics/view.ts'
import { officeCases, wallCases } from '../../rectifications/view.ts'
import { outlookFor } from '../../tickets/view.ts'

/** What stands beside the state of a hall: its gates, and the devices whose sockets are open, where that is known. */
export interface Surroundings {
  lots: readonly LotHouse[]
  online: ReadonlySet<string> | undefined
}

export function officeFrame(state: HallState, now: Instant): OfficeFrame {
  const today = businessDayOf(now)
  const services = state.halls.hall?.services ?? []
  const outlooks = services.map(({ code }): [string, ServiceOutlook] => {
    const error = waitErrorOn(state.metrics, today, code)
    return [code, { ...outlookFor(state.tickets, code), ...(error === undefined ? {} : { error }) }]
  })
  const cases = officeCases(state.rectifications, now)
  return { kind: 'office', ...officeFigures(state.metrics, today), outlooks: Object.fromEntries(outlooks), cases }
}

export function wallFrame(state: HallState, now: Instant, { lots, online }: Surroundings): WallFrame {
  const today = businessDayOf(now)
  const { waitingTally, servingTally, completedTally, countersOpenTally, oldestWaitingSince } = hallFrame(
    state.metrics,
    today,
  )
  const { ranking, lateTally, late, missedTally, absent } = wallFigures(state.metrics, today, now)
  const ticket = (ticketId: string) => state.tickets.tickets.get(ticketId) ?? []
  return {
    kind: 'wall',
    ...{ waitingTally, servingTally, completedTally, countersOpenTally, ranking },
    ...(oldestWaitingSince === undefined ? {} : { oldestWaitingSince }),
    lateWaits: {
      tally: lateTally,
      rows: late.flatMap(ticket).map(({ number, place }) => ({
        ...{ number, serviceCode: place.serviceCode, since: place.queuedAt },
      })),
    },
    missed: {
      tally: missedTally,
      rows: absent.flatMap(ticket).map(({ number, place: { serviceCode, counterId } }) => ({
        ...{ number, serviceCode, ...(counterId === undefined ? {} : { counterId }) },
      })),
    },
    cases: wallCases(state.rectifications, now),
    devices: deviceRows(state, online),
    gates: lots.flatMap(gateRow),
  }
}

const deviceRows = ({ halls }: HallState, online: Surroundings['online']): DeviceRow[] =>
  [...halls.devices.values()].map(({ deviceId, kind, counterId }) => ({
    ...{ deviceId, kind },
    ...(counterId === undefined ? {} : { counterId }),
    ...(online === undefined ? {} : { online: online.has(deviceId) }),
  }))

function gateRow({ card, linkUsable, health }: LotHouse): GateRow[] {
  if (card === undefined) return []
  const { lotId, name, nameEn } = card
  const { deviceHealth } = health
  const told = deviceHealth === undefined ? {} : { health: deviceHealth }
  return [{ ...{ lotId, name, nameEn, usable: linkUsable, alarmTally: health.alarms.size }, ...told }]
}
