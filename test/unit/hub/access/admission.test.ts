import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { HANDSHAKES_PER_SECOND, openAdmission, pace } from '../../../../server/src/hub/access/admission.ts'

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
