import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from '@pingting/contract'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Hub } from '../../../../server/src/hub/dispatch.ts'
import { ConfigurationError } from '../../../../server/src/hub/process/config.ts'
import type { Logger } from '../../../../server/src/hub/process/log.ts'
import { seed } from '../../../../server/src/hub/streams/seed.ts'

const STEPS = [
  { stream: 'city:370600', command: { type: 'city.open' } },
  { stream: 'hall:h1', command: { type: 'hall.open' } },
]

let folder: string
let path: string
let asked: string[]
let refusals: string[]
let malformed: string[] | undefined
let warned: object[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pingting-seed-'))
  path = join(folder, 'seed.json')
  writeFileSync(path, JSON.stringify(STEPS))
  asked = []
  refusals = []
  malformed = undefined
  warned = []
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true, force: true })
})

/** A hub that refuses what it is told to refuse, in turn, and takes the rest. */
const hub = {
  submit: async (_stream: string, { type, commandId }: Command) => {
    asked.push(`${type} ${commandId}`)
    if (malformed !== undefined) return { refused: 'command.malformed', paths: malformed }
    const refused = refusals.shift()
    return refused === undefined || refused === '' ? { commit: {} } : { refused }
  },
} as unknown as Hub
const log = { warn: (fields: object) => void warned.push(fields) } as unknown as Logger

test('[JR2] a later start founds with the same ids, so that it only repeats what is there', async () => {
  await seed(hub, path, log)
  const first = asked.splice(0)
  await seed(hub, path, log)

  expect(first).toHaveLength(2)
  expect(asked).toEqual(first)
})

test('[HB8] where the owner of a stream is just starting it is asked again, under the same id', async () => {
  vi.useFakeTimers()
  refusals = ['hub.unavailable', 'hub.unavailable']
  const seeding = seed(hub, path, log)
  await vi.advanceTimersByTimeAsync(1_000)
  await seeding

  expect(asked).toHaveLength(4)
  expect(new Set(asked.slice(0, 3)).size).toBe(1)
})

test('[HB8] an owner who does not come in half a minute ends the start, with the step', async () => {
  vi.useFakeTimers()
  refusals = ['', ...Array(60).fill('hub.unavailable')]
  const failing = expect(seed(hub, path, log)).rejects.toThrow('step 2 was refused (hub.unavailable)')
  await vi.advanceTimersByTimeAsync(30_000)
  await failing

  expect(asked).toHaveLength(61)
})

test('[JR3] what was founded with other words before stays as it is, and is told to the log', async () => {
  refusals = ['command.id-reused']

  await seed(hub, path, log)

  expect(warned).toEqual([{ place: 0 }])
  expect(asked).toHaveLength(2)
})

test('[HL22] a seed that is refused ends the start, with the step and the reason in both languages', async () => {
  refusals = ['hall.exists']

  const refused = seed(hub, path, log)
  await expect(refused).rejects.toThrow(ConfigurationError)
  await expect(refused).rejects.toThrow(/第 1 步被拒绝：.*step 1 was refused \(hall.exists\)/)
  expect(asked).toHaveLength(1)
})

test('[HL22] fields that are not right are named', async () => {
  malformed = ['hall.lotIds', 'hall.policy']

  await expect(seed(hub, path, log)).rejects.toThrow('(command.malformed: hall.lotIds, hall.policy)')
})

test.each([
  ['none', undefined, /no such file/],
  ['no JSON', '[{', /JSON/],
  ['no list', '{}', /expected array/],
  ['a command without its stream', '[{"command": {"type": "city.open"}}]', /0\.stream/],
  ['a stream that is none', '[{"stream": "region:1", "command": {}}]', /0\.stream/],
])('[HL22] %s is no seed file, and that is told in a sentence', async (_what, text, told) => {
  if (text === undefined) rmSync(path)
  else writeFileSync(path, text)

  const refused = seed(hub, path, log)
  await expect(refused).rejects.toThrow(ConfigurationError)
  await expect(refused).rejects.toThrow(told)
  expect(asked).toEqual([])
})
