import { addMs, type Command, fen } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { Mender } from '../../../../server/src/hub/books/mender.ts'
import type { Pass } from '../../../../server/src/hub/books/mending.ts'
import type { Verdict } from '../../../../server/src/settlements/matching/classify.ts'
import { DAY, fakeId, LOT, NINE, World } from '../../reactions/world.ts'

const PHANTOM = fakeId('phantom')
const b4 = (key: string): Verdict => ({
  ...{ key, matchClass: 'B4', businessDay: DAY, minutes: 60, amountFen: fen(0), heldAt: NINE },
})

/** A hub that has this world's hall and lot, and another hall beside them. */
function openHub({ written = [] as string[], hallsHere = true } = {}) {
  const [world, other] = [new World(), new World()]
  const sent: { to: string; command: Command }[] = []
  const said: object[] = []
  const hall = { exemptions: world.exemptions }
  const hub = {
    stream: (kind: string) =>
      kind === 'lot' ? { peek: () => world.lot } : hallsHere ? { peek: () => hall } : undefined,
    states: () => [{ state: hall }, { state: { exemptions: other.exemptions } }],
    submit: (to: string, command: Command) => {
      sent.push({ to, command })
      const decided = to.startsWith('lot:') ? world.toLot(command as never) : world.send(command as never)
      return Promise.resolve('refused' in decided ? decided : { commit: { events: decided }, replayed: false })
    },
  }
  const log = { error: (about: object, text: string) => said.push({ ...about, text }) }
  const exemptions = { known: () => Promise.resolve(written) }
  const mender = new Mender({ hub: hub as never, exemptions, log: log as never })
  const mend = (verdicts: Verdict[]) => {
    const pass: Pass = { day: DAY, now: addMs(NINE, 3_600_000), verdicts, openedAt: new Map() }
    return mender.mend(LOT, pass)
  }
  return { world, other, sent, said, mend }
}

describe('what a pass of the books makes the hub do', () => {
  test('[RB60] a phantom is told to the lot and to the log once, under an id that is the same each time', async () => {
    const [one, again] = [openHub(), openHub()]
    for (const { mend } of [one, again, one]) await mend([b4(PHANTOM)])
    expect(one.sent).toMatchObject([{ to: `lot:${LOT}`, command: { type: 'lot.findPhantoms' } }])
    expect(again.sent).toEqual(one.sent)
    expect(one.said).toMatchObject([{ exemptionIds: [PHANTOM], waits: false, text: expect.stringContaining('B4') }])
  })

  test.each<[string, (hub: ReturnType<typeof openHub>) => void, Parameters<typeof openHub>[0]]>([
    ['another hall has granted', ({ other }) => other.exemptions.exemptions.set(PHANTOM, {} as never), {}],
    ['some hall has granted long ago', () => {}, { written: [PHANTOM] }],
    ['a hall of the car park that is not here may have granted', () => {}, { hallsHere: false }],
    ['the life before a restore may have granted', ({ world }) => Object.assign(world.lot, { restored: {} }), {}],
  ])('[RB60] what %s is left alone', async (_, given, options) => {
    const hub = openHub(options)
    given(hub)
    await hub.mend([b4(PHANTOM)])
    expect([hub.sent, hub.said]).toEqual([[], []])
  })

  test('[RB61] what nothing stands behind is taken back and told once, and what the hall knows to be earned is not', async () => {
    const { world, sent, said, mend } = openHub()
    world.enter('s1', '鲁F12345')
    const ticketId = world.visit('A001', '鲁F12345')
    const { exemptionId } = world.exemption(ticketId)!
    const b2: Verdict = { ...b4(exemptionId), matchClass: 'B2' }
    await mend([b2])
    expect([sent.length, said]).toEqual([1, []])
    delete world.exemptions.claims.get(ticketId)!.evaluation
    await mend([b2])
    expect(said).toMatchObject([{ exemptionId, text: expect.stringContaining('security incident') }])
    expect(new Set(sent.map(({ command }) => command.commandId)).size).toBe(1)
    await mend([b2])
    expect([sent.length, said.length]).toEqual([2, 1])
  })

  test('[RB61] of too many none is taken back, and the log says so', async () => {
    const { sent, said, mend } = openHub()
    await mend(
      Array.from({ length: 6 }, (_, n) => ({ ...b4(fakeId(`${n}`)), matchClass: 'B2' as const, heldAt: NINE })),
    )
    expect(sent.filter(({ to }) => to.startsWith('hall'))).toEqual([])
    expect(said[0]).toMatchObject({ text: expect.stringContaining('too many') })
  })
})
