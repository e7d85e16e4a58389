import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { type Part, startPart } from '../../../server/living-hall/processes.ts'
import { lotOfBridge } from '../../../server/src/hub/access/bridge-keys.ts'
import { textOf } from '../../architecture/tree.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const HUB = 'server/src/main.ts'
const folder = mkdtempSync(join(tmpdir(), 'own-hall-'))
const seedFile = join(folder, 'seed.json')
let hub: Part | undefined
afterAll(async () => {
  await hub?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What the page has people type for the seed file, with another folder for it. */
function printedSeed(): string {
  const page = textOf('docs/operating.md')
  const section = page.slice(page.indexOf('\n## A hall and a car park of your own\n'))
  return /```sh\n(.*?)```/s.exec(section)![1]!.replaceAll('my-hall', folder)
}

const start = (DATA_DIR: string, SEED_FILE: string): Promise<Part> =>
  startPart('hub', HUB, { DATA_DIR, SEED_FILE, PORT: '0', LOG_LEVEL: 'warn' }, folder)

/** The command beside a hub's folder. */
function bridgeKey(lotId: string, environment: Record<string, string>) {
  const env = { ...process.env, ...environment }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['server/bridge-key/main.ts', lotId], {
    cwd: ROOT,
    env,
  })
  return { code: status, said: String(stdout).trim(), error: String(stderr) }
}

test('[HL22] what the page prints founds a hall, its car park and its people', async () => {
  const typed = spawnSync('bash', ['-e', '-c', printedSeed()], {
    cwd: ROOT,
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}` },
  })
  expect([typed.status, String(typed.stderr)]).toEqual([0, ''])
  expect(statSync(seedFile).mode & 0o077).toBe(0)

  hub = await start(folder, seedFile)
  const logIn = (staffId: string) =>
    fetch(new URL('/api/login', String(hub!.ready['url'])), {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ staffId, password: readFileSync(join(folder, `${staffId}.txt`), 'utf8').split('\n')[0] }),
    })
  for (const staffId of ['admin', 'manager', 'operator', 'clerk01'])
    expect(await (await logIn(staffId)).json()).toMatchObject({ hallIds: ['zhifu'], mustChangePassword: true })
}, 60_000)

test('[AC70] the key of a lot is given beside its hub', () => {
  const { code, said } = bridgeKey('east', { DATA_DIR: folder, SECRETS_DIR: '' })
  const key = Buffer.from(readFileSync(join(folder, 'secrets', 'bridge.key'), 'utf8'), 'hex')
  expect([code, lotOfBridge(key, said)]).toEqual([0, 'east'])
  expect(bridgeKey('east', { DATA_DIR: join(folder, 'elsewhere'), SECRETS_DIR: join(folder, 'secrets') }).said).toBe(
    said,
  )
})

test('[AC70] where no hub has been no key is given, nothing is made, and that is said in both languages', () => {
  const empty = join(folder, 'empty')
  for (const environment of [{ DATA_DIR: empty, SECRETS_DIR: '' }, { SECRETS_DIR: empty }]) {
    const { code, said, error } = bridgeKey('east', environment)
    expect([code, said]).toEqual([1, ''])
    expect(error).toMatch(/没有 .*bridge\.key：.* \/ There is no .*bridge\.key: no hub has run here/)
    expect(existsSync(empty)).toBe(false)
  }
})

test('[HL22] a seed file that the hub refuses ends the start with a sentence, and with no trace', async () => {
  const wrong = join(folder, 'wrong.json')
  writeFileSync(wrong, '[{"stream": "city:370600", "command": {"type": "city.open", "region": "370600"}}]')
  const refused = start(join(folder, 'other'), wrong)
  await expect(refused).rejects.toThrow(/第 1 步被拒绝.*step 1 was refused \(command\.malformed: name\)/)
  await expect(refused).rejects.not.toThrow(/\bat .*\.ts:\d/)
}, 30_000)
