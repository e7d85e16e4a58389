import type { Actor, HallCard } from '@pingting/contract'
import { businessDayOf, endOfBusinessDay, msBetween } from '@pingting/contract'
import fc from 'fast-check'
import { caseVerbs } from './cases.ts'
import { type Floor, HALL, LOT, type Sent, type Wish } from './floor.ts'

export const COUNTERS = ['1', '2', '3'] as const
const SERVICES = ['tax', 'id'] as const
const PLATES = ['鲁F12345', '鲁FD12345', '京A12345'] as const

export const CARD: HallCard = {
  ...{
    hallId: 'h1',
    hallNumber: 1,
    name: '市民中心',
    nameEn: 'Civic Centre',
    region: '370600',
    complaintPhone: '12345',
  },
  services: [
    {
      ...{ code: 'tax', prefix: 'A', zh: '税务', en: 'Tax', typicalMinutes: 10 },
      appointments: { hours: [{ from: '09:00', to: '17:00' }], slotMinutes: 30, places: 2, daysAhead: 7 },
    },
    { code: 'id', prefix: 'B', zh: '身份证', en: 'Identity card', typicalMinutes: 5 },
  ],
  counters: COUNTERS.map(counterId => ({
    counterId,
    label: counterId,
    profile: counterId === '3' ? ['id'] : ['tax', 'id'],
  })),
  lotIds: ['east'],
  policy: {
    ...{ version: 'p1', freeMinutes: 120, stackRule: 'max', perPlatePerDay: 2 },
    ...{ minServiceSeconds: 20, minFormSeconds: 2 },
  },
}

const staff = (staffId: string, role: 'clerk' | 'manager' | 'operator'): Actor => ({
  ...{ kind: 'staff', staffId, name: staffId, role, hallIds: ['h1'], lotIds: ['east'] },
})
const clerk = (counterId: string): Actor => staff(`clerk-${counterId}`, 'clerk')
const MANAGER = staff('manager', 'manager')
const KIOSK: Actor = { kind: 'device', deviceId: 'kiosk-1', device: 'kiosk', hallId: 'h1' }
const RESTORE: Actor = { kind: 'system', part: 'restore' }
const BACKUP = { backupId: '00000000-0000-5000-8000-000000000001', backupAt: '2026-11-23T00:00:00.000Z' }
const BOOKS: Actor = { kind: 'system', part: 'books' }
const OPERATOR = staff('op-1', 'operator')
const BRIDGE: Actor = { kind: 'bridge', lotIds: ['east'] }
const citizen = (ticketId: string): Actor => ({ kind: 'citizen', hallId: 'h1', ticketId })
const tablet = (counterId: string): Actor => ({
  ...{ kind: 'device', deviceId: `tablet-${counterId}`, device: 'tablet', hallId: 'h1', counterId },
})

/** What happens, before anybody knows to whom: the two numbers pick from what is there at that moment. */
export interface Step {
  verb: keyof typeof verbs
  one: number
  other: number
}

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]
const ticketIds = (floor: Floor): string[] => [...floor.hall.tickets.tickets.keys()].slice(-6)
const counterAt = ({ one }: Step): string => COUNTERS[one % COUNTERS.length]!
const exemptionOf = (floor: Floor, { one }: Step): string =>
  pick([...floor.hall.exemptions.exemptions.keys()].slice(-3), one) ?? idNobodyHas
const phantomId = (n: number): string => `00000000-0000-5000-8000-00000000100${n % 4}`
const idNobodyHas = '00000000-0000-5000-8000-000000000000'

const hall = (actor: Actor, wish: Wish): Sent[] => [{ stream: HALL, wish, actor }]

/** At the counter the ticket it serves; elsewhere any ticket, so that refusals are met too. */
const desk =
  (type: Wish['type'], more: object = {}) =>
  (floor: Floor, step: Step): Sent[] => {
    const counterId = counterAt(step)
    const here = floor.hall.tickets.seats.get(counterId)?.ticketId
    const ticketId = step.other % 4 > 0 && here !== undefined ? here : pick(ticketIds(floor), step.other)
    return hall(clerk(counterId), { type, counterId, ticketId: ticketId ?? '20261123-A001', ...more })
  }
const seat =
  (type: Wish['type'], more: object = {}) =>
  (_floor: Floor, step: Step): Sent[] =>
    hall(clerk(counterAt(step)), { type, counterId: counterAt(step), ...more })
const toGate =
  (type: Wish['type'], more: object = {}) =>
  (floor: Floor, step: Step): Sent[] =>
    hall(BRIDGE, { type, bridgeEpoch: floor.lot.bridgeEpoch, exemptionId: exemptionOf(floor, step), ...more })

const report = (floor: Floor, record: object): Sent[] => [
  {
    stream: LOT,
    actor: BRIDGE,
    wish: {
      ...{ type: 'lot.report', bridgeEpoch: floor.lot.bridgeEpoch, gateEpoch: 'g1' },
      records: [{ ...record, gateSeq: (floor.lot.gateEpoch === undefined ? 0 : floor.lot.gateSeq) + 1 }],
    },
  },
]
const stayOf = (floor: Floor, { one }: Step): string => pick([...floor.lot.stays.keys()].slice(-3), one) ?? 'nobody'
const MONEY = { feeBeforeFen: 500, feeWaivedFen: 500, feeAfterFen: 0 }

const rate =
  (channel: string, actorOf: (ticketId: string, step: Step) => Actor) =>
  (floor: Floor, step: Step): Sent[] => {
    const ticketId = pick(ticketIds(floor), step.other) ?? '20261123-A001'
    const level = 1 + (step.one % 5)
    const said = {
      level,
      tagVersion: 2,
      tagCodes: [],
      text: '还行',
      channel,
      formOpenMs: step.one % 7 === 0 ? 1 : 5_000,
    }
    return hall(actorOf(ticketId, step), { type: 'evaluation.submit', ticketId, ...said })
  }

/** What a clerk would do next here, so that days get somewhere. */
function serve(floor: Floor, step: Step): Sent[] {
  const counterId = counterAt(step)
  const { status, ticketId } = floor.hall.tickets.seats.get(counterId)!
  if (status === 'closed') return hall(clerk(counterId), { type: 'counter.open', counterId })
  if (ticketId === undefined) return hall(clerk(counterId), { type: 'ticket.callNext', counterId })
  const isCalled = floor.hall.tickets.tickets.get(ticketId)!.place.status === 'called'
  return hall(clerk(counterId), { type: isCalled ? 'ticket.arrive' : 'ticket.finish', counterId, ticketId })
}

const verbs = {
  serve,
  take: (_floor: Floor, { one, other }: Step) => {
    const plate = other % 2 === 0 ? { plate: pick(PLATES, other) } : {}
    return hall(KIOSK, {
      type: 'ticket.take',
      serviceCode: pick(SERVICES, one)!,
      priority: one % 5 === 0 ? 'elder' : 'none',
      ...plate,
    })
  },
  open: seat('counter.open'),
  pause: seat('counter.pause', { reason: 'break' }),
  resume: seat('counter.resume'),
  close: seat('counter.close'),
  next: seat('ticket.callNext'),
  undo: seat('counter.undo'),
  one: desk('ticket.callOne'),
  recall: desk('ticket.recall'),
  arrive: desk('ticket.arrive'),
  finish: desk('ticket.finish'),
  hold: desk('ticket.hold'),
  back: desk('ticket.return'),
  transfer: desk('ticket.transfer', { serviceCode: 'id' }),
  miss: desk('ticket.miss'),
  recycle: desk('ticket.recycle'),
  cancel: (floor: Floor, { other }: Step) => {
    const ticketId = pick(ticketIds(floor), other) ?? '20261123-A001'
    return hall(other % 2 === 0 ? MANAGER : citizen(ticketId), { type: 'ticket.cancel', ticketId })
  },
  ratePhone: rate('phone', citizen),
  rateKiosk: rate('kiosk', () => KIOSK),
  rateTablet: rate('tablet', (_ticketId, step) => tablet(counterAt(step))),
  bind: (floor: Floor, { one, other }: Step) => {
    const ticketId = pick(ticketIds(floor), other) ?? '20261123-A001'
    return hall(citizen(ticketId), { type: 'plate.bind', ticketId, plate: pick(PLATES, one)! })
  },
  confirm: toGate('exemption.confirm', { gateEpoch: 'g1', ledgerSeq: 1 }),
  refuse: toGate('exemption.refuse', { reason: 'STORE_FULL' }),
  doubt: toGate('exemption.doubt'),
  freeze: toGate('exemption.freeze'),
  sent: toGate('exemption.send'),
  settle: (floor: Floor, step: Step) =>
    hall(OPERATOR, {
      ...{ type: 'exemption.settle', exemptionId: exemptionOf(floor, step) },
      ...{ held: step.one % 2 === 0, reason: '看过道闸' },
    }),
  revoke: toGate('exemption.recordRevocation', { outcome: 'Revoked' }),
  propose: (floor: Floor, step: Step) =>
    hall(OPERATOR, {
      type: 'exemption.proposeWriteOff',
      exemptionId: exemptionOf(floor, step),
      reason: '错',
    }),
  approve: (floor: Floor, step: Step) =>
    hall(staff('op-2', 'operator'), { type: 'exemption.approveWriteOff', exemptionId: exemptionOf(floor, step) }),
  ...caseVerbs,
  enter: (floor: Floor, { one, other }: Step) => {
    const plate = other % 5 === 0 ? {} : { plate: pick(PLATES, one) }
    const stayId = `s${floor.lot.gateSeq + 1}`
    return report(floor, {
      kind: 'entered',
      stayId,
      carClass: one % 6 === 0 ? 'monthCard' : 'casual',
      laneId: 'in',
      enteredAt: floor.now,
      ...plate,
    })
  },
  pay: (floor: Floor, step: Step) =>
    report(floor, { kind: 'paid', stayId: stayOf(floor, step), paidFen: 500, paidAt: floor.now }),
  correct: (floor: Floor, step: Step) =>
    report(floor, {
      kind: 'plateCorrected',
      stayId: stayOf(floor, step),
      plate: pick(PLATES, step.other),
      correctedAt: floor.now,
    }),
  exit: (floor: Floor, step: Step) =>
    report(floor, {
      kind: 'exited',
      stayId: stayOf(floor, step),
      laneId: 'out',
      exitedAt: floor.now,
      minutes: 60,
      ...MONEY,
    }),
  honour: (floor: Floor, step: Step) => {
    const used = { exemptionId: exemptionOf(floor, step), minutesApplied: 60, ...MONEY, exitedAt: floor.now }
    return report(floor, { kind: 'honoured', stayId: stayOf(floor, step), ...used })
  },
  unread: (floor: Floor) => report(floor, { kind: 'foreign', rawType: 'BarrierRaised' }),
  lose: (floor: Floor) => [
    {
      stream: LOT,
      actor: BRIDGE,
      wish: {
        ...{ type: 'lot.report', bridgeEpoch: floor.lot.bridgeEpoch, gateEpoch: 'g1' },
        ...{ oldestSeq: floor.lot.gateSeq + 4, records: [] },
      },
    } as Sent,
  ],
  link: (floor: Floor, { one }: Step) => [
    {
      stream: LOT,
      actor: BRIDGE,
      wish: { type: 'lot.link', bridgeEpoch: floor.lot.bridgeEpoch, usable: one % 2 === 0 },
    } as Sent,
  ],
  lease: () => [{ stream: LOT, actor: BRIDGE, wish: { type: 'lot.lease', bridgeId: 'b2' } } as Sent],
  restoreLot: () => [{ stream: LOT, actor: RESTORE, wish: { type: 'lot.restore', ...BACKUP } } as Sent],
  restoreHall: () => hall(RESTORE, { type: 'hall.restore', ...BACKUP }),
  readLedger: (floor: Floor) => [
    {
      stream: LOT,
      actor: BRIDGE,
      wish: { type: 'lot.report', bridgeEpoch: floor.lot.bridgeEpoch, gateEpoch: 'g1', records: [] },
    } as Sent,
  ],
  signOff: () => [{ stream: LOT, actor: OPERATOR, wish: { type: 'lot.signOff' } } as Sent],
  phantom: (floor: Floor, { one }: Step) => {
    const found = { exemptionId: phantomId(one), freeMinutes: 60, heldAt: floor.now }
    const waits = one % 2 === 0 ? { waits: true } : {}
    return [{ stream: LOT, actor: BOOKS, wish: { type: 'lot.findPhantoms', phantoms: [found], ...waits } } as Sent]
  },
  release: (_floor: Floor, { one }: Step) => [
    { stream: LOT, actor: OPERATOR, wish: { type: 'lot.takeBackPhantom', exemptionId: phantomId(one) } } as Sent,
  ],
  phantomEnd: ({ lot: { bridgeEpoch } }: Floor, { one }: Step) => {
    const ended = { exemptionId: phantomId(one), outcome: 'Revoked' }
    return [{ stream: LOT, actor: BRIDGE, wish: { type: 'lot.recordPhantom', bridgeEpoch, ...ended } } as Sent]
  },
  closeDay: (floor: Floor) => hall(MANAGER, { type: 'hall.closeDay', businessDay: businessDayOf(floor.now) }),
} satisfies Record<string, (floor: Floor, step: Step) => Sent[]>

/** The ordinary comes often, the rare seldom; every verb comes. */
const OFTEN: Partial<Record<keyof typeof verbs, number>> = {
  ...{
    serve: 24,
    take: 10,
    ratePhone: 5,
    rateTablet: 4,
    enter: 6,
    confirm: 3,
    undo: 3,
    bind: 3,
    readLedger: 3,
    signOff: 3,
    takeCase: 3,
    replyCase: 3,
    approveCase: 2,
  },
}
const weighted = (Object.keys(verbs) as (keyof typeof verbs)[]).flatMap(verb =>
  Array<keyof typeof verbs>(OFTEN[verb] ?? 1).fill(verb),
)

export const step: fc.Arbitrary<Step> = fc.record({
  verb: fc.constantFrom(...weighted),
  one: fc.nat(209),
  other: fc.nat(209),
})

/** Mostly seconds or minutes; seldom the coming midnight, or a week: what time calls for then happens. */
const toMidnight = (floor: Floor): number => msBetween(floor.now, endOfBusinessDay(businessDayOf(floor.now))) + 1_000
export const wait: fc.Arbitrary<(floor: Floor) => number> = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom(1, 5_000, 30_000, 600_000).map(ms => () => ms) },
  { weight: 1, arbitrary: fc.constant(toMidnight) },
  { weight: 1, arbitrary: fc.constant(() => 9 * 86_400_000) },
)

export const sentOf = (floor: Floor, step: Step): Sent[] => verbs[step.verb](floor, step)
