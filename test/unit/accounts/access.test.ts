import { type Actor, CityCommand, type Command, HallCommand, LotCommand, type StaffRole } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { authorise, needsOpener } from '../../../server/src/accounts/access.ts'

const HALL = 'hall:h1'
const TICKET = '20261123-A001'
const staffOf = (role: StaffRole, hallIds = ['h1'], lotIds = ['east']): Actor => ({
  ...{ kind: 'staff', staffId: `the-${role}`, name: role, role, hallIds, lotIds },
})
const deviceOf = (device: 'board' | 'wall' | 'kiosk' | 'tablet' | 'booth', hallId = 'h1'): Actor => ({
  ...{ kind: 'device', deviceId: device, device, hallId },
})
const actors: Record<string, Actor> = {
  ...{ clerk: staffOf('clerk'), manager: staffOf('manager'), operator: staffOf('operator'), admin: staffOf('admin') },
  ...{
    board: deviceOf('board'),
    wall: deviceOf('wall'),
    kiosk: deviceOf('kiosk'),
    tablet: deviceOf('tablet'),
    booth: deviceOf('booth'),
  },
  citizen: { kind: 'citizen', hallId: 'h1', ticketId: TICKET },
  bridge: { kind: 'bridge', lotIds: ['east'] },
}
const sent = (type: string): Command => ({ type, ticketId: TICKET, staffId: 'somebody', side: 'hall' }) as never
const streamOf = (type: string) =>
  /^(lot|settlement|break|adjustment)\./.test(type) ? 'lot:east' : /^(city|account)/.test(type) ? 'city:370600' : HALL
const mayOf = (type: string): string =>
  Object.entries(actors)
    .filter(([, actor]) => authorise(actor, sent(type), streamOf(type), ['east']) === undefined)
    .map(([name]) => name)
    .join(' ')

const COUNTER_STAFF = 'clerk manager admin'
const expected: Record<Command['type'], string> = {
  'hall.open': 'admin',
  'hall.closeDay': 'manager admin',
  'hall.restore': '',
  'hall.eraseDay': '',
  'hall.describe': 'admin',
  'hall.setCounter': 'admin',
  'hall.setService': 'admin',
  'hall.setHours': 'manager admin',
  'hall.setWaitLimit': 'manager admin',
  'hall.setRealName': 'admin',
  'device.invite': 'manager admin',
  'device.enrol': '',
  'device.revoke': 'manager admin',
  'counter.open': COUNTER_STAFF,
  'counter.pause': COUNTER_STAFF,
  'counter.resume': COUNTER_STAFF,
  'counter.close': COUNTER_STAFF,
  'counter.undo': COUNTER_STAFF,
  'ticket.take': 'manager admin kiosk',
  'ticket.lease': 'kiosk',
  'ticket.handIn': 'kiosk',
  'ticket.callNext': COUNTER_STAFF,
  'ticket.callOne': COUNTER_STAFF,
  'ticket.recall': COUNTER_STAFF,
  'ticket.arrive': COUNTER_STAFF,
  'ticket.finish': COUNTER_STAFF,
  'ticket.hold': COUNTER_STAFF,
  'ticket.return': COUNTER_STAFF,
  'ticket.transfer': COUNTER_STAFF,
  'ticket.miss': COUNTER_STAFF,
  'ticket.recycle': COUNTER_STAFF,
  'ticket.cancel': `${COUNTER_STAFF} citizen`,
  'appointment.book': '',
  'appointment.move': '',
  'appointment.cancel': '',
  'appointment.checkIn': `${COUNTER_STAFF} kiosk`,
  'appointment.miss': '',
  'evaluation.submit': 'kiosk tablet citizen',
  'evaluation.lapse': '',
  'rectification.take': 'manager admin',
  'rectification.extend': 'manager admin',
  'rectification.reply': 'manager admin',
  'rectification.approve': 'manager admin',
  'rectification.return': 'manager admin',
  'plate.bind': 'kiosk tablet citizen',
  'plate.choose': 'kiosk tablet citizen',
  'plate.match': 'operator admin',
  'exemption.consider': '',
  'exemption.confirm': 'bridge',
  'exemption.refuse': 'bridge',
  'exemption.doubt': 'bridge',
  'exemption.freeze': 'bridge',
  'exemption.impound': '',
  'exemption.send': 'bridge',
  'exemption.recordRevocation': 'bridge',
  'exemption.honour': '',
  'exemption.expire': '',
  'exemption.settle': 'operator admin',
  'exemption.proposeWriteOff': 'operator admin',
  'exemption.approveWriteOff': 'operator admin',
  'policy.adopt': 'manager admin',
  'policy.withdraw': 'manager admin',
  'lot.open': 'admin',
  'lot.lease': 'bridge',
  'lot.report': 'bridge',
  'lot.recordLedger': 'bridge',
  'lot.link': 'bridge',
  'lot.recordHealth': 'bridge',
  'lot.loseLink': '',
  'lot.restore': '',
  'lot.reviewPlate': 'operator admin',
  'lot.signOff': 'operator admin',
  'lot.findPhantoms': '',
  'lot.takeBackPhantom': 'operator admin',
  'lot.recordPhantom': 'bridge',
  'lot.eraseDay': '',
  'settlement.find': '',
  'settlement.noteLate': '',
  'settlement.closeShift': '',
  'settlement.draw': '',
  // For the hall; for the car park see below.
  'settlement.sign': 'manager admin',
  'settlement.closeMonth': 'manager admin',
  'settlement.takeFile': 'operator admin',
  'break.explain': 'operator admin',
  'dispute.raise': '',
  'adjustment.propose': 'operator admin',
  'adjustment.approve': 'manager operator admin',
  'adjustment.reject': 'manager operator admin',
  'adjustment.pay': 'manager operator admin',
  'city.open': 'admin',
  'account.create': 'admin',
  'account.assign': 'admin',
  'account.close': 'admin',
  'account.changePassword': 'admin',
  'account.choosePassword': '',
  'account.setSecondFactor': '',
  'account.endSecondFactor': 'admin',
}
const types = [HallCommand, LotCommand, CityCommand].flatMap(union =>
  union.options.map(option => option.shape.type.value as Command['type']),
)

describe('who may send what', () => {
  test('[AC1] the table names every command of the contract', () => {
    expect(Object.keys(expected).sort()).toEqual([...types].sort())
    expect(types.length).toBeGreaterThan(40)
  })

  test.each(types)('[AC2] %s', type => {
    expect(mayOf(type)).toBe(expected[type])
  })

  test('[AC2] a settlement is signed for the car park by those who keep its books', () => {
    const forTheLot = { ...sent('settlement.sign'), side: 'lot' } as Command
    const may = Object.entries(actors).filter(([, actor]) => authorise(actor, forTheLot, 'lot:east') === undefined)
    expect(may.map(([name]) => name)).toEqual(['operator', 'admin'])
  })

  test('[AC3] nobody known is told so; the system may everything', () => {
    for (const type of types) {
      expect(authorise(undefined, sent(type), streamOf(type))).toEqual({ refused: 'access.unknown' })
      expect(authorise({ kind: 'system', part: 'clock' }, sent(type), streamOf(type))).toBeUndefined()
    }
  })

  test('[AC4] nobody acts in a hall, a lot or for a ticket that is not his', () => {
    const strangers: Actor[] = [
      ...(['clerk', 'manager', 'operator', 'admin'] as const).map(role => staffOf(role, ['h2'], ['west'])),
      ...(['board', 'wall', 'kiosk', 'tablet', 'booth'] as const).map(kind => deviceOf(kind, 'h2')),
      { kind: 'citizen', hallId: 'h2', ticketId: TICKET },
      { kind: 'citizen', hallId: 'h1', ticketId: '20261123-A002' },
      { kind: 'bridge', lotIds: ['west'] },
    ]
    for (const type of types.filter(type => !/^(city|account)/.test(type)))
      for (const actor of strangers) expect(authorise(actor, sent(type), streamOf(type), ['east'])).toBeDefined()
  })

  test('[AC5] a bridge answers only for halls of its lots; without the lots of the hall, for none', () => {
    const bridge = actors['bridge']
    expect(authorise(bridge, sent('exemption.confirm'), HALL, ['west', 'east'])).toBeUndefined()
    expect(authorise(bridge, sent('exemption.confirm'), HALL)).toEqual({ refused: 'access.denied' })
  })

  test('[V3] staff who would rate for a visitor are told that only visitors rate, and others that they may not', () => {
    for (const role of ['clerk', 'manager', 'operator', 'admin'] as const)
      for (const halls of [['h1'], ['h2']])
        expect(authorise(staffOf(role, halls), sent('evaluation.submit'), HALL)).toEqual({
          refused: 'evaluation.not-citizen',
        })
    expect(authorise(actors['board'], sent('evaluation.submit'), HALL)).toEqual({ refused: 'access.denied' })
  })
})

test('[AC50] a kiosk shows what opens a ticket with whatever it sends about one; who knows only his own need not', () => {
  const about = sent('evaluation.submit')
  const take = { type: 'ticket.take', serviceCode: 'tax', priority: 'none' } as unknown as Command
  const asked = Object.keys(actors).filter(name => needsOpener(actors[name]!, about))
  expect(asked).toEqual(['board', 'wall', 'kiosk', 'booth'])
  expect(needsOpener(actors['kiosk']!, take)).toBe(false)
})

test('[AC1] a bridge speaks for its lots, and to the halls of its lots, and to no city', () => {
  const lease = sent('lot.lease')
  const may = (stream: 'lot:east' | 'city:370600') => authorise(actors['bridge'], lease, stream, ['east'])
  expect(may('lot:east')).toBeUndefined()
  expect(may('city:370600')).toEqual({ refused: 'access.denied' })
})
