import { afterAll, expect, test, vi } from 'vitest'
import { House } from './house.ts'

const WAIT = { timeout: 30_000, interval: 100 }
const SLOW = new URL('../../support/gates/slow-publisher.mjs', import.meta.url)

const house = new House()
afterAll(() => house.close())

const logged = (msg: string): Record<string, unknown>[] =>
  house.log
    .split('\n')
    .flatMap(line => (line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line) as Record<string, unknown>] : []))
    .filter(line => line['msg'] === msg)

test('[G6] what the gate revised of our subscription is read and logged, and where it gives what was asked nothing is', async () => {
  await house.hub.listen()
  await house.startGate({ NODE_OPTIONS: `--import ${SLOW.href}` })
  await house.startBridge()
  await vi.waitFor(() => expect(logged('the link to the gate is up')).toHaveLength(1), WAIT)
  const revised = { what: 'publishingInterval', asked: 50, got: 500 }
  expect(logged('the gate gives less than was asked for')).toMatchObject([revised])

  await house.gate.end('SIGKILL')
  await house.startGate()

  await vi.waitFor(() => expect(logged('the link to the gate is up')).toHaveLength(2), WAIT)
  expect(logged('the gate gives less than was asked for')).toHaveLength(1)
}, 90_000)
