import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type OpcuaSite, openOpcuaSite } from '../../lot-contract/opcua-site.ts'
import { answerOf, ask, executions, nextPlate, orderFor, sendingOf } from '../../lot-contract/orders.ts'

const WAIT = { timeout: 20_000, interval: 20 }
const UNSURE = new URL('../../../support/gates/unsure.mjs', import.meta.url)
const DOUBT = 'UncertainLastUsableValue'

const folder = mkdtempSync(join(tmpdir(), 'unsure-'))
const file = join(folder, 'unsure.json')
const settings = { NODE_OPTIONS: `--import ${UNSURE.href}`, UNSURE_FILE: file }
/** What the gate says from now on, by node or method. */
function say(statuses: Record<string, string>): void {
  writeFileSync(`${file}.next`, JSON.stringify(statuses))
  // So that it never reads half of it.
  renameSync(`${file}.next`, file)
}

let site: OpcuaSite
const usable = (is: boolean) => vi.waitFor(() => expect(site.lot.usable()).toBe(is), WAIT)
afterEach(() => say({}))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a gate with methods', () => {
  beforeAll(async () => {
    // Also while a link is opened.
    say({ ControllerTime: DOUBT, DeviceHealth: DOUBT, ProtocolVersion: DOUBT })
    site = await openOpcuaSite('methods', settings)
    await usable(true)
  }, 60_000)
  afterAll(() => site?.close(), 60_000)

  test('[PF30] that doubts its clock and its health is served, and both are told', async () => {
    say({ ControllerTime: DOUBT, DeviceHealth: DOUBT })
    const order = orderFor(nextPlate())
    expect(answerOf(await site.lot.grant(sendingOf(order))).outcome).toBe('Applied')
    await vi.waitFor(() => expect(site.lot.health?.()).toMatchObject({ deviceHealth: 'normal' }), WAIT)
    expect(site.lot.skew()).toBe('fine')
  })

  test('[PF30] that says more beside a good value is served as any other', async () => {
    say({ ControllerEpoch: 'GoodLocalOverride', ControllerTime: 'GoodClamped' })
    await new Promise(resolve => setTimeout(resolve, 2_500))
    expect(site.lot.usable()).toBe(true)
  })

  test('[PF30] whose methods say more beside a good answer are believed; one that tells of no end is asked about', async () => {
    const order = orderFor(nextPlate())
    say({ GrantExemption: 'GoodLocalOverride', QueryExemption: 'GoodLocalOverride', GetEventsSince: 'GoodMoreData' })
    expect(answerOf(await site.lot.grant(sendingOf(order))).outcome).toBe('Applied')
    expect(answerOf(await ask(site.lot, order))).toMatchObject({ found: true })
    expect(await site.lot.eventsSince(0, 10)).toMatchObject({ told: 'answered' })

    const later = orderFor(nextPlate())
    say({ GrantExemption: 'GoodCompletesAsynchronously' })
    expect(await site.lot.grant(sendingOf(later))).toEqual({ told: 'unknown', code: 'GoodCompletesAsynchronously' })
  })

  test('[PF31] that doubts which ledger it has is sent nothing, on the same link, until it is sure again', async () => {
    // given an open link
    const epoch = site.lot.epoch()
    const downs = () => site.said.filter(line => line.includes('the link to the gate is down')).length
    const before = downs()

    // when the epoch is in doubt
    say({ ControllerEpoch: DOUBT })
    await usable(false)
    const told = await site.lot.grant(sendingOf(orderFor(nextPlate())))

    // then nothing leaves, no other epoch is believed, and the session stays
    expect(told).toMatchObject({ told: 'refusedBeforeRunning', retry: 'retryable' })
    expect([site.lot.epoch(), downs()]).toEqual([epoch, before])
    expect(site.said.join('\n')).toContain('the gate is not sure which ledger it has')
    say({})
    await usable(true)
    expect(downs()).toBe(before)
  })

  test('[PF32] an answer in doubt is no outcome: the order is asked about, and was carried out once', async () => {
    const order = orderFor(nextPlate())
    say({ GrantExemption: DOUBT })
    expect(await site.lot.grant(sendingOf(order))).toEqual({ told: 'unknown', code: DOUBT })
    // Nor is that it is not known, or is, where that is in doubt.
    say({ QueryExemption: DOUBT })
    expect(await ask(site.lot, order)).toEqual({ told: 'unknown', code: DOUBT })
    say({})
    expect(answerOf(await ask(site.lot, order))).toMatchObject({ found: true })
    expect(await executions(site, order)).toBe(1)
    expect(site.lot.usable()).toBe(true)
  })
})

describe('a controller with registers', () => {
  beforeAll(async () => {
    say({ ControllerTime: DOUBT, Heartbeat: DOUBT, KeyDepth: DOUBT, Txn: DOUBT })
    site = await openOpcuaSite('registers', settings)
    await usable(true)
  }, 60_000)
  afterAll(() => site?.close(), 60_000)

  test('[PF30] whose heart beats in doubt is served', async () => {
    say({ Heartbeat: DOUBT, ControllerTime: DOUBT })
    await new Promise(resolve => setTimeout(resolve, 2_500))
    const order = orderFor(nextPlate())
    expect(answerOf(await site.lot.grant(sendingOf(order))).outcome).toBe('Applied')
  })

  test('[PF32] whose answer is in doubt for a moment is waited for', async () => {
    const order = orderFor(nextPlate())
    say({ AckOutcome: DOUBT })
    const told = site.lot.grant(sendingOf(order))
    setTimeout(() => say({}), 700)
    expect(answerOf(await told).outcome).toBe('Applied')
  })

  test('[PF32] and where it stays so, the outcome is unknown and asked about, and nothing runs twice', async () => {
    const order = orderFor(nextPlate())
    // Before it is triggered nothing has run.
    say({ AckSeq: DOUBT })
    expect(await site.lot.grant(sendingOf(order))).toMatchObject({ told: 'refusedBeforeRunning' })
    say({})
    await site.world.post('/switches', { delayMs: 700 })
    const sent = site.lot.grant(sendingOf(order))
    setTimeout(() => say({ AckCrc: DOUBT }), 200)
    expect(await sent).toEqual({ told: 'unknown', code: 'BadTimeout' })
    say({})
    await site.world.post('/switches', { delayMs: 0 })
    expect(answerOf(await ask(site.lot, order))).toMatchObject({ found: true })
    expect(await executions(site, order)).toBe(1)
  })
})
