import { HallCommand } from '@pingting/contract'
import { beforeEach, describe, expect, it } from 'vitest'
import { hallHead } from '../../../server/src/halls/view.ts'
import { card, clerk, Floor, manager } from '../tickets/floor.ts'

let floor: Floor
beforeEach(() => {
  floor = new Floor()
})

const KIOSK = { kind: 'device', deviceId: 'k1', device: 'kiosk', hallId: 'laishan' } as const
const NOBODY = '00000000-0000-4000-8000-000000000000'
const [tax] = card.services
const counter = { counterId: 'c9', label: '9', profile: ['permits', 'tax'] }
const visa = { code: 'visa', prefix: 'V', zh: '签证', en: 'Visa', typicalMinutes: 8 }

describe('a hall after its beginning', () => {
  it('[HL50] is told by another name from then on; the same again changes nothing', () => {
    const said = { name: '新大厅', nameEn: 'New hall', complaintPhone: '12388' }
    expect(floor.must({ type: 'hall.describe', ...said })).toEqual([
      { type: 'hall.described', v: 1, at: floor.now, ...said },
    ])
    expect(floor.hall.hall).toMatchObject({ ...said, hallNumber: 1, services: card.services })
    expect(floor.must({ type: 'hall.describe', ...said })).toEqual([])
    // The card of the event that opened it is as it was.
    expect(card.name).toBe('莱山区政务服务中心')
  })

  it('[HL51] gets a counter, which opens and calls by its profile', () => {
    floor.must({ type: 'hall.setCounter', counter })
    const ticketId = floor.take('permits')
    floor.must({ type: 'counter.open', counterId: 'c9' }, clerk(9))
    expect(floor.callNext('c9')).toBe(ticketId)
  })

  it('[HL51] another profile holds from the next call on; who is served is served to the end', () => {
    floor.open(4)
    const [first, second] = [floor.take('tax'), floor.take('housing')]
    expect(floor.callNext('c4')).toBe(first)
    floor.must({ type: 'hall.setCounter', counter: { counterId: 'c4', label: '4', profile: ['housing'] } })
    for (const type of ['ticket.arrive', 'ticket.finish'] as const)
      floor.must({ type, counterId: 'c4', ticketId: first }, clerk(4))
    expect(floor.callNext('c4')).toBe(second)
    expect(floor.counters.counters.get('c4')).toMatchObject({ status: 'open', profile: ['housing'], staffId: 's4' })
  })

  it.each([
    ['a service it does not have', { profile: ['nope'] }, 'service.unknown', 'nope'],
    ['a service twice', { profile: ['tax', 'tax'] }, 'command.malformed', 'tax'],
    ['a label that another has', { label: '2' }, 'counter.label-taken', 'c2'],
  ])('[HL51] no counter is set with %s', (_, change, refused, about) => {
    expect(floor.refusal({ type: 'hall.setCounter', counter: { ...counter, ...change } })).toEqual({ refused, about })
  })

  it('[HL51] a hall has 200 counters and no more', () => {
    for (let n = 5; n <= 200; n += 1)
      floor.must({ type: 'hall.setCounter', counter: { counterId: `c${n}`, label: `${n}`, profile: ['tax'] } })
    const more = { counterId: 'c201', label: '201', profile: ['tax'] }
    expect(floor.refusal({ type: 'hall.setCounter', counter: more })).toEqual({ refused: 'counter.too-many' })
    // One that is there is still changed.
    expect(
      floor.must({ type: 'hall.setCounter', counter: { ...more, counterId: 'c200', label: '200 A' } }),
    ).toHaveLength(1)
  })

  it('[HL52] gets a service, whose numbers begin with its letter', () => {
    floor.must({ type: 'hall.setService', service: visa })
    expect(floor.take('visa')).toBe('20261123-V001')
    expect(floor.must({ type: 'hall.setService', service: visa })).toEqual([])
  })

  it('[HL52] a service gets another name, and keeps its letter, its queue and what was learnt of it', () => {
    const waiting = floor.take('tax')
    floor.must({ type: 'hall.setService', service: { ...tax!, zh: '办税', typicalMinutes: 99 } })
    floor.open(1)
    expect(floor.callNext('c1')).toBe(waiting)
    expect(floor.take('tax')).toBe('20261123-A002')
    expect(floor.refusal({ type: 'hall.setService', service: { ...tax!, prefix: 'Z' } })).toEqual({
      ...{ refused: 'service.prefix-kept', about: 'A' },
    })
    expect(floor.refusal({ type: 'hall.setService', service: { ...visa, prefix: 'B' } })).toEqual({
      ...{ refused: 'service.prefix-taken', about: 'housing' },
    })
  })
})

describe('what is too long a wait', () => {
  it('[HL65] is thirty minutes until the hall says otherwise; the same again changes nothing', () => {
    expect(floor.must({ type: 'hall.setWaitLimit', waitLimitMinutes: 30 })).toEqual([])
    expect(hallHead(floor.hall)).not.toHaveProperty('waitLimitMinutes')
    expect(floor.must({ type: 'hall.setWaitLimit', waitLimitMinutes: 45 })).toHaveLength(1)
    expect(floor.must({ type: 'hall.setWaitLimit', waitLimitMinutes: 45 })).toEqual([])
    expect(hallHead(floor.hall)).toMatchObject({ waitLimitMinutes: 45 })
    const { success } = HallCommand.safeParse({ type: 'hall.setWaitLimit', commandId: NOBODY, waitLimitMinutes: 31 })
    expect(success).toBe(false)
  })
})

describe('the number of an item', () => {
  it('[FA106] is set, changed and taken away with its service, and everybody in the hall is told', () => {
    const itemOf = () => hallHead(floor.hall)!.services.find(({ code }) => code === 'tax')!.itemCode
    expect(itemOf()).toBeUndefined()
    floor.must({ type: 'hall.setService', service: { ...tax!, itemCode: '370600001234' } })
    expect(itemOf()).toBe('370600001234')
    floor.must({ type: 'hall.setService', service: tax! })
    expect(itemOf()).toBeUndefined()
  })
})

describe('when numbers are given', () => {
  const hours = { weekly: [{ weekday: 1, from: '09:00', to: '17:00' }], keepsHolidays: true, days: [] }
  const take = { type: 'ticket.take', serviceCode: 'tax', priority: 'none' } as const

  it('[HL53] hours that contradict themselves are refused, and the same again change nothing', () => {
    const twice = { ...hours, weekly: [hours.weekly[0]!, hours.weekly[0]!] }
    expect(floor.refusal({ type: 'hall.setHours', hours: twice })).toEqual({ refused: 'hall.hours-wrong', about: '1' })
    const backwards = { ...hours, days: [{ day: '2026-12-01', hours: { from: '12:00', to: '12:00' } }] }
    expect(floor.refusal({ type: 'hall.setHours', hours: backwards })?.about).toBe('12:00-12:00')
    expect(floor.must({ type: 'hall.setHours', hours })).toHaveLength(1)
    expect(floor.must({ type: 'hall.setHours', hours })).toEqual([])
  })

  it('[HL54] outside of them a kiosk gives none, and says so; staff still may', () => {
    expect(floor.refusal(take, KIOSK)).toBeUndefined()
    floor.must({ type: 'hall.setHours', hours })
    // Monday 08:30
    expect(floor.refusal(take, KIOSK)).toEqual({ refused: 'hall.closed-now' })
    expect(floor.refusal(take, manager)).toBeUndefined()
    floor.wait(30)
    expect(floor.refusal(take, KIOSK)).toBeUndefined()
    floor.wait(8 * 60)
    expect(floor.refusal(take, KIOSK)).toEqual({ refused: 'hall.closed-now' })
  })
})
