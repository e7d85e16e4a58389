import { addMs, DAY_MS, type Event, fen } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { rowsOf } from '../../../server/src/settlements/diary/day-rows.ts'
import { emptyDiary, forgetBefore } from '../../../server/src/settlements/diary/diary.ts'
import { noteHall } from '../../../server/src/settlements/diary/note.ts'
import { booksOf, drawn } from '../../support/books/drawn.ts'
import { DAY, fakeId, LOT, NINE, staff, World } from '../reactions/world.ts'
import { classesOf, diaryOf, OTHER, PLATE, TERMS, visited } from './days.ts'

describe('the rows of a day', () => {
  test('[RB28] a use after midnight is of the day of its grant, and one that nobody granted of its own', () => {
    const world = new World()
    world.now = '2026-11-23T15:50:00.000Z'
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    world.now = '2026-11-23T16:01:00.000Z'
    world.honour('s1', exemptionId)
    world.now = '2026-11-23T16:11:00.000Z'
    world.honour('s2', fakeId('phantom'))
    world.now = '2026-11-23T16:12:00.000Z'
    world.honour('s1', exemptionId)
    const diary = diaryOf(world)
    const used = (day: string) => rowsOf(diary, day, TERMS).used.map(({ exitedAt }) => exitedAt.slice(14, 16))
    expect([used(DAY).sort(), used('2026-11-24')]).toEqual([['01', '12'], ['11']])
  })

  test('[RB28] facts that were lost, an entry told again, and a plate nobody could read', () => {
    const world = new World()
    world.enter('s1')
    world.lotEvents.push(
      { type: 'lot.gateReset', v: 1, at: NINE, gateEpoch: 'g2' },
      { type: 'lot.factsLost', v: 1, at: NINE, gateEpoch: 'g2', from: 3, to: 7 },
      {
        type: 'stay.entered',
        v: 1,
        at: NINE,
        gateSeq: 8,
        stayId: 's1',
        laneId: 'in',
        carClass: 'casual',
        enteredAt: NINE,
        plate: PLATE,
      },
      { type: 'stay.plateCorrected', v: 1, at: NINE, gateSeq: 9, stayId: 's1', plate: 'erased', correctedAt: NINE },
      { type: 'stay.plateCorrected', v: 1, at: NINE, gateSeq: 9, stayId: 'nobody', plate: PLATE, correctedAt: NINE },
      { type: 'stay.paid', v: 1, at: NINE, gateSeq: 10, stayId: 's1', paidFen: fen(0), paidAt: NINE },
      { type: 'stay.paid', v: 1, at: NINE, gateSeq: 10, stayId: 'nobody', paidFen: fen(0), paidAt: NINE },
    )
    world.exit('s1')
    world.exit('unheard')
    const { gaps, exits } = rowsOf(diaryOf(world), DAY, TERMS)
    expect(gaps).toEqual([{ lotId: LOT, businessDay: DAY, gateEpoch: 'g2', from: 3, to: 7 }])
    expect(exits.map(({ key, paidAt }) => [key, paidAt])).toEqual([
      ['stay s1', NINE],
      ['stay unheard', undefined],
    ])
  })

  test('[LT34] a car put right here fits: granted and left under its plate, held by the gate under the one it read', async () => {
    // given a car of which the camera misread the plate, put right, let off and gone
    const world = new World()
    world.gate({
      ...{ kind: 'entered', stayId: 's1', carClass: 'casual', laneId: 'in', enteredAt: world.now },
      ...{ plate: OTHER, confidence: 40 },
    })
    const wish = { type: 'lot.reviewPlate', commandId: fakeId('v'), stayId: 's1', plate: PLATE } as const
    world.toLot(wish, staff('o1', 'operator'))
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    const held = (plate: string): Event => ({
      ...{ type: 'ledger.accepted', v: 1, at: world.now, gateEpoch: 'g1', ledgerSeq: 1 },
      ...{ exemptionId, freeMinutes: 120, acceptedAt: world.now, plate },
    })
    world.pass(600).honour('s1', exemptionId)
    world.exit('s1')

    // then the books agree, and do not when the gate holds it under any other plate
    const told = world.lotEvents
    world.lotEvents = [...told, held(OTHER)]
    expect(await classesOf(diaryOf(world))).toEqual([`M0 ${exemptionId}`, 'M0 exit', 'M0 owed'])
    world.lotEvents = [...told, held('鲁F99999')]
    expect(await classesOf(diaryOf(world))).toContain(`B8 ${exemptionId}`)
  })

  test('[LT24] an exit that was told before its use has the money of the use', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    world.gate({
      ...{ kind: 'exited', stayId: 's1', laneId: 'out', exitedAt: world.now, minutes: 60 },
      ...{ feeBeforeFen: fen(0), feeWaivedFen: fen(0), feeAfterFen: fen(0) },
    })
    world.honour('s1', exemptionId)
    const [exit] = rowsOf(diaryOf(world), DAY, TERMS).exits
    const { feeBeforeFen, feeWaivedFen, feeAfterFen } = world.exemptions.exemptions.get(exemptionId)!
    expect(feeWaivedFen).toBeGreaterThan(0)
    expect(exit).toMatchObject({ exemptionId, feeBeforeFen, feeWaivedFen, feeAfterFen })
  })

  test('[RB28] the lot’s daily file fills in what the bridge never told, and nothing twice', async () => {
    const world = new World()
    const told = visited(world)
    const filed = {
      transactionId: 't',
      laneId: 'out',
      exitedAt: world.now,
      minutes: 60,
      feeBeforeFen: fen(200),
      feeWaivedFen: fen(200),
      feeAfterFen: fen(0),
    }
    world.enter('s2', OTHER)
    const lost = world.exemption(world.visit('A002', OTHER))!.exemptionId
    const exitedAt = addMs(world.now, 60_000)
    const exits = [
      { ...filed, stayId: 's1', key: told },
      { ...filed, stayId: 's2', key: lost, exitedAt },
      { ...filed, stayId: 's3', feeWaivedFen: fen(0), feeAfterFen: fen(200) },
    ]
    const about = { businessDay: DAY, sha256: 'a'.repeat(64), mappingVersion: 1, totalFen: fen(400), staffId: 'o1' }
    world.lotEvents.push({ type: 'settlement.fileTaken', v: 1, at: world.now, ...about, exits })
    const diary = diaryOf(world)
    const { used, exits: rows } = rowsOf(diary, DAY, TERMS)
    expect([used.length, rows.length]).toEqual([2, 3])
    expect(await classesOf(diary)).toContain(`B9 ${lost}`)
  })

  test('[RB28] a grant at another car park is not of these books, and one whose ticket was taken before them is', () => {
    const world = new World()
    const key = visited(world)
    const elsewhere = world.events.map(event =>
      event.type === 'exemption.granted' ? { ...event, lotId: 'west' } : event,
    )
    const there = rowsOf(diaryOf({ events: elsewhere, lotEvents: world.lotEvents } as World), DAY, TERMS)
    expect([there.granted, there.owed]).toEqual([[], []])
    const late = world.events.filter(({ type }) => type !== 'ticket.taken')
    const rows = rowsOf(diaryOf({ events: late, lotEvents: [] } as unknown as World), DAY, TERMS)
    expect(rows.granted.map(row => row.key)).toEqual([key])
  })

  test('[RB27] of what was granted before the diary begins nothing is told, and a confirmation changes no end', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    const confirmed = {
      type: 'exemption.confirmed',
      v: 1,
      at: NINE,
      exemptionId,
      gateEpoch: 'g',
      ledgerSeq: 1,
    } as const
    const honoured = {
      type: 'exemption.honoured',
      v: 1,
      at: NINE,
      exemptionId,
      gateSeq: 1,
      minutesApplied: 60,
      exitedAt: NINE,
    } as const
    const fees = { feeBeforeFen: fen(200), feeWaivedFen: fen(200), feeAfterFen: fen(0) }
    const diary = diaryOf({ events: world.events, lotEvents: [] } as unknown as World)
    const row = () => rowsOf(diary, DAY, TERMS).granted[0]
    noteHall(diary, 'h1', confirmed)
    expect(row()?.status).toBe('confirmed')
    // The car's entry is not in this diary; what it had earned is all the same.
    expect(rowsOf(diary, DAY, TERMS).owed).toMatchObject([{ exemptionId, stayId: 's1' }])
    for (const event of [{ ...honoured, ...fees }, confirmed]) noteHall(diary, 'h1', event)
    noteHall(diary, 'h1', { type: 'ticket.undone', v: 1, at: NINE, ticketId: '20261123-A001', verb: 'called' } as never)
    // What was granted and is forgotten leaves a visit that got something.
    const forgotten = { ...diary, granted: new Map() }
    expect(rowsOf(forgotten, DAY, TERMS).owed).toMatchObject([{ exemptionId, minutes: 120 }])
    expect(rowsOf(forgotten, DAY, TERMS).owed[0]).not.toHaveProperty('stayId')
    expect(row()).toMatchObject({ status: 'honoured', booked: { minutes: 60 } })
    const empty = emptyDiary(LOT)
    for (const event of [confirmed, { ...honoured, ...fees }]) noteHall(empty, 'h1', event)
    for (const ticketId of ['20261123-A001']) {
      noteHall(empty, 'h1', { type: 'ticket.undone', v: 1, at: NINE, ticketId, verb: 'called' } as never)
      noteHall(empty, 'h1', { type: 'lot.opened' } as never)
    }
    expect(empty).toEqual(emptyDiary(LOT))
    // Granted, and of the ticket's day alone nothing else is known: it is of the books, and owes nothing.
    const unserved = world.events.filter(({ type }) => type === 'ticket.taken' || type === 'exemption.granted')
    expect(rowsOf(diaryOf({ events: unserved, lotEvents: [] } as unknown as World), DAY, TERMS).owed).toEqual([])
  })

  test('[RB28] what the gate’s ledger holds is a voice: not held, held by nobody’s grant, held for other minutes', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    const accepted = (key: string, freeMinutes: number, over: object = {}): Event =>
      ({
        ...{ type: 'ledger.accepted', v: 1, at: world.now, gateEpoch: 'g1', ledgerSeq: 1 },
        ...{ exemptionId: key, freeMinutes, acceptedAt: world.now, plate: PLATE, ...over },
      }) as Event
    const booked = async (...told: Event[]) => {
      const diary = diaryOf({ events: world.events, lotEvents: [...world.lotEvents, ...told] } as World)
      const rows = rowsOf(diary, DAY, TERMS)
      const rules = { now: '2026-11-23T04:00:00.000Z', isLedgerTold: true, shifts: ['00:00'] as const }
      return (await drawn(booksOf(rows), rules)).verdicts.map(({ key, matchClass }) => `${matchClass} ${key}`)
    }
    const phantom = fakeId('phantom')
    expect(await booked()).toContain(`B3 ${exemptionId}`)
    expect(await booked(accepted(exemptionId, 120))).toContain(`M1 ${exemptionId}`)
    expect(await booked(accepted(exemptionId, 240))).toContain(`B9 ${exemptionId}`)
    expect(await booked(accepted(exemptionId, 120, { plate: OTHER }))).toContain(`B8 ${exemptionId}`)
    // Its plate was erased: then it is the one that was granted.
    expect(await booked(accepted(exemptionId, 120, { plate: 'erased' }))).toContain(`M1 ${exemptionId}`)
    const elsewhere = accepted(fakeId('yesterday'), 60, { acceptedAt: '2026-11-22T04:00:00.000Z' })
    const all = await booked(accepted(exemptionId, 120), accepted(phantom, 60, { plate: undefined }), elsewhere)
    expect(all.filter(one => one.startsWith('B'))).toEqual([`B4 ${phantom}`])
  })

  test('[RB29] what is over before a day is forgotten, and what goes on is not', () => {
    const world = new World()
    visited(world)
    world.lotEvents.push({ type: 'lot.factsLost', v: 1, at: world.now, gateEpoch: 'g2', from: 3, to: 7 })
    const about = { businessDay: DAY, sha256: 'a'.repeat(64), mappingVersion: 1, totalFen: fen(0), staffId: 'o1' }
    world.lotEvents.push({ type: 'settlement.fileTaken', v: 1, at: world.now, ...about, exits: [] })
    world.lotEvents.push({
      ...{ type: 'ledger.accepted', v: 1, at: world.now, gateEpoch: 'g2', ledgerSeq: 1 },
      ...{ exemptionId: fakeId('held'), freeMinutes: 60, acceptedAt: world.now },
    })
    world.enter('inside', OTHER)
    const diary = diaryOf(world)
    const before = structuredClone(diary)
    forgetBefore(diary, DAY, '2026-11-22T16:00:00.000Z')
    expect(diary).toEqual(before)
    forgetBefore(diary, '2026-11-24', addMs('2026-11-22T16:00:00.000Z', DAY_MS))
    const { stays, ...rest } = diary
    const { stays: _, ...nothing } = emptyDiary(LOT)
    expect([...stays.keys()]).toEqual(['inside'])
    expect({ ...rest, gateEpoch: '' }).toEqual(nothing)
  })
})
