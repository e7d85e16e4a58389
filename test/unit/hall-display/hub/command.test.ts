import type { Answer } from '@pingting/contract'
import type { Socket } from 'socket.io'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { clearStage, happens, type Shown, show } from '../stage/hooks.ts'
import { openHub, type SayingHub } from '../stage/hub.ts'
import { openPage } from '../stage/page.ts'
import { refusedBy } from '../stage/refused.ts'

const CALL = { type: 'ticket.callNext', counterId: 'C01' } as const
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const done = { ok: true, stream: 'hall:h1', seq: 1, replayed: false, events: [] }
const busy = refusedBy('counter.busy')
const away = refusedBy('hub.unavailable')

const pageOf = async () => ({
  ...(await import('../../../../hall-display/src/hub/command.ts')),
  ...(await import('../../../../hall-display/src/hub/connect.ts')),
})
type Face = Awaited<ReturnType<typeof pageOf>>

let hub: SayingHub
let face: Face
beforeEach(async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  vi.resetModules()
  hub = await openHub()
  openPage(`${hub.url}/counter`)
  face = await pageOf()
})
afterEach(async () => {
  face.liveSocket()?.disconnect()
  await clearStage()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await hub.close()
})

type Button = Shown<ReturnType<Face['useCommand']>>
/** Presses, and waits for what comes of it. */
async function press(button: Button): Promise<Answer | undefined> {
  let answer: Answer | undefined
  await happens(async () => {
    answer = await button.now.run(CALL)
  })
  return answer
}

describe('a button of a face', () => {
  test('[AU7] sends over HTTP while there is no socket, to the door of its stream, and shows a refusal until it is cleared', async () => {
    hub.say('/api/halls/h1/commands', { status: 409, body: busy }, { body: done })
    const button = await show(() => face.useCommand('hall:h1', 't1.x'))

    expect(await press(button)).toEqual(busy)
    expect(button.now).toMatchObject({ busy: false, refused: busy })
    await happens(() => button.now.clear())
    expect(button.now).not.toHaveProperty('refused')
    expect(await press(button)).toEqual(done)

    expect(button.now).not.toHaveProperty('refused')
    expect(hub.heard.map(({ credential, body }) => ({ credential, ...(body as object) }))).toEqual(
      Array(2).fill({ ...CALL, credential: 't1.x', commandId: expect.stringMatching(UUID) }),
    )
  })

  test('[JR2] a second press while the first is out does nothing; what nobody answered goes out again under its id', async () => {
    hub.say('/api/lots/east/commands', { status: 503, body: away }, { body: done })
    const button = await show(() => face.useCommand('lot:east'))

    await happens(async () => {
      const first = button.now.run(CALL)
      expect(await button.now.run(CALL)).toBeUndefined()
      expect(await first).toEqual(done)
    })

    const ids = hub.heard.map(({ body }) => (body as { commandId: string }).commandId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  test('[FA12] once its effect was seen the next goes out before the answer is in; only the last one’s answer is told', async () => {
    hub.say('/api/halls/h1/commands', { status: 409, body: busy }, { body: done })
    const button = await show(() => face.useCommand('hall:h1'))

    await happens(async () => {
      const first = button.now.run(CALL)
      button.now.seen()
      const second = button.now.run({ type: 'counter.undo', counterId: 'C01' })
      expect([await first, await second].map(answer => answer?.ok).sort()).toEqual([false, true])
    })
    const last = hub.heard.at(-1)!.body as { type: string }

    expect(last.type).toBe('counter.undo')
    expect(button.now).toMatchObject({ busy: false })
    expect(button.now).not.toHaveProperty('refused')
  })

  test('[AU7] goes over the socket while there is one; an answer that never comes is a hub that cannot be reached', async () => {
    const heard: object[] = []
    let answers: (Answer | undefined)[] = []
    hub.sockets.on('connection', (socket: Socket) =>
      socket.on('command', (asked: object, ack: (answer: Answer) => void) => {
        heard.push(asked)
        const answer = answers.shift()
        if (answer === undefined) socket.disconnect(true)
        else ack(answer)
      }),
    )
    face.connect()
    await vi.waitUntil(() => face.liveSocket() !== undefined, 10_000)
    const button = await show(() => face.useCommand('hall:h1'))

    answers = [done as unknown as Answer]
    expect(await press(button)).toEqual(done)
    answers = [undefined]
    hub.say('/api/halls/h1/commands', { body: done })
    expect(await press(button)).toEqual(done)

    expect(heard).toEqual(
      Array(2).fill({ stream: 'hall:h1', command: { ...CALL, commandId: expect.stringMatching(UUID) } }),
    )
    expect(hub.heard.map(({ body }) => body)).toEqual([(heard[1] as { command: object }).command])
  })

  test('[JR2] on a page without a secure context an id is made of the same kind, and never twice', async () => {
    const { getRandomValues } = crypto
    vi.stubGlobal('crypto', { getRandomValues: getRandomValues.bind(crypto) })
    hub.say('/api/cities/370600/commands', { body: done })
    const button = await show(() => face.useCommand('city:370600'))

    for (let time = 0; time < 20; time += 1) await press(button)

    const ids = hub.heard.map(({ body }) => (body as { commandId: string }).commandId)
    for (const id of ids) expect(id).toMatch(UUID)
    expect(new Set(ids).size).toBe(20)
  })
})
