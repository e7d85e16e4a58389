import type { HallSetup, StaffRow } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { csvOf } from '../../../../hall-display/src/admin/audit/csv.ts'
import { draftOf, hoursOf, isRight } from '../../../../hall-display/src/admin/hall/hours.ts'
import { stepsOf } from '../../../../hall-display/src/admin/steps/steps.ts'
import { card } from '../../reactions/world.ts'

const setup = (change: Partial<HallSetup> = {}): HallSetup => ({
  ...{ card: card(), calendar: { holidays: [], workdays: [] }, policyVersion: 'p1', devices: [], invites: [] },
  ...{ watchedSince: '2026-11-23T00:00:00.000Z', lots: [], waitLimitMinutes: 30 },
  ...change,
})
const person = (staffId: string, change: Partial<StaffRow> = {}): StaffRow => ({
  ...{ staffId, name: staffId, role: 'clerk', hallIds: [card().hallId], lotIds: [] },
  ...{ hasFirstPassword: false, hasSecondFactor: false, isClosed: false },
  ...change,
})
const missing = (given: HallSetup, staff: readonly StaffRow[] = []) =>
  Object.fromEntries(stepsOf(given, staff).map(step => [step.name, step.missing]))

describe('[FA85] the steps of a first run', () => {
  test('an empty hall lacks all that a hall needs, in the order in which it is set up', () => {
    const bare = setup({
      card: { ...card(), name: '', complaintPhone: ' ', counters: [] },
      lots: [{ lotId: 'east', name: '东', nameEn: 'East', spaces: 1, shifts: [], hadBridge: false, linkUsable: false }],
    })
    expect(stepsOf(bare, []).map(({ name }) => name)).toEqual([
      ...['passwords', 'hall', 'services', 'counters', 'hours', 'people', 'devices', 'policy', 'gate'],
    ])
    expect(missing(bare)).toMatchObject({
      ...{ hall: ['name', 'complaintPhone'], counters: card().services.map(({ code }) => code), hours: ['hours'] },
      ...{ people: ['manager', 'clerk'], devices: ['board', 'kiosk', 'tablet'], gate: ['east'] },
    })
  })

  test('who is of another hall or has left is nobody here', () => {
    const staff = [
      person('m1', { role: 'manager', isClosed: true }),
      person('m2', { role: 'manager', hallIds: ['other'], hasFirstPassword: true }),
      person('c1', { hasFirstPassword: true }),
    ]
    expect(missing(setup(), staff)).toMatchObject({ people: ['manager'], passwords: ['c1'] })
  })
})

describe('[FA87] hours as they are written', () => {
  test('where none are set the usual week is proposed; what is set comes back as it was', () => {
    expect(hoursOf(draftOf(undefined)).weekly.map(({ weekday }) => weekday)).toEqual([1, 2, 3, 4, 5])
    const set = {
      weekly: [
        { weekday: 6, from: '10:00', to: '12:00' },
        { weekday: 0, from: '10:00', to: '12:00' },
      ],
      ...{
        keepsHolidays: false,
        days: [{ day: '2026-12-01', hours: { from: '09:00', to: '10:00' } }, { day: '2026-12-02' }],
      },
    }
    expect(hoursOf(draftOf(set))).toEqual(set)
  })

  test('a day that ends before it begins is wrong, but for one that is closed', () => {
    const draft = draftOf(undefined)
    const weekly = { ...draft.weekly, 1: { isOpen: true, from: '17:00', to: '09:00' } }
    expect(isRight({ ...draft, weekly })).toBe(false)
    expect(isRight({ ...draft, weekly: { ...weekly, 1: { ...weekly[1], isOpen: false } } })).toBe(true)
    expect(isRight({ ...draft, days: [{ day: '2026-12-01', hours: { from: '', to: '10:00' } }] })).toBe(false)
  })
})

test('[FA90] a file of the audit keeps commas, quotes and lines in their cell, and starts no formula', () => {
  expect(csvOf([['a', 'b,c', 'say "x"', '=1+1', '-2', '@a', 'l\nm']])).toBe(
    '\uFEFFa,"b,c","say ""x""",\'=1+1,\'-2,\'@a,"l\nm"\r\n',
  )
})
