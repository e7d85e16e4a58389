import { CityEvent, type Event, HallEvent, LotEvent } from '@pingting/contract'
import { expect, test } from 'vitest'
import { deliveries } from '../../../../server/src/hub/publish/audience.ts'
import { readGolden } from '../../../replay/fold.ts'

/** Every event has a ticket, and every ticket a tablet before its owner. */
const where = {
  ...{ ticketIds: () => ['20261123-A001'], lotIds: () => ['east'] },
  ...{ tabletsOf: () => ['1'], counterIds: () => ['1'], ticketOf: () => '20261123-A001', plateOf: () => '鲁F12345' },
  lotOf: () => 'east',
}
const types = [HallEvent, LotEvent, CityEvent].flatMap(union => union.options.map(one => one.shape.type.value))
/** Every event type of the contract is in it. */
const told: Event[] = readGolden('0.1.0').flatMap(({ events }) => events)
const deliveriesTo = (room: RegExp, events: readonly Event[]) =>
  events.flatMap(event => [...deliveries([event], where)].flatMap(([at, seen]) => (room.test(at) ? seen : [])))
const namesStaff = (seen: object): boolean => 'staffId' in seen || 'staffName' in seen

test('[AU9] no id and no name of staff reaches a ticket’s page, whatever happens', () => {
  expect(new Set(told.map(({ type }) => type))).toEqual(new Set(types))

  const seen = deliveriesTo(/^ticket:/, told)

  expect(seen.filter(namesStaff)).toEqual([])
  expect(told.filter(event => event.type === 'exemption.writtenOff' && namesStaff(event))).not.toEqual([])
  expect(seen.map(({ type }) => type)).toContain('exemption.writtenOff')
})

test('[AU9] who wrote an exemption off is told to the operator, and to no tablet', () => {
  const writtenOff = told.filter(({ type }) => type === 'exemption.writtenOff')

  const toTablets = deliveriesTo(/^counter:/, writtenOff)
  const toOperator = deliveriesTo(/^parking$/, writtenOff)

  expect([toTablets.length, toTablets.filter(namesStaff)]).toEqual([writtenOff.length, []])
  expect(toOperator.every(namesStaff)).toBe(true)
})

test('[AU9] [PL17] who has matched a misread car, and why, is told to the operator, and to neither ticket nor tablet', () => {
  const matched = told.filter(event => event.type === 'plate.corrected' && namesStaff(event))

  const toHall = deliveriesTo(/^(ticket|counter):/, matched)

  expect(matched).not.toEqual([])
  expect(toHall.filter(seen => namesStaff(seen) || 'reason' in seen)).toEqual([])
  expect(toHall.map(({ type }) => type)).toEqual(matched.flatMap(() => ['plate.corrected', 'plate.corrected']))
  expect(deliveriesTo(/^parking$/, matched)).toEqual(matched)
})

test('[AU20] the bridge of one lot hears nothing of an exemption of another', () => {
  const granted = told.filter(({ type }) => type.startsWith('exemption.') && type !== 'exemption.withheld')

  expect(deliveriesTo(/^bridge:east$/, granted).length).toBeGreaterThan(5)
  expect(deliveriesTo(/^bridge(?!:east$)/, granted)).toEqual([])
})

test('[LT34] the plate that the gate read is told to operator and bridge, and to neither ticket nor tablet', () => {
  const granted = told
    .filter(({ type }) => type === 'exemption.granted')
    .map(event => ({ ...event, gatePlate: '鲁F99999' }) as Event)

  expect(granted).not.toEqual([])
  expect(JSON.stringify(deliveriesTo(/^(ticket|counter):/, granted))).not.toContain('鲁F99999')
  expect(deliveriesTo(/^(parking|bridge:east)$/, granted)).toEqual(granted.flatMap(event => [event, event]))
})
