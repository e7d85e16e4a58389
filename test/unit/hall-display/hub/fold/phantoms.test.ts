import { addMs, DAY_MS, type LotHead, type Screen, type ScreenEvent } from '@pingting/contract'
import { expect, test } from 'vitest'
import { reduce } from '../../../../../hall-display/src/hub/reduce.ts'
import { incidentsOf, stageOf } from '../../../../../hall-display/src/parking/gate/incidents.ts'
import { emptyScreen, envelopeOf, NINE } from '../screens.ts'

const PHANTOM = '0b8f7c52-95d3-5a3c-8b93-8a5d6a3d1c11'
const lot: LotHead = { lotId: 'east', name: '东区', nameEn: 'East', spaces: 3, linkUsable: true }
const atLot = (screen: Screen, event: object): Screen =>
  reduce(screen, envelopeOf(1, [{ at: NINE, ...event } as ScreenEvent], { stream: 'lot:east', audience: 'parking' }))
const found = (over: object = {}) => ({
  ...{ type: 'lot.phantomFound', exemptionId: PHANTOM, freeMinutes: 60, heldAt: NINE, ...over },
})
const rowsOf = ({ lot: head, exemptions }: Screen) => incidentsOf(head, exemptions).phantoms

test('[LT40, LT41] what nobody granted is shown from when it was found until a week after, with what became of it', () => {
  const empty = { ...emptyScreen(), lot }
  const waiting = atLot(empty, found({ waits: true }))
  expect(rowsOf(waiting)).toEqual([{ exemptionId: PHANTOM, freeMinutes: 60, heldAt: NINE, at: NINE, waits: true }])
  const released = atLot(waiting, { type: 'lot.phantomReleased', exemptionId: PHANTOM })
  const over = atLot(released, { type: 'lot.phantomEnded', exemptionId: PHANTOM, outcome: 'Revoked' })
  expect([waiting, released, over].map(screen => stageOf(rowsOf(screen)[0]!))).toEqual(['waits', 'revoking', 'Revoked'])
  const later = (days: number) => atLot(over, { type: 'lot.linkRestored', at: addMs(NINE, days * DAY_MS) })
  expect([rowsOf(later(6)).length, later(7).lot]).toEqual([1, lot])
  // Of what this screen never heard of nothing is made up.
  expect(atLot(empty, { type: 'lot.phantomEnded', exemptionId: PHANTOM, outcome: 'Revoked' }).lot).toEqual(lot)
  expect(atLot(emptyScreen(), found()).lot).toBeUndefined()
})

test('[EX31, LT40] incidents of this car park stand above all, the newest first', () => {
  const row = { exemptionId: PHANTOM, freeMinutes: 60, heldAt: NINE }
  const phantoms = { a: { ...row, at: NINE }, b: { ...row, at: addMs(NINE, 1) } }
  const exemption = { lotId: 'east', grantedAt: NINE, unearned: true }
  const exemptions = {
    ...{ first: exemption, newer: { ...exemption, grantedAt: addMs(NINE, 1) } },
    ...{ elsewhere: { ...exemption, lotId: 'west' }, earned: { lotId: 'east', grantedAt: NINE } },
  }
  const rows = incidentsOf({ ...lot, phantoms }, exemptions as never)
  expect(rows).toEqual({ phantoms: [phantoms.b, phantoms.a], unearned: [exemptions.newer, exemptions.first] })
  expect(incidentsOf(undefined, {})).toEqual({ phantoms: [], unearned: [] })
})

test('[EX31] the operator is told with the freeze that nothing stands behind it', () => {
  const hall = (screen: Screen, event: object): Screen =>
    reduce(screen, envelopeOf(1, [{ at: NINE, ...event } as ScreenEvent], { audience: 'parking' }))
  const granted = {
    ...{ type: 'exemption.granted', exemptionId: PHANTOM, ticketId: '20261123-A001', lotId: 'east', stayId: 's1' },
    ...{ plate: '鲁F12345', freeMinutes: 120, notBefore: NINE, notAfter: NINE },
  }
  const frozen = { type: 'exemption.frozen', exemptionId: PHANTOM }
  const rowAfter = (event: object) => hall(hall(emptyScreen(), granted), event).exemptions[PHANTOM]
  expect(rowAfter({ ...frozen, unearned: true })).toMatchObject({ frozen: true, unearned: true })
  expect(rowAfter(frozen)).not.toHaveProperty('unearned')
})
