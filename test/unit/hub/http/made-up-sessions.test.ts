import { createServer } from 'node:http'
import { type AddressInfo, BlockList } from 'node:net'
import Router from '@koa/router'
import { afterEach, expect, test } from 'vitest'
import type { Sessions } from '../../../../server/src/accounts/store.ts'
import { openPaces } from '../../../../server/src/hub/access/admission.ts'
import { openDoorkeeper } from '../../../../server/src/hub/http/doorkeeper.ts'
import { type HttpPorts, openHttp } from '../../../../server/src/hub/http.ts'
import { Client } from '../../../support/client.ts'

const AT_HAND = `s1.${'h'.repeat(43)}`
const actor = { kind: 'staff', staffId: 'clerk01', name: '王', role: 'clerk', hallIds: [], lotIds: [] } as const

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A hub at one moment that knows one session without asking, and a tally of the times its store was asked. */
async function given(isBusy = false) {
  const asked = { tally: 0 }
  const sessions = {
    isAtHand: (credential: string) => credential === AT_HAND,
    async look(credential: string) {
      if (credential === AT_HAND) return { actor, mustChange: false }
      asked.tally += 1
      return undefined
    },
  }
  const doorkeeper = openDoorkeeper({
    ...{ cookieName: 'sid', loopbackOnly: true, trustedProxies: new BlockList() },
    sessions: sessions as unknown as Sessions,
  } as Parameters<typeof openDoorkeeper>[0])
  const router = new Router()
  for (const path of ['/healthz', '/api/me']) {
    router.get(path, ctx => {
      ctx.status = 204
    })
  }
  const app = openHttp({
    readers: () => [],
    ...{ secure: false, before: [], routes: [router], inPace: openPaces(50, () => 0) },
    ...{ isBusy: () => isBusy, isClosing: () => false, sameOrigin: () => true, touch: () => undefined },
    identify: ctx => doorkeeper.identify(ctx.req),
    asksStore: ctx => doorkeeper.asksStore(ctx.req),
    addressOf: ctx => doorkeeper.addressOf(ctx.req),
  } as Partial<HttpPorts> as HttpPorts)
  const server = createServer(app.callback())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  closing.push(() => server.close())
  const status = async (credential: string, path = '/api/me', tally = 1): Promise<number[]> => {
    const client = new Client(url, credential, 20)
    const replies = await Promise.all(Array.from({ length: tally }, () => client.send('GET', path)))
    client.close()
    return replies.map(reply => reply.status)
  }
  return { asked, status }
}

const madeUp = (n: number): string => `s1.${String(n).padStart(43, 'x')}`

test('[AC67] of a thousand made-up sessions of one address in a second a hundred are looked up, and who is known is heard beside them', async () => {
  const { asked, status } = await given()
  const told = (await Promise.all(Array.from({ length: 1_000 }, (_, n) => status(madeUp(n))))).flat()
  expect(asked.tally).toBe(100)
  expect(told.filter(one => one === 429)).toHaveLength(900)
  expect(await status(AT_HAND)).toEqual([204])
})

test('[AC67] who watches the hub is answered all the same, and nobody is looked up for it', async () => {
  const { asked, status } = await given()
  expect(new Set(await status(madeUp(1), '/healthz', 300))).toEqual(new Set([204]))
  expect(asked.tally).toBe(0)
})

test('[AC41] while the hub is busy a made-up session opens nothing, and who is known is served', async () => {
  const { status } = await given(true)
  expect([await status(madeUp(1)), await status(AT_HAND)]).toEqual([[503], [204]])
})
