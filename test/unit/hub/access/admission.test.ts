import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Actor } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { HANDSHAKES_PER_SECOND, openAdmission, openPaces, pace } from '../../../../server/src/hub/access/admission.ts'

const addressOf = (request: IncomingMessage): string => request.socket.remoteAddress ?? ''

function handshake(address: string) {
  const socket = Object.assign(new EventEmitter(), { remoteAddress: address })
  return { request: { socket } as unknown as IncomingMessage, close: () => socket.emit('close') }
}

test('[AC57] an address holds so many open sockets, and one that ends makes room for one', () => {
  const admission = openAdmission({ perAddress: 2, addressOf })
  const [first, second, third, elsewhere] = ['10.0.0.1', '10.0.0.1', '10.0.0.1', '10.0.0.2'].map(one => handshake(one))
  const admitted = [first!, second!, third!, elsewhere!].map(({ request }) => admission.admit(request))
  expect(admitted).toEqual([true, true, false, true])
  third!.close()
  expect(admission.admit(handshake('10.0.0.1').request)).toBe(false)
  first!.close()
  expect(admission.admit(handshake('10.0.0.1').request)).toBe(true)
  expect(admission.admit(handshake('10.0.0.1').request)).toBe(false)
})

test('[AC57] a storm is let in at a pace: a thousand a second, whoever they are', () => {
  const admission = openAdmission({ perAddress: 10_000, addressOf })
  const round = () => Array.from({ length: 1_500 }, (_, n) => admission.admit(handshake(`10.0.0.${n % 9}`).request))
  expect(round().filter(Boolean)).toHaveLength(HANDSHAKES_PER_SECOND)
  admission.nextSecond()
  expect(round().filter(Boolean)).toHaveLength(HANDSHAKES_PER_SECOND)
})

test('[AC58] twenty at once, then one each twentieth of a second, and after a rest no more than twenty again', () => {
  const clock = { ms: 0 }
  const inPace = pace(20, () => clock.ms)
  const burst = () => Array.from({ length: 30 }, inPace).filter(Boolean).length
  expect(burst()).toBe(20)
  clock.ms += 50
  expect(burst()).toBe(1)
  clock.ms += 60_000
  expect(burst()).toBe(20)
})

test('[AC58] what is asked at once may be more than what is asked each second', () => {
  const clock = { ms: 0 }
  const inPace = pace(5, () => clock.ms, 16)
  const burst = () => Array.from({ length: 30 }, inPace).filter(Boolean).length
  expect(burst()).toBe(16)
  clock.ms += 1_000
  expect(burst()).toBe(5)
  clock.ms += 60_000
  expect(burst()).toBe(16)
})

describe('[AC67] the paces of all who come over HTTP', () => {
  const ticket = (ticketId: string): Actor => ({ kind: 'citizen', hallId: 'h1', ticketId })
  const bridge: Actor = { kind: 'bridge', lotIds: ['east'] }

  function open() {
    const clock = { ms: 0 }
    const inPace = openPaces(50, () => clock.ms)
    const heard = (tally: number, actor?: Actor, address = '192.0.2.1') =>
      Array.from({ length: tally }, () => inPace(actor, address)).filter(Boolean).length
    return { clock, heard }
  }

  test('each has his own: a ticket, a device, one of the staff, a bridge, an address', () => {
    const { heard } = open()
    const device: Actor = { kind: 'device', deviceId: 'k1', device: 'kiosk', hallId: 'h1' }
    const staff: Actor = { kind: 'staff', staffId: 's1', name: '', role: 'clerk', hallIds: ['h1'], lotIds: [] }
    expect([ticket('1'), ticket('2'), device, staff, bridge].map(actor => heard(1_000, actor))).toEqual([
      ...[10, 10, 50, 50, 500],
    ])
    expect([heard(1_000), heard(1_000), heard(1_000, undefined, '192.0.2.2')]).toEqual([100, 0, 100])
  })

  test('who goes on without a rest is never forgotten, and hears of his pace alone', () => {
    const { clock, heard } = open()
    let all = 0
    for (; clock.ms < 10_000; clock.ms += 10) all += heard(3, ticket('1'))
    expect(all).toBeGreaterThanOrEqual(109)
    expect(all).toBeLessThanOrEqual(111)
  })

  test('who has rested finds all of it again and no more', () => {
    const { clock, heard } = open()
    for (const restMs of [0, 1_000, 999, 2_500, 60_000]) {
      clock.ms += restMs
      expect(heard(30, ticket('1'))).toBe(restMs === 999 ? 9 : 10)
    }
  })
})
