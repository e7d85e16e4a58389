import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Part, startPart } from '../../server/living-hall/processes.ts'
import { chosenAccounts, type SeedStep, seedSteps } from '../../server/living-hall/seed.ts'

export const PASSWORD = 'a password for tests'

/** One hub as a process of its own, on a data folder of its own. */
export interface HubProcess {
  readonly url: string
  readonly dataDir: string
  readonly part: Part
  /** SIGKILL: nothing is put away. Resolves when the process is gone. */
  kill(): Promise<void>
  /** SIGTERM: everything is put away. Resolves with what it ended with. */
  stop(): Promise<{ code: number | undefined; signal: string | undefined }>
  /** The same folder and the same port again. */
  start(): Promise<void>
  /** Starts another hub on the same folder, which must be refused. @throws PartFailed with what it said. */
  startRival(): Promise<Part>
  dispose(): Promise<void>
}

export interface HubSettings {
  environment?: Record<string, string>
  /** More to found than the hall of the data. */
  more?: readonly SeedStep[]
  /** A folder that is there already; a new one when absent. */
  dataDir?: string
}

/** Everybody's password, derived once for all hubs of a test file: each time takes as long as a log-in. */
let accounts: ReturnType<typeof chosenAccounts> | undefined
/** One kiosk here gives out the tickets of many, and one clerk does in a second what takes a day. */
const UNPACED = '1000000'
const HUB = 'server/src/main.ts'
export const OTHER_HALL_ID = 'other-hall'

/** A second hall in the same city, where nobody of the first belongs. */
export const otherHall = (): Promise<SeedStep> => likeTheFirst({ hallId: OTHER_HALL_ID, hallNumber: 2 })

export const APART_HALL_ID = 'apart-hall'

/** A third one, which has no car park: what the first and the second share it does not. */
export const apartHall = (): Promise<SeedStep> => likeTheFirst({ hallId: APART_HALL_ID, hallNumber: 3, lotIds: [] })

export const ANOTHER_LOT_ID = 'another-lot'

/** A second car park, with a bridge of its own; its hall has not taken it up yet. */
export const anotherLot = (): SeedStep => {
  const lot = { lotId: ANOTHER_LOT_ID, name: '停车场', nameEn: 'Car park', spaces: 10, hallIds: [APART_HALL_ID] }
  return { stream: `lot:${ANOTHER_LOT_ID}`, command: { type: 'lot.open', lot } }
}

async function likeTheFirst(change: { hallId: string; hallNumber: number; lotIds?: string[] }): Promise<SeedStep> {
  const first = seedSteps(() => ({ passwordHash: '' })).find(step => step.command.type === 'hall.open')!
  const hall = { ...(first.command['hall'] as object), ...change }
  return { stream: `hall:${change.hallId}`, command: { type: 'hall.open', hall } }
}

export async function startHub(settings: HubSettings = {}): Promise<HubProcess> {
  const dataDir = settings.dataDir ?? mkdtempSync(join(tmpdir(), 'pingting-hub-'))
  const logDir = join(dataDir, 'logs')
  mkdirSync(logDir, { recursive: true })
  const seedFile = join(dataDir, 'seed.json')
  accounts ??= chosenAccounts(PASSWORD)
  writeFileSync(seedFile, JSON.stringify([...seedSteps(await accounts), ...(settings.more ?? [])]))
  const environment = {
    ...{ DATA_DIR: dataDir, SEED_FILE: seedFile, LOG_LEVEL: 'warn', REQUESTS_PER_SECOND: UNPACED },
    ...settings.environment,
  }
  let port = '0'
  const run = (name: string, at: string): Promise<Part> => startPart(name, HUB, { ...environment, PORT: at }, logDir)

  let part = await run('hub', port)
  port = new URL(String(part.ready['url'])).port
  const end = (signal: 'SIGKILL' | 'SIGTERM') => {
    part.process.kill(signal)
    return part.ended
  }
  return {
    url: String(part.ready['url']),
    dataDir,
    get part() {
      return part
    },
    async kill() {
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
    async start() {
      part = await run('hub', port)
    },
    startRival: () => run('rival', '0'),
    async dispose() {
      await part.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
