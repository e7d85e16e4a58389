import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ask, type Reply, socketTicket, unreachable } from '../../../../hall-display/src/hub/http.ts'
import { openHub, type SayingHub } from '../stage/hub.ts'
import { openPage } from '../stage/page.ts'
import { refusedBy } from '../stage/refused.ts'

const denied = refusedBy('access.denied')
const unknown = refusedBy('access.unknown')

let hub: SayingHub
beforeEach(async () => {
  hub = await openHub()
  openPage(`${hub.url}/board`)
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await hub.close()
})

describe('what a face asks over HTTP', () => {
  test('[AC20] is read where it brings nothing and sent as JSON where it does, and an answer without a body is one', async () => {
    hub.say('/api/me', { body: { halls: [] } })
    hub.say('/api/here', { status: 204, body: '' })

    expect(await ask('/api/me')).toEqual({ ok: true, value: { halls: [] } })
    expect(await ask('/api/here', { body: { at: 1 }, credential: 't1.x' })).toEqual({ ok: true, value: undefined })

    expect(hub.heard).toEqual([
      { method: 'GET', path: '/api/me', body: '', credential: undefined },
      { method: 'POST', path: '/api/here', body: { at: 1 }, credential: 't1.x' },
    ])
  })

  test('[OD5] a file is sent as it is, and what is bad in it comes with the refusal', async () => {
    const wrong = { ...refusedBy('settlement.file-wrong'), bad: [{ line: 2, why: 'money' }], badTally: 1 }
    hub.say('/api/file', { status: 422, body: wrong })
    expect(await ask('/api/file', { file: new Blob(['"a,b"']) })).toEqual(wrong)
    expect(hub.heard).toMatchObject([{ method: 'POST', path: '/api/file', body: 'a,b' }])
  })

  test('[AC20] a refusal comes as the hub said it; whatever is none reads as a hub that cannot be reached', async () => {
    hub.say('/api/me', { status: 403, body: denied }, { status: 502, body: '<html>Bad Gateway</html>' })
    hub.say('/api/halls', { status: 500, body: 'null' }, { status: 500, body: '"down"' }, { status: 500, body: {} })

    expect(await ask('/api/me')).toEqual(denied)
    expect(await ask('/api/me')).toEqual(unreachable)
    for (let time = 0; time < 3; time += 1) expect(await ask('/api/halls')).toEqual(unreachable)
    await hub.close()
    expect(await ask('/api/me')).toEqual(unreachable)
  })
})

describe('a device that proves itself day by day', () => {
  const shown: Reply<string>[] = []
  const anews: (boolean | undefined)[] = []
  const bearer = async (anew?: boolean): Promise<Reply<string>> => {
    anews.push(anew)
    return shown.shift()!
  }
  const token = (value: string): Reply<string> => ({ ok: true, value })
  beforeEach(() => {
    shown.splice(0)
    anews.splice(0)
  })

  test('[AC54] shows its token, and a new one once when the hub knows the old one no more', async () => {
    shown.push(token('old'), token('new'))
    hub.say('/api/socket-tickets', { status: 401, body: unknown }, { body: { ticket: 'k1' } })

    expect(await socketTicket(bearer)).toEqual({ ok: true, value: { ticket: 'k1' } })

    expect(hub.heard.map(({ credential }) => credential)).toEqual(['old', 'new'])
    expect(anews).toEqual([undefined, true])
  })

  test('[AC54] that is refused for another reason is not proved anew', async () => {
    shown.push(token('old'))
    hub.say('/api/socket-tickets', { status: 403, body: denied })

    expect(await socketTicket(bearer)).toEqual(denied)

    expect(hub.heard).toHaveLength(1)
  })

  test('[AC55] that cannot prove itself asks nothing, and one that is revoked meanwhile asks no second time', async () => {
    shown.push(unknown)
    expect(await ask('/api/me', { credential: bearer })).toEqual(unknown)
    expect(hub.heard).toEqual([])

    shown.push(token('old'), denied)
    hub.say('/api/me', { status: 401, body: unknown })
    expect(await ask('/api/me', { credential: bearer })).toEqual(denied)
    expect(hub.heard).toHaveLength(1)
  })
})
