import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { type Door, openDoor } from '../../../support/access/door.ts'
import { deliver, SigningTablet } from '../../../support/access/signing-tablet.ts'
import { type Client, codeOf, eventOf } from '../../../support/client.ts'
import { journalOf } from '../../../support/crowds/stored-journal.ts'
import { Listener } from '../../../support/room.ts'

const PNG = Buffer.from('89504e470d0a1a0a00', 'hex')

let folder: string
let door: Door
let tablet: SigningTablet
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pingting-officers-'))
  writeFileSync(join(folder, 'head.png'), PNG)
  writeFileSync(join(folder, 'staff.json'), JSON.stringify({ clerk01: { number: '0127', photo: 'head.png' } }))
  door = await openDoor({ STAFF_DIR: folder })
  tablet = await SigningTablet.pair(door.hub.url, door.manager, 'C01')
  const { ticketId } = door.called
  await door.clerk.must('ticket.arrive', { counterId: 'C01', ticketId })
  await finish(ticketId)
})
afterAll(async () => {
  await door?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The next visitor of C01, called and served. */
async function serve(): Promise<string> {
  const { kiosk, clerk } = door
  await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
  const { ticketId } = eventOf(await clerk.must('ticket.callNext', { counterId: 'C01' }), 'ticket.called')
  await clerk.must('ticket.arrive', { counterId: 'C01', ticketId })
  return ticketId
}
const finish = (ticketId: string) => door.clerk.must('ticket.finish', { counterId: 'C01', ticketId })
const now = (): string => new Date().toISOString()
const asked = async (client: Client, kept: object) => codeOf((await deliver(client, kept)).json)

describe('what a tablet kept while the hub was away', () => {
  test('[EV60, EV61, EV63] arrives with its time, before who has been called since, once however often it is sent, and is told so the same', async () => {
    const ticketId = await serve()
    const kept = tablet.keep(ticketId, now(), { level: 1, text: '等得太久' })
    await finish(ticketId)
    await finish(await serve())

    const first = await deliver(tablet.client, kept)
    const repeats = await Promise.all([1, 2, 3].map(() => deliver(tablet.client, kept)))

    expect(first.status).toBe(201)
    for (const { status, json } of repeats)
      expect({ status, json }).toEqual({ status: 200, json: { ...first.json, replayed: true } })
    await door.hub.kill()
    const commits = await journalOf(door.hub.dataDir)
    await door.hub.start()
    const found = commits.flatMap(({ commandId, actor, events }) =>
      events.flatMap(event => (event.type === 'evaluation.submitted' ? [{ commandId, actor, event }] : [])),
    )
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      ...{ commandId: kept.commandId, actor: { kind: 'device', device: 'tablet', counterId: 'C01' } },
      event: { ticketId, level: 1, givenAt: kept.givenAt, channel: 'tablet' },
    })
    expect(JSON.stringify(commits)).not.toContain(kept.signature)
    expect(await asked(tablet.client, kept)).toBe('accepted')
  })

  test('[EV60] changed on the way, brought by another tablet, or made up, it is refused and changes nothing', async () => {
    const ticketId = await serve()
    const kept = tablet.keep(ticketId, now(), { level: 1, text: '等得太久' })
    const other = await SigningTablet.pair(door.hub.url, door.manager, 'C01')
    const { signature: _, ...unsigned } = kept
    const forged = [
      { ...kept, level: 5, text: '很好' },
      { ...kept, givenAt: now() },
      { ...kept, commandId: crypto.randomUUID() },
      { ...kept, signature: 'A'.repeat(86) },
      unsigned,
    ]

    for (const one of forged) expect(await asked(tablet.client, one)).toBe('evaluation.signature-wrong')
    for (const client of [other.client, door.tablet])
      expect(await asked(client, kept)).toBe('evaluation.signature-wrong')
    expect(await asked(door.kiosk, { ...kept, opener: 'N0SVCHC0D' })).not.toBe('accepted')
    expect(await asked(tablet.client, { ...kept, signature: 'short' })).toBe('command.malformed')
    // Over the socket as over HTTP.
    const socket = await new Listener(door.hub.url, { credential: tablet.client.credential! }).opened()
    const { type, ...fields } = { ...kept, level: 5 }
    const answer = await socket.command(`hall:${HALL_ID}`, type, fields)
    expect(codeOf(answer)).toBe('evaluation.signature-wrong')
    socket.close()
    expect(await asked(tablet.client, kept)).toBe('accepted')
    await finish(ticketId)
  })

  test('[EV61] given at a time that cannot be, or when the next stood there, it is refused', async () => {
    const before = new Date(Date.now() - 600_000).toISOString()
    const ticketId = await serve()
    await finish(ticketId)
    const hour = new Date(Date.now() + 3_600_000).toISOString()

    for (const givenAt of [before, '2020-01-01T00:00:00.000Z', hour])
      expect(await asked(tablet.client, tablet.keep(ticketId, givenAt))).toBe('evaluation.time-wrong')
    const next = await serve()
    expect(await asked(tablet.client, tablet.keep(ticketId, now()))).toBe('ticket.not-here')
    await finish(next)
  })

  test('[EV60] of a tablet that was revoked meanwhile nothing is taken', async () => {
    const ticketId = await serve()
    const lost = await SigningTablet.pair(door.hub.url, door.manager, 'C01')
    const kept = lost.keep(ticketId, now())
    const { deviceId } = (await lost.client.get<{ actor: { deviceId: string } }>('/api/me')).json.actor
    await door.manager.must('device.revoke', { deviceId })

    expect(await asked(lost.client, kept)).toBe('access.unknown')
    expect(await asked(tablet.client, kept)).toBe('evaluation.signature-wrong')
    await finish(ticketId)
  })
})

describe('who serves', () => {
  const officer = (client: Client) => client.get(`/api/halls/${HALL_ID}/officer`)

  test('[FA37] a tablet is told number and photo of who serves at its counter, and of nobody else', async () => {
    const photo = `data:image/png;base64,${PNG.toString('base64')}`
    expect((await officer(tablet.client)).json).toEqual({ number: '0127', photo })
    const empty = await SigningTablet.pair(door.hub.url, door.manager, 'C02')
    expect((await officer(empty.client)).json).toEqual({})
    expect((await officer(door.citizen)).json).toMatchObject({ code: 'access.denied' })
  })
})
