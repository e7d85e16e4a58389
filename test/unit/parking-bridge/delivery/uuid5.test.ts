import { expect, test } from 'vitest'
import { uuid5 } from '../../../../parking-bridge/src/delivery/uuid5.ts'

test('names make the ids of RFC 9562', () => {
  // The DNS name space and "www.example.com": the example of appendix A.4.
  expect(uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
})
