import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasRightSign, signed } from '../../../../parking-bridge/simulated-gate/src/coupon-skin/signing.ts'
import { Platform } from '../../../../parking-bridge/src/lot/coupons/platform.ts'
import { ASKED } from '../../../../parking-bridge/src/lot/coupons/words.ts'

const SECRET = 'app secret'
const NOW = '2026-11-23T16:00:00.000Z'
const SERIAL = '3f2504e0-4f89-51d3-9a0c-0305e82c3301'

/** Somebody else's platform, which answers as the test says. */
let answer: (response: ServerResponse) => void
let asked: Record<string, string> = {}
const server = createServer(async (request: IncomingMessage, response) => {
  asked = JSON.parse((await request.setEncoding('utf8').toArray()).join('')) as Record<string, string>
  answer(response)
})
let platform: Platform
beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const place = { url: `http://127.0.0.1:${port}/gateway`, park: 'park-1', appId: 'op1001', secret: SECRET }
  const rest = { listen: { host: '127.0.0.1', port: 0 }, can: { grantSerial: true, sync: true }, fields: {} }
  platform = new Platform({ ...place, ...rest }, () => NOW)
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const GOOD = { service: ASKED.query, result_code: '1002', grant_serial: SERIAL }
const tell = (body: string, status = 200) => {
  answer = response => void response.writeHead(status, { date: 'Mon, 23 Nov 2026 16:00:02 GMT' }).end(body)
}
const tellSigned = (fields: Record<string, string>, status = 200) =>
  tell(JSON.stringify(signed(fields, SECRET)), status)
const ask = () => platform.ask(ASKED.query, { grant_serial: SERIAL })
beforeEach(() => tellSigned(GOOD))

test('[PF12, PF21] a question says who asks, of which car park, when, and is signed; the answer tells the time there', async () => {
  const { reply, at } = await ask()
  expect(reply).toMatchObject({ code: '1002' })
  expect(at).toBe('2026-11-23T16:00:02.000Z')
  const { sign, ...said } = asked
  expect(said).toEqual({
    ...{ service: ASKED.query, charset: 'UTF-8', version: '1.0', app_id: 'op1001', park_uuid: 'park-1' },
    ...{ timestamp: '1795449600000', grant_serial: SERIAL },
  })
  expect(hasRightSign({ ...said, sign: sign! }, SECRET)).toBe(true)
})

test.each([400, 401, 500, 503])('[PF13] a signed answer is read and believed with HTTP %i', async status => {
  tellSigned(GOOD, status)
  expect((await ask()).reply).toMatchObject({ code: '1002' })
})

test('[PF12] numbers are signed as text, what is null is left out, and values nobody knows are signed too', async () => {
  const fields = { ...GOOD, seqno: '861', value: '120' }
  tell(JSON.stringify({ ...signed(fields, SECRET), value: 120, message: null }))
  expect((await ask()).reply).toEqual({ code: '1002', fields: expect.objectContaining({ value: '120' }) })
})

describe('[PF12, PF13] nothing is known after', () => {
  const failed = async () => {
    const { reply } = await ask()
    return 'failed' in reply ? reply.failed : `believed ${reply.code}`
  }
  test('an answer that is signed with another secret, or by nobody', async () => {
    for (const body of [signed(GOOD, 'another'), GOOD]) {
      tell(JSON.stringify(body))
      expect(await ask()).toMatchObject({ reply: { failed: 'not signed' }, unbelieved: '1002' })
    }
  })
  test('an answer whose values can be read two ways', async () => {
    tellSigned({ service: ASKED.query, message: `x&result_code=1001`, result_code: '1002' })
    expect(await failed()).toBe('not signed')
  })
  test('an answer to another question', async () => {
    tellSigned({ ...GOOD, service: ASKED.grant })
    expect(await failed()).toBe('another answer')
    tellSigned({ ...GOOD, grant_serial: '0a6ff7a2-0000-5000-8000-000000000001' })
    expect(await failed()).toBe('another answer')
  })
  test.each(['<html>502 Bad Gateway</html>', '[]', 'null', '""', '{}', '{"message":"busy"}', ''])(
    'a body of %s',
    async body => {
      tell(body, 502)
      expect(await failed()).toBe('HTTP 502')
    },
  )
  test('an answer without an end', async () => {
    answer = response => {
      const more = (): boolean => response.write('x'.repeat(8_192))
      response.on('drain', more).writeHead(200)
      while (more());
    }
    expect(await failed()).toBe('the answer is too long')
  })
  test('a redirection', async () => {
    answer = response => void response.writeHead(307, { location: '/elsewhere' }).end()
    expect(await failed()).toMatch(/redirect/)
  })
  test('silence', async () => {
    answer = () => undefined
    const startedMs = performance.now()
    expect(await failed()).toBe('TimeoutError')
    expect(performance.now() - startedMs).toBeLessThan(6_000)
  }, 10_000)
  test('a connection that breaks', async () => {
    answer = response => void response.destroy()
    expect(await failed()).toMatch(/SOCKET|ECONN|terminated/)
  })
})
