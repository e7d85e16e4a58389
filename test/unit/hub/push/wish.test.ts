import { describe, expect, test } from 'vitest'
import { isServed, readWish, SERVICES } from '../../../../server/src/hub/push/wish.ts'

const RIGHT = {
  endpoint: 'https://fcm.googleapis.com/fcm/send/abc',
  keys: { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) },
  language: 'zh-CN',
}

describe('where a hub sends what a stranger asks it to', () => {
  test.each([
    ['https://fcm.googleapis.com/fcm/send/abc', true],
    ['https://updates.push.services.mozilla.com/wpush/v2/abc', true],
    ['https://wns2-bl2p.notify.windows.com/w/?token=abc', true],
    ['http://fcm.googleapis.com/fcm/send/abc', false],
    ['https://fcm.googleapis.com:8443/abc', false],
    ['https://fcm.googleapis.com.example.org/abc', false],
    ['https://fcm.googleapis.com@127.0.0.1/abc', false],
    ['https://me@fcm.googleapis.com/abc', false],
    ['https://127.0.0.1/abc', false],
    ['https://[::1]/abc', false],
  ])('[FA118] %s: %s', (endpoint, isIn) => {
    expect(isServed(endpoint, SERVICES)).toBe(isIn)
  })

  test('[FA118] a service of the hall’s own is named with its scheme, and spoken to as it is written', () => {
    expect(isServed('http://10.0.0.9:8000/abc', ['http://10.0.0.9:8000'])).toBe(true)
    expect(isServed('http://10.0.0.9:8001/abc', ['http://10.0.0.9:8000'])).toBe(false)
  })

  test.each([
    ['nothing', undefined],
    ['no address', { ...RIGHT, endpoint: 'somewhere' }],
    ['an address without end', { ...RIGHT, endpoint: `https://fcm.googleapis.com/${'a'.repeat(1_000)}` }],
    ['no key', { ...RIGHT, keys: { auth: RIGHT.keys.auth } }],
    ['a key of another kind', { ...RIGHT, keys: { ...RIGHT.keys, p256dh: 'short' } }],
    ['another language', { ...RIGHT, language: 'fr' }],
    ['a field more', { ...RIGHT, plate: '鲁F12345' }],
  ])('[FA118] %s is no subscription', (_, input) => {
    expect(readWish(RIGHT)).toEqual(RIGHT)
    expect(readWish(input)).toBeUndefined()
  })
})
