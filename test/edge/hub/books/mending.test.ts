import { join } from 'node:path'
import type { Event, StreamName } from '@pingting/contract'
import { afterEach, expect, test } from 'vitest'
import { HALL_ID, LOT_ID } from '../../../../server/living-hall/seed.ts'
import { openJournal, START } from '../../../../server/src/hub/journal/journal.ts'
import { openKeys } from '../../../../server/src/hub/journal/keys.ts'
import { readConfig } from '../../../../server/src/hub/process/config.ts'
import { openStore } from '../../../../server/src/hub/process/store.ts'
import { bridgeCredential } from '../../../support/access/bridge-credential.ts'
import { DAY, hubAt, LOT, livedDay, OTHER, PHANTOM } from '../../../support/books/lived-day.ts'
import { Client, eventOf, logIn } from '../../../support/client.ts'
import type { HubProcess } from '../../../support/hub-process.ts'

let hub: HubProcess | undefined
afterEach(() => hub?.dispose())

/** The hub an hour and a half into the day, with the bridge of the lot in office, and what its operator may ask. */
async function openDay(dataDir: string) {
  hub = await hubAt(`${DAY}T02:30:00.000Z`, dataDir)
  const bridge = new Client(hub.url, bridgeCredential(join(hub.dataDir, 'secrets')))
  const bridgeEpoch = Number(
    eventOf(await bridge.must('lot.lease', { bridgeId: 'b' }, LOT), 'lot.leased')['bridgeEpoch'],
  )
  const head = { bridgeEpoch, gateEpoch: 'g1' }
  await bridge.must('lot.link', { bridgeEpoch, usable: true }, LOT)
  const operator = await logIn(hub.url, 'operator')
  type Told = { verdicts: { key: string; matchClass: string }[] }
  const breaks = async () => {
    const { json } = await operator.post<Told>(`/api/${LOT}/days/${DAY}/books`, {})
    return json.verdicts.filter(({ matchClass }) => matchClass.startsWith('B'))
  }
  const story = async (exemptionId: string) =>
    (
      await operator.get<{ moments: { type: string }[] }>(`/api/${LOT}/story?exemption=${exemptionId}`)
    ).json.moments.map(({ type }) => type)
  return { bridge, head, breaks, story }
}

/** Who has the store in his hands writes a grant with a chain that holds, and nothing it was earned by. */
async function forge(dataDir: string, exemptionId: string): Promise<void> {
  const store = await openStore(undefined, dataDir)
  const keys = openKeys(store.connection, readConfig({ DATA_DIR: dataDir }).secrets.data)
  await keys.loadAll()
  const journal = openJournal(store.connection, keys)
  const stream: StreamName = `hall:${HALL_ID}`
  let head = START
  for await (const { stored } of journal.after(stream, START)) head = stored
  const at = head.at
  const granted: Event = {
    ...{ type: 'exemption.granted', v: 1, at, exemptionId, evaluationId: exemptionId, ticketId: '20261123-A777' },
    ...{ counterId: 'C01', lotId: LOT_ID, stayId: 's2', plate: OTHER, plateColour: 0, revision: 0, freeMinutes: 600 },
    ...{ stackRule: 'max', policyVersion: '1', businessDay: DAY, notBefore: at, notAfter: `${DAY}T15:59:59.999Z` },
  }
  const actor = { kind: 'system', part: 'reaction' } as const
  await journal.append(stream, [{ commandId: exemptionId, bodyHash: '', at, actor, events: [granted] }], head)
  await store.close()
}

test('[RB48, EX30] what the gate confirmed and its ledger lacks is a break once it is no longer young, and is doubted', async () => {
  // given that the gate confirmed, and an hour later tells a ledger in which the exemption is not
  const { dataDir, exemptionId } = await livedDay({ away: true })
  const { bridge, head, breaks, story } = await openDay(dataDir)
  await bridge.must('exemption.confirm', { ...head, exemptionId, ledgerSeq: 1 })
  await bridge.must('lot.recordLedger', { ...head, records: [{ kind: 'other', ledgerSeq: 1 }] }, LOT)

  // when its books are looked at · then the exemption is in doubt, which its story tells
  expect(await breaks()).toMatchObject([{ key: exemptionId, matchClass: 'B3' }])
  await expect.poll(() => story(exemptionId)).toContain('exemption.doubted')
})

test('[RB61, EX31] free parking that was written into the journal is frozen and taken back; what was earned is not', async () => {
  // given one that nobody earned beside one that a visitor did
  const { dataDir, exemptionId: earned } = await livedDay({ away: true })
  await forge(dataDir, PHANTOM)
  const { bridge, head, breaks, story } = await openDay(dataDir)

  // when the books are looked at
  expect(await breaks()).toMatchObject([{ key: PHANTOM, matchClass: 'B2' }])

  // then it is frozen and being taken back, once, and the gate's answer ends it
  await expect.poll(() => story(PHANTOM)).toContain('exemption.revocationRequested')
  const { bridgeEpoch } = head
  await bridge.must('exemption.recordRevocation', { bridgeEpoch, exemptionId: PHANTOM, outcome: 'Revoked' })
  expect(await breaks()).toMatchObject([{ key: PHANTOM, matchClass: 'B2' }])
  expect((await story(PHANTOM)).filter(type => type.startsWith('exemption.'))).toEqual([
    ...['exemption.granted', 'exemption.frozen', 'exemption.revocationRequested', 'exemption.revoked'],
  ])
  expect(await story(earned)).not.toContain('exemption.frozen')
})
