import { expect, test } from 'vitest'
import { callFailed } from '../../../../../parking-bridge/src/lot/opcua/call-failed.ts'

test('[G2] only a fault that the gate answered with counts as said', () => {
  const fault = { response: { responseHeader: { serviceResult: { name: 'BadTooManyOperations' } } } }
  expect(callFailed(Object.assign(new Error('serviceResult = …'), fault))).toMatchObject({
    code: 'BadTooManyOperations',
    said: true,
  })
})

test.each([
  ['Transaction has timed out (timeout = 5000 ms, request = CallRequest)', 'BadTimeout'],
  ['socket has been disconnected by third party', 'BadConnectionClosed'],
  // A code in the words of the library is no proof that nothing ran.
  ['Connection break while in BadInvalidArgument', 'BadConnectionClosed'],
])('[G2] "%s" is a broken link', (message, code) => {
  expect(callFailed(new Error(message))).toMatchObject({ code, said: false })
})
