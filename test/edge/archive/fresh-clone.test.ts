import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { Client, eventOf, logIn, pair } from '../../support/client.ts'
import { startHub } from '../../support/hub-process.ts'
import { Listener } from '../../support/room.ts'
import { archive, newFolder, ROOT } from './cli.ts'

const TAKE = { serviceCode: 'enterprise' }
const OWN = '@pingting'

/** What `git clone` gives, and what is installed here; our own packages are links to their places in the clone. */
function cloneInto(checkout: string): void {
  execFileSync('git', ['clone', '--quiet', '--shared', ROOT, checkout])
  const [here, there] = [join(ROOT, 'node_modules'), join(checkout, 'node_modules')]
  mkdirSync(join(there, OWN), { recursive: true })
  for (const name of readdirSync(here)) if (name !== OWN) symlinkSync(join(here, name), join(there, name))
  for (const name of readdirSync(join(here, OWN)))
    symlinkSync(readlinkSync(join(here, OWN, name)), join(there, OWN, name))
}

/** A hub as the checkout has it, told nothing but a free port. */
async function startFrom(checkout: string) {
  const child = spawn(process.execPath, ['--import', './node-version.mjs', 'server/src/main.ts'], {
    ...{ cwd: checkout, env: { ...process.env, PORT: '0', LOG_LEVEL: 'warn' } },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const end = async (): Promise<void> => {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  return { url: (JSON.parse(line) as { url: string }).url, end }
}

async function shownAt(url: string) {
  const listener = await new Listener(url).opened()
  const { snapshot, frame } = await listener.enter(`hall:${HALL_ID}`, 'public')
  listener.close()
  return { tickets: snapshot!.tickets, frame }
}

test('[JR21] a backup of a running hub is restored in a fresh clone, whose hub shows the same numbers', async context => {
  if (!existsSync(join(ROOT, '.git'))) context.skip('this is no checkout of git')
  // given a hall here with people who wait and one at a counter, backed up as it runs
  const hub = await startHub()
  const kiosk = await pair(hub.url, 'kiosk')
  const clerk = await logIn(hub.url, 'clerk01')
  for (let taken = 0; taken < 5; taken += 1) await kiosk.must('ticket.take', TAKE)
  await clerk.must('counter.open', { counterId: 'C01' })
  await clerk.must('ticket.callNext', { counterId: 'C01' })
  const backupFolder = join(newFolder(), 'backup')
  expect(await archive(['backup', '--to', backupFolder, '--data', hub.dataDir])).toMatchObject({ code: 0, error: '' })
  const before = await shownAt(hub.url)
  await hub.stop()

  // when nothing but the backup and the secrets comes to a clone, and a hub is started there
  const checkout = join(newFolder(), 'clone')
  cloneInto(checkout)
  cpSync(join(hub.dataDir, 'secrets'), join(checkout, 'data', 'secrets'), { recursive: true })
  await hub.dispose()
  const told = await archive(['restore', '--from', backupFolder], {}, checkout)
  expect([told.error, told.code]).toEqual(['', 0])
  const restored = await startFrom(checkout)

  // then it shows the numbers that were given out and called, and goes on behind them
  try {
    expect(await shownAt(restored.url)).toEqual(before)
    expect(before.frame).toMatchObject({ takenTally: 5 })
    const fresh = await new Client(restored.url, kiosk.credential).must('ticket.take', TAKE)
    expect(eventOf(fresh, 'ticket.taken').number).toBe('A1006')
    expect(existsSync(join(checkout, 'data', 'documents.sqlite'))).toBe(true)
  } finally {
    await restored.end()
  }
})
